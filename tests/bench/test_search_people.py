"""The books that searches are measured in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice
from unicodedata import name

import pytest

from bench.search.people import LABELS, LOCALES, SHARES, everybody, made_up_contacts
from shared.domain.contacts.contact import Contact, ContactDraft
from shared.domain.contacts.rules import checked

COUNT = 4_000


@pytest.fixture(scope="module")
def contacts() -> tuple[Contact, ...]:
    return made_up_contacts(COUNT, seed=1)


def test_a_seed_makes_the_same_people_again_and_another_seed_others(contacts: tuple[Contact, ...]) -> None:
    assert tuple(islice(everybody(1), 300)) == contacts[:300]
    assert tuple(islice(everybody(2), 300)) != contacts[:300]


def test_a_smaller_book_is_the_beginning_of_a_larger_one(contacts: tuple[Contact, ...]) -> None:
    assert made_up_contacts(100, seed=1) == contacts[:100]


@pytest.mark.parametrize(
    ("what", "has"),
    [
        ("organization", lambda contact: bool(contact.details.organizations)),
        ("second e-mail", lambda contact: len(contact.details.emails) == 2),
        ("second phone", lambda contact: len(contact.details.phones) == 2),
        ("city", lambda contact: bool(contact.details.addresses)),
        ("note", lambda contact: bool(contact.details.notes)),
        ("favorite", lambda contact: contact.details.favorite),
        ("tag", lambda contact: bool(contact.label_ids)),
        ("handle", lambda contact: bool(contact.details.handles)),
        ("relation", lambda contact: bool(contact.details.relations)),
        ("custom", lambda contact: bool(contact.details.custom)),
        ("birthday", lambda contact: contact.details.birthday is not None),
    ],
)
def test_as_many_contacts_have_it_as_is_promised(
    contacts: tuple[Contact, ...], what: str, has: Callable[[Contact], bool]
) -> None:
    assert sum(map(has, contacts)) / COUNT == pytest.approx(SHARES[what], abs=0.03)


def test_as_many_names_are_in_each_script_as_languages_promise(contacts: tuple[Contact, ...]) -> None:
    scripts = Counter(name(contact.details.last_name[0]).partition(" ")[0] for contact in contacts)
    native = 1 - SHARES["in Latin letters"]
    assert scripts["CYRILLIC"] / COUNT == pytest.approx(LOCALES["uk_UA"] / 100 * native, abs=0.02)
    assert scripts["GREEK"] / COUNT == pytest.approx(LOCALES["el_GR"] / 100 * native, abs=0.02)
    assert scripts["HANGUL"] / COUNT == pytest.approx(LOCALES["ko_KR"] / 100, abs=0.02)
    assert scripts["CJK"] / COUNT == pytest.approx((LOCALES["zh_CN"] + LOCALES["ja_JP"]) / 100, abs=0.02)
    assert scripts["ARABIC"] / COUNT == pytest.approx(LOCALES["ar_AA"] / 100, abs=0.02)
    assert sum(LOCALES.values()) == 100
    assert len(LOCALES) == 12


def test_numbers_and_addresses_differ(contacts: tuple[Contact, ...]) -> None:
    addresses = [email.value for contact in contacts for email in contact.details.emails]
    numbers = [phone.e164 or phone.value for contact in contacts for phone in contact.details.phones]
    assert len(set(addresses)) == len(addresses)
    assert len(set(numbers)) > 0.999 * len(numbers)
    assert all(".example." in address for address in addresses)


def test_numbers_are_typed_in_four_ways(contacts: tuple[Contact, ...]) -> None:
    typed = [phone.value for contact in contacts for phone in contact.details.phones if not phone.extension]
    ways = Counter(("(" in value, value.startswith("+") and " " in value, value.startswith("+")) for value in typed)
    assert len(ways) == 4
    assert min(ways.values()) > len(typed) / 5


def test_the_service_would_store_every_contact(contacts: tuple[Contact, ...]) -> None:
    for contact in contacts[:200]:
        checked(ContactDraft(details=contact.details, tags=LABELS.names_of(contact.label_ids)))
