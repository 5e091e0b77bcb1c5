"""Whole names, split where that is safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.full_names import parts_of_name
from shared.domain.contacts.details import ContactDetails, Organization, TextValue
from tests.shared.domain.cards.tables.tables import details_read


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Example", ("Ann", "", "Example")),
        ("Example, Ann B.", ("Ann", "B.", "Example")),
        ("Mary Ann Example", ("Mary", "Ann", "Example")),
        ("Ludwig van Beethoven", ("Ludwig", "", "van Beethoven")),
        ("Шевченко Тарас Григорович", ("Тарас", "Григорович", "Шевченко")),
        ("王 伟", ("伟", "", "王")),
        ("Ann V", ("Ann", "", "V")),
    ],
)
def test_names_are_split(name: str, parts: tuple[str, str, str]) -> None:
    found = parts_of_name(name)
    assert tuple(found.get(part, "") for part in ("first_name", "middle_name", "last_name")) == parts


def test_titles_and_suffixes_are_told_apart() -> None:
    assert parts_of_name("Dr. Ann Example, MD") == {
        "prefix": "Dr.", "suffix": "MD", "first_name": "Ann", "last_name": "Example",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Prince", "King", "Example GmbH", "Example, Inc.", "王伟", "+380 44", "", ",", "Ann,"]
)
def test_what_may_be_no_name_of_a_person_is_not_split(name: str) -> None:
    assert parts_of_name(name) == {}


@given(st.text(st.sampled_from('Ann B,.()" van Dr Jr'), max_size=20) | st.text(max_size=20))
def test_no_name_raises_an_error(name: str) -> None:
    assert all(parts_of_name(name).values())


def test_a_whole_name_is_kept_and_split() -> None:
    assert details_read("Name,Phone\nAnn Example,\n") == [
        ContactDetails(display_name="Ann Example", first_name="Ann", last_name="Example")
    ]


def test_a_single_name_is_kept() -> None:
    assert details_read("Name,Phone\nPrince,\n") == [ContactDetails(display_name="Prince")]


def test_parts_that_are_there_are_not_changed() -> None:
    table = "Name,Given Name,Family Name,Nickname\n"
    assert details_read(table + "Ann Example,Anna,,\n") == [
        ContactDetails(display_name="Ann Example", first_name="Anna")
    ]
    assert details_read(table + "Ann Example,Ann,,\n") == [
        ContactDetails(display_name="Ann Example", first_name="Ann", last_name="Example")
    ]
    assert details_read(table + "Ann Example,Ann,Example,\n") == [ContactDetails(first_name="Ann", last_name="Example")]


def test_the_name_of_an_organization_is_not_repeated() -> None:
    assert details_read("Name,Company\nAcme Works,Acme Works\n") == [
        ContactDetails(organizations=(Organization(name="Acme Works"),))
    ]


def test_a_second_whole_name_is_not_lost() -> None:
    (details,) = details_read("Full Name,Display Name\nAnn Example,Annie\n")
    assert details.display_name == "Ann Example"
    assert details.custom == (TextValue(label="Display Name", value="Annie"),)


def test_an_address_in_the_place_of_a_name_is_not_repeated() -> None:
    (details,) = details_read("Name,E-mail\nann@example.com,ann@example.com\n")
    assert details == ContactDetails(emails=(TextValue(value="ann@example.com"),))
