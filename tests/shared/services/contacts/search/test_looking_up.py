"""Who is calling, who has written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.domain.books import BookSettings
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails, Phone, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.relations import shown_name
from shared.services.contacts.search.looking_up import MAX_OWNERS, Asked
from tests.support.book_builder import creation, new_contact
from tests.support.search_world import BOOK, Process, SearchWorld, fill

NUMBERS = LibPhoneNumbers()


class Callers:
    """A book in Ukraine, and whoever asks who is calling."""

    def __init__(self) -> None:
        self.world = SearchWorld()
        self.world.database.books[BOOK] = replace(
            self.world.database.books[BOOK], settings=BookSettings(phone_region="UA")
        )
        self.process = Process(self.world, phone_numbers=NUMBERS)

    def add(self, name: str, *phones: str, emails: tuple[str, ...] = (), **details: Any) -> Contact:
        """Write a contact with numbers that are read in Ukraine."""
        read = [(typed, NUMBERS.read(typed, "UA")) for typed in phones]
        contact = replace(
            new_contact(name),
            document=to_document(
                ContactDetails(
                    first_name=name,
                    phones=tuple([Phone(value=typed, e164=one.e164, extension=one.extension) for typed, one in read]),
                    emails=tuple([TextValue(value=email) for email in emails]),
                    **details,
                )
            ),
        )
        return self.world.pen.write(creation(contact))[0]

    def owners(self, *, phone: str = "", email: str = "") -> list[tuple[str, str, str]]:
        """Return names, values and the kind of ownership of whoever has a number or an address."""
        found = self.process.lookups.find(BOOK, [Asked(phone=phone, email=email)])
        assert found.is_complete
        return [(shown_name(one.contact), one.value["value"], one.ownership) for one in found.found[0]]


@pytest.fixture
def callers() -> Callers:
    return Callers()


@pytest.mark.parametrize(
    "typed", ["+380441234567", "0441234567", "00380441234567", "(044) 123-45-67", "tel:+380-44-123-45-67"]
)
@pytest.mark.parametrize("stored", ["+380 44 123 45 67", "044 123 45 67"])
def test_a_number_is_found_in_every_form(callers: Callers, stored: str, typed: str) -> None:
    callers.add("Olena", stored)
    callers.add("Taras", "+380 44 123 45 68")
    assert callers.owners(phone=typed) == [("Olena", stored, "exact")]


def test_a_number_that_nobody_can_read_is_found_as_typed(callers: Callers) -> None:
    callers.add("Desk", "12 34 56 78 90")
    assert callers.owners(phone="1234567890") == [("Desk", "12 34 56 78 90", "exact")]
    assert callers.owners(phone="567890") == []


@pytest.mark.parametrize("typed", ["reception", "+", "ext. 12", "\U0001f4de"])
def test_what_has_no_digits_is_nobodys_number(callers: Callers, typed: str) -> None:
    callers.add("Desk", "ask at the reception", "+380 44 123 45 67 ext. 12")
    callers.world.pen.add("Ada")
    assert callers.owners(phone=typed) == []


def test_two_extensions_of_a_switchboard_are_two_people(callers: Callers) -> None:
    callers.add("Olena", "+380 44 123 45 67 ext. 12")
    callers.add("Taras", "+380 44 123 45 67 ext. 13")
    callers.add("Reception", "+380 44 123 45 67")
    assert callers.owners(phone="+380441234567 ext. 12") == [("Olena", "+380 44 123 45 67 ext. 12", "exact")]
    assert callers.owners(phone="044 123 45 67 ext. 99") == [("Reception", "+380 44 123 45 67", "switchboard")]
    assert callers.owners(phone="+380441234567") == [
        ("Reception", "+380 44 123 45 67", "exact"),
        ("Taras", "+380 44 123 45 67 ext. 13", "switchboard"),
        ("Olena", "+380 44 123 45 67 ext. 12", "switchboard"),
    ]


def test_of_a_contact_with_several_numbers_the_one_that_was_asked_for_is_shown(callers: Callers) -> None:
    callers.add("Olena", "+380 67 000 00 01", "+380 44 123 45 67 ext. 12", "+380 44 123 45 67")
    assert callers.owners(phone="0441234567") == [("Olena", "+380 44 123 45 67", "exact")]
    assert callers.owners(phone="0441234567 ext. 12") == [("Olena", "+380 44 123 45 67 ext. 12", "exact")]


def test_favorites_come_first_and_then_the_latest_change(callers: Callers) -> None:
    for name, favorite in (("First", False), ("Second", True), ("Third", False)):
        callers.add(name, "+380441234567", favorite=favorite)
    assert [name for name, _, _ in callers.owners(phone="+380441234567")] == ["Second", "Third", "First"]


def test_an_address_is_found_whole_ignoring_case(callers: Callers) -> None:
    callers.add("Olena", emails=("first@example.com", "Olena@Example.com"))
    callers.add("Other", emails=("olena@example.com.example",))
    assert callers.owners(email="oLENA@example.COM") == [("Olena", "Olena@Example.com", "exact")]
    assert callers.owners(email="olena") == []


def test_of_a_switchboard_of_hundreds_some_are_shown(callers: Callers) -> None:
    for number in range(MAX_OWNERS + 3):
        callers.add(f"Person {number}", f"+380 44 123 45 67 ext. {number}")
    assert len(callers.owners(phone="+380441234567")) == MAX_OWNERS


def test_many_are_looked_up_at_once(callers: Callers) -> None:
    fill(callers.world, 300)
    callers.add("Olena", "+380441234567", emails=("olena@example.com",))
    callers.world.take()
    asked = [Asked(phone=f"+38067{number:07}") for number in range(498)]
    asked += [Asked(phone="0441234567"), Asked(email="olena@example.com")]
    callers.process.lookups.find(BOOK, asked)
    callers.world.reads.requests = 0
    found = callers.process.lookups.find(BOOK, asked)
    assert [len(owners) for owners in found.found] == [0] * 498 + [1, 1]
    assert callers.world.reads.requests == 1
