"""Made-up contacts are acceptable, varied, and reach nobody."""

from __future__ import annotations

from collections import Counter

import pytest

from local.made_up_contacts import made_up_contacts
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.rules import checked


@pytest.fixture(scope="module")
def crowd() -> list[ContactDraft]:
    return list(made_up_contacts(1000, seed=1))


def test_the_same_seed_makes_the_same_contacts() -> None:
    first, second, other = (list(made_up_contacts(20, seed=seed)) for seed in (1, 1, 2))
    assert first == second != other


def test_every_one_is_acceptable(crowd: list[ContactDraft]) -> None:
    assert [checked(draft).tags for draft in crowd] == [draft.tags for draft in crowd]


def test_nobody_can_be_reached(crowd: list[ContactDraft]) -> None:
    assert all(email.value.endswith("@example.com") for draft in crowd for email in draft.details.emails)
    digits = ["".join(filter(str.isdigit, phone.value)) for draft in crowd for phone in draft.details.phones]
    assert all("55501" in number or "794609" in number for number in digits)


def test_birthdays_are_of_every_kind(crowd: list[ContactDraft]) -> None:
    kinds = Counter(len(str(draft.details.birthday or "")) for draft in crowd)
    assert set(kinds) == {0, 4, 7, 10}
    assert any(str(draft.details.birthday).endswith("-02-29") for draft in crowd)


def test_names_come_in_several_scripts(crowd: list[ContactDraft]) -> None:
    initials = {draft.details.first_name[0] for draft in crowd}
    assert initials & set("АБВГДО")
    assert initials & set("ΑΒΓΔΕ")
    assert initials & set("ABCD")


def test_some_people_stand_twice_in_the_book(crowd: list[ContactDraft]) -> None:
    addresses = Counter(draft.details.emails[0].value for draft in crowd)
    assert 10 < sum(count > 1 for count in addresses.values()) < 60
