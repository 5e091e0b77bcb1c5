"""How likely two contacts are the same, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document, to_document
from shared.domain.contacts.similarity.comparison import Comparison, compare
from shared.domain.contacts.similarity.traits import traits_of
from tests.shared.domain.contacts.similarity.cards import card
from tests.support.book_builder import new_contact
from tests.support.contact_details import contact_details

NUMBER, EMAIL = "+12025550143", "a@example.com"
OLENA: dict[str, Any] = {"first": "Olena", "last": "Kovalenko"}


def compared(one: dict[str, Any], other: dict[str, Any], *, common: tuple[str, ...] = ()) -> Comparison:
    return compare(traits_of(card(**one)), traits_of(card(**other)), common=common)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**OLENA, "phone": NUMBER}, {"first": "Олена", "last": "Коваленко", "phone": NUMBER}),
        ({**OLENA, "email": "A@Example.com"}, {**OLENA, "email": EMAIL}),
        ({**OLENA, "born": "1990-05-17"}, {**OLENA, "born": "1990-05-17"}),
        ({**OLENA, "street": "1 Example Street"}, {**OLENA, "street": "1 example street"}),
        ({**OLENA, "email": EMAIL}, {"first": "Olena", "last": "Bondar", "email": EMAIL}),
        ({**OLENA, "phone": NUMBER}, {"first": "Olena", "phone": NUMBER}),
        ({**OLENA, "email": EMAIL}, {"email": EMAIL}),
        ({"organization": "Example Bakery", "phone": NUMBER}, {"organization": "example bakery", "phone": NUMBER}),
        ({"first": "Olena Kovalenko", "phone": NUMBER}, {**OLENA, "phone": NUMBER}),
    ],
)
def test_likely_pairs_are_proposed(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert compared(one, other).is_likely


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OLENA, OLENA),
        ({**OLENA, "organization": "Example Bakery"}, {**OLENA, "organization": "Example Bakery"}),
        ({**OLENA, "phone": NUMBER}, {**OLENA, "phone": "+12025550144"}),
        ({**OLENA, "phone": NUMBER, "extension": "1"}, {**OLENA, "phone": NUMBER, "extension": "2"}),
        (
            {**OLENA, "phone": NUMBER, "email": EMAIL, "street": "1 Example Street", "born": "1990-05-17"},
            {"first": "Ivan", "last": "Kovalenko", "phone": NUMBER, "email": EMAIL, "street": "1 Example Street",
             "born": "1990-05-17"},
        ),
        ({**OLENA, "phone": NUMBER, "born": "1990-05-17"}, {**OLENA, "phone": NUMBER, "born": "1960-01-02"}),
        ({**OLENA, "phone": NUMBER, "suffix": "Sr"}, {**OLENA, "phone": NUMBER, "suffix": "Jr"}),
        (
            {**OLENA, "phone": NUMBER, "organization": "Example Bakery"},
            {"first": "Olena", "last": "Bondar", "phone": NUMBER, "organization": "Example Bakery"},
        ),
        (
            {"organization": "Example Bakery", "phone": NUMBER},
            {**OLENA, "organization": "Example Bakery", "phone": NUMBER},
        ),
        ({"phone": NUMBER, "first": "Ivan"}, {**OLENA, "phone": NUMBER, "email": EMAIL}),
    ],
)  # fmt: skip
def test_homonyms_families_and_colleagues_are_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not compared(one, other).is_likely


def test_reasons_are_in_words_and_name_both_spellings() -> None:
    found = compared(
        {**OLENA, "phone": NUMBER, "extension": "12", "born": "1990-05-17"},
        {"first": "Олена", "last": "Коваленко", "phone": NUMBER, "extension": "12", "born": "1990-05-18"},
    )
    assert [(reason.code, reason.detail) for reason in found.reasons] == [
        ("same_name", "same name: Olena Kovalenko / Олена Коваленко"),
        ("same_number", f"same number {NUMBER} ext. 12"),
        ("other_birthday", "different birthdays: 1990-05-17 / 1990-05-18"),
    ]
    assert [reason.weight > 0 for reason in found.reasons] == [True, True, False]


def test_a_number_of_many_people_says_little() -> None:
    one, other = {**OLENA, "phone": NUMBER}, {"first": "Olena", "last": "Bondar", "phone": NUMBER}
    assert compared(one, other).is_likely
    assert not compared(one, other, common=(NUMBER,)).is_likely


def test_only_numbers_that_the_service_read_count() -> None:
    one, other = card(**OLENA, phone=NUMBER), card(**OLENA, phone=NUMBER)
    unread = [without_e164(contact) for contact in (one, other)]
    assert compare(traits_of(one), traits_of(other)).is_likely
    assert not compare(traits_of(unread[0]), traits_of(unread[1])).is_likely


def without_e164(contact: Contact) -> Contact:
    members = json.loads(contact.document.text)
    for phone in members["phones"]:
        del phone["e164"]
    return replace(contact, document=Document.of(members))


def test_a_birthday_without_its_year_agrees_with_the_whole_one() -> None:
    assert compared({**OLENA, "born": "--05-17"}, {**OLENA, "born": "1990-05-17"}).is_likely
    assert not compared({**OLENA, "born": "1990"}, {**OLENA, "born": "1990-05-17"}).is_likely


def test_what_an_organization_lacks_of_a_person_does_not_count_in_either_order() -> None:
    nobody = traits_of(replace(new_contact(), document=Document.of({"notes": "Met in Lviv."})))
    members = {"organizations": [{"name": "Chess club"}], "suffix": "Ltd"}
    organization = traits_of(replace(new_contact(), document=Document.of(members)))
    assert compare(nobody, organization).score == compare(organization, nobody).score


@given(contact_details(), contact_details())
def test_any_two_contacts_can_be_compared_in_any_order(one: Any, other: Any) -> None:
    contacts = [replace(new_contact(), document=to_document(details)) for details in (one, other)]
    mine, theirs = map(traits_of, contacts)
    assert compare(mine, theirs).score == compare(theirs, mine).score
    assert 0 <= compare(mine, theirs).score <= 1


def test_members_that_newer_code_stored_are_passed_over() -> None:
    members = {"first_name": "Olena", "birthday": "sometime in May", "phones": [{"kinds": ["cell"]}], "new": 1}
    assert traits_of(replace(new_contact(), document=Document.of(members))).name.first == ("olena",)
