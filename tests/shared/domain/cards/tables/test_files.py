"""Whole files, as programs write them."""

from __future__ import annotations

import pytest

from shared.domain.cards.tables.dates import DateOrder
from shared.domain.cards.tables.rows import Dialect
from shared.domain.contacts.details import Address, ContactDetails, Handle, Organization, Phone, Relation, TextValue
from shared.domain.partial_dates import PartialDate
from tests.shared.domain.cards.tables.tables import FILES, cards_in, codes, described, rows_read

HOME_OF_ANN = Address(
    label="home", street="1 Main St, Apt 2", city="Reston", region="VA", postal_code="20190", country="US",
    formatted="1 Main St, Apt 2\nReston, VA 20190\nUS",
)  # fmt: skip


def test_googles_present_form() -> None:
    olena, ann = cards_in("google-present.csv")
    assert olena.tags == ("Friends",)
    assert olena.details == ContactDetails(
        first_name="Olena",
        last_name="Приклад",
        organizations=(Organization(name="Приклад, ТОВ"),),
        emails=(
            TextValue(label="home", primary=True, value="olena@example.com"),
            TextValue(label="work", value="o.p@example.org"),
            TextValue(label="work", value="o.p2@example.org"),
        ),
        phones=(
            Phone(label="mobile", value="+380 50 000 0001"),
            Phone(label="mobile", value="+380 50 000 0002"),
        ),
        addresses=(
            Address(
                label="home",
                street="вул. Шевченка 1",
                city="Київ",
                country="UA",
                formatted="вул. Шевченка 1\nКиїв\nUA",
            ),
        ),
        relations=(Relation(label="spouse", value="Sam Example"),),
        birthday=PartialDate.parse("1990-05-17"),
        anniversary=PartialDate.parse("2010-06-01"),
        notes="перший рядок\nдругий",
    )
    assert (ann.tags, ann.details.favorite) == ((), True)
    assert ann.details.birthday == PartialDate.parse("--02-29")
    assert ann.details.phones == (Phone(label="Boat phone", value="+44 20 7946 0018"),)
    assert ann.details.custom == (
        TextValue(label="Shoe size", value="38"),
        TextValue(label="File As", value="Example, Ann"),
    )


@pytest.mark.parametrize("name", ["google-2018-2024.csv", "google-2010-2017-utf16.csv"])
def test_googles_older_form(name: str) -> None:
    ann, bob = cards_in(name)
    assert ann.details == ContactDetails(
        first_name="Ann",
        last_name="Example",
        organizations=(Organization(name="Example, Inc.", title="Engineer"),),
        emails=(
            TextValue(label="work", primary=True, value="ann@example.com"),
            TextValue(label="work", value="ann2@example.com"),
        ),
        phones=(Phone(label="mobile", value="+1 650 555 0100"),),
        addresses=(HOME_OF_ANN,),
        handles=(Handle(label="other", service="Jabber", user_name="ann@im.example.com"),),
        birthday=PartialDate.parse("1985-03-15"),
        notes="calls after 3pm, please",
    )
    assert bob.details.birthday == PartialDate.parse("--05-17")
    assert bob.tags == ()


def test_googles_outlook_form() -> None:
    ann, bob = cards_in("google-as-outlook.csv")
    assert (ann.tags, ann.details.favorite) == ((), True)
    assert bob.tags == ("Friends",)
    assert ann.details.addresses[0].formatted == "1 Main St\nReston, VA 20190\nUS"
    assert bob.details.custom == ()


def test_outlook_com() -> None:
    zoe, larsen = cards_in("outlook-com.csv")
    assert zoe.details.birthday == PartialDate.parse("1990-05-17")
    assert zoe.details.addresses == (Address(label="home", street="1 Main St\nApt 2", city="Reston"),)
    assert larsen.details.phones == (Phone(label="mobile", value="+47 460 00 000"),)


def test_outlook_on_the_desktop_whose_empty_values_are_nothing() -> None:
    found = described((FILES / "outlook-desktop-cp1252.csv").read_bytes())
    assert (found.encoding, found.date_orders) == ("cp1252", {"Birthday": DateOrder.MONTH_FIRST})
    jurgen, ann = cards_in("outlook-desktop-cp1252.csv")
    assert jurgen.tags == ("Friends", "Work")
    assert jurgen.details == ContactDetails(
        first_name="Jürgen",
        last_name="Müller",
        organizations=(Organization(name="Beispiel GmbH"),),
        emails=(TextValue(value="j@example.com"),),
        addresses=(Address(label="work", street="Straße 1"),),
        birthday=PartialDate.parse("1990-05-17"),
        custom=(TextValue(label="Initials", value="J.M."),),
    )
    assert ann.details == ContactDetails(
        first_name="Ann",
        last_name="Example",
        phones=(Phone(label="home", value="+1 650 555 0102"),),
        notes="line one\nline two",
    )


