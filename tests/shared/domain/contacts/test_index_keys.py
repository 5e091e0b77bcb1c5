"""Under which keys contacts are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import (
    Address,
    ContactDetails,
    Handle,
    Organization,
    PersonalInfo,
    Phone,
    TextValue,
)
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.index_keys import birthday_index_key, name_index_key, name_parts
from shared.domain.partial_dates import PartialDate

AT = datetime(2026, 1, 1, tzinfo=UTC)


def contact(details: ContactDetails, *, contact_id: str = "01" + "A" * 24, trashed: bool = False) -> Contact:
    return Contact(
        id=contact_id,
        revision=1,
        document=to_document(details),
        created_at=AT,
        updated_at=AT,
        trashed_at=AT if trashed else None,
    )


ANNA = ContactDetails(first_name="Anna", last_name="Kovalenko", birthday=PartialDate.parse("1990-05-17"))


def test_contacts_in_the_trash_are_found_under_no_key() -> None:
    trashed = contact(ANNA, trashed=True)
    assert name_index_key(trashed) is None
    assert birthday_index_key(trashed) is None


def test_the_birthday_key_starts_with_the_day() -> None:
    assert birthday_index_key(contact(ANNA)) == "05-17#01" + "A" * 24


@pytest.mark.parametrize("birthday", [None, PartialDate.parse("1990"), PartialDate.parse("1990-05")])
def test_without_a_day_there_is_no_birthday_key(birthday: PartialDate | None) -> None:
    assert birthday_index_key(contact(replace(ANNA, birthday=birthday))) is None


def test_namesakes_have_different_keys() -> None:
    assert name_index_key(contact(ANNA)) != name_index_key(contact(ANNA, contact_id="01" + "B" * 24))


def test_the_order_goes_by_first_name_last_name_organization_and_address() -> None:
    emails = (TextValue(value="a@example.com"), TextValue(value="b@example.com", primary=True))
    details = replace(ANNA, emails=emails, organizations=(Organization(title="x"), Organization(name="Example Ltd")))
    assert name_parts(to_document(details)) == ("Anna", "Kovalenko", "Example Ltd", "b@example.com")


def test_a_nickname_stands_in_for_a_missing_name() -> None:
    assert name_parts(to_document(ContactDetails(nickname="Nini")))[0] == "Nini"
    assert name_parts(to_document(ContactDetails(nickname="Nini", last_name="K")))[0] == ""


def test_a_display_name_takes_the_place_of_the_names() -> None:
    organizations = (Organization(name="Example Ltd"),)
    shown = replace(ANNA, display_name="Dr. A. K.", nickname="Nini", organizations=organizations)
    assert name_parts(to_document(shown)) == ("Dr. A. K.", "", "Example Ltd", "")


@pytest.mark.parametrize(
    ("details", "shown"),
    [
        (ContactDetails(prefix="Dr", suffix="Jr"), "Dr"),
        (ContactDetails(middle_name="Petrivna", notes="x"), "Petrivna"),
        (ContactDetails(phonetic_first_name="AH-nah"), "AH-nah"),
        (ContactDetails(organizations=(Organization(label="work", title="Chief"),)), "Chief"),
        (ContactDetails(phones=(Phone(id="p", value="044 123 4567", e164="+380441234567"),)), "044 123 4567"),
        (ContactDetails(addresses=(Address(label="home", city="Kyiv", country="Ukraine"),)), "Kyiv"),
        (ContactDetails(urls=(TextValue(value="example.com"),), favorite=True), "example.com"),
        (ContactDetails(birthday=PartialDate(month=5, day=17), extra={"x": "y"}), "--05-17"),
        (ContactDetails(notes="Plays chess."), "Plays chess."),
        (ContactDetails(kind="group", language="en", handles=(Handle(service="Chat", user_name="taras"),)), "taras"),
        (ContactDetails(addresses=(Address(po_box="7", country_code="UA"),), gender="x"), "7"),
        (ContactDetails(anniversary=PartialDate(year=2001), pronouns="they/them"), "2001"),
        (ContactDetails(birthday_text="circa 1800", members=("m",)), "circa 1800"),
        (ContactDetails(personal_info=(PersonalInfo(kind="hobby", value="chess"),)), "chess"),
        (ContactDetails(members=("urn:uuid:1",), nicknames=("a",)), ""),
        (ContactDetails(favorite=True, extra={"x": "y"}), ""),
    ],
)
def test_without_a_name_the_first_thing_to_show_counts(details: ContactDetails, shown: str) -> None:
    assert name_parts(to_document(details)) == (shown,)