def test_outlook_in_german() -> None:
    found = described((FILES / "outlook-desktop-german-part-cp1252.csv").read_bytes())
    assert (found.dialect, found.encoding) == (Dialect(delimiter=";"), "cp1252")
    jurgen, zoe = cards_in("outlook-desktop-german-part-cp1252.csv")
    assert jurgen.details.birthday == PartialDate.parse("1990-05-17")
    assert jurgen.tags == ("Freunde", "Arbeit")
    assert zoe.details == ContactDetails(first_name="Zoë", last_name="Beispiel")


@pytest.mark.parametrize("name", ["thunderbird-utf8.csv", "thunderbird.tab", "thunderbird-trailing-comma.csv"])
def test_thunderbird(name: str) -> None:
    ann, olena = cards_in(name)
    assert ann.details == ContactDetails(
        first_name="Ann",
        last_name="Example",
        nickname="Annie",
        display_name='Ann "Annie" Example',
        emails=(TextValue(value="ann@example.com"), TextValue(value="ann@example.org")),
        phones=(Phone(label="mobile", value="+1 650 555 0105"),),
        birthday=PartialDate.parse("1990-05-17"),
        notes="one\ntwo, three",
    )
    assert olena.details.display_name == "Олена Приклад"
    assert (olena.details.first_name, olena.details.last_name) == ("Олена", "Приклад")
    assert olena.details.birthday == PartialDate.parse("--02-29")


def test_yahoo() -> None:
    ann, bob = cards_in("yahoo-older.csv")
    assert ann.details.birthday == PartialDate.parse("1990-05-17")
    assert [(phone.label, phone.value) for phone in ann.details.phones] == [
        ("home", "650-555-0103"),
        ("mobile", "650-555-0104"),
    ]
    assert (bob.details.notes, bob.details.nickname) == ("met in Lyon", "Bobby")
    assert bob.details.emails == (TextValue(value="b@example.org"),)


def test_linkedin_whose_header_is_on_the_fourth_line() -> None:
    assert described((FILES / "linkedin-connections.csv").read_bytes()).header_line == 4
    ann, zoe = cards_in("linkedin-connections.csv")
    assert ann.details.organizations == (Organization(name="Example, Inc.", title="Engineer, Data"),)
    assert ann.details.custom == (TextValue(label="Connected On", value="12 Mar 2024"),)
    assert zoe.details.urls == (TextValue(label="LinkedIn", value="https://www.linkedin.com/in/zoe-example-0"),)


def test_hubspot_keeps_what_has_no_place() -> None:
    ann, bob = cards_in("hubspot-contacts.csv")
    assert [(each.label, each.value) for each in ann.details.custom] == [
        ("Record ID", "101"),
        ("Lead Status", "NEW"),
        ("Create Date", "2024-03-12 09:14"),
        ("Associated Company IDs", "9001"),
        ("Contact owner", "Sam Sales"),
    ]
    assert bob.details.emails == (TextValue(value="bob@example.org"),)


def test_invisible_characters_vanish_at_the_ends_of_cells() -> None:
    rows = rows_read((FILES / "invisible_characters.csv").read_bytes())
    first, _, eve, last = [row.card.details for row in rows]
    assert (first.first_name, first.emails[0].value) == ("Ada", "ada@example.com")
    assert first.phones[0].value == "+380 50 123 45 67"
    assert eve.phones[0].value == "+1\ufe0e-202-555-0143"
    assert last == ContactDetails(phones=(Phone(value="112"),))


def test_a_row_of_invisible_characters_is_reported() -> None:
    (row,) = rows_read("Name,Phone\n\u200b,\u202a\u202c\n")
    assert codes(row) == ["nothing_to_show"]


def test_every_row_with_anything_in_it_is_a_card() -> None:
    rows = cards_in("phone_only_rows.csv")
    assert rows[0].details == ContactDetails(phones=(Phone(value="+380 44 123 45 67"),))
    assert [phone.value for phone in rows[4].details.phones] == ["+1 202 555 0143", "+1 202 555 0187"]
    assert len(rows) == 5


def test_rows_of_separators_are_skipped_and_counted() -> None:
    table = "First Name,Last Name\nAnn,Example\n,\n\n , \nBob,Example\n"
    found = described(table)
    assert (found.row_count, found.skipped_count) == (2, 3)
    assert [row.line for row in rows_read(table)] == [2, 6]
