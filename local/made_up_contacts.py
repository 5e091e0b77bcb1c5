"""Contacts of people who do not exist, as varied as those of real address books.

Names are in several languages and scripts; birthdays lack the year or the day, or fall on 29 February; some people are
in the book twice, spelled slightly differently. E-mail addresses end in example.com and phone numbers are from ranges
reserved for fiction, so that nobody is ever contacted by mistake.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from faker import Faker

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import Address, ContactDetails, Organization, Phone, TextValue
from shared.domain.partial_dates import PartialDate

LOCALES = ("uk_UA", "pl_PL", "de_DE", "el_GR", "en_GB", "fr_FR", "cs_CZ", "tr_TR", "ja_JP", "ar_AA", "ka_GE", "hy_AM")
TAGS = ("family", "friends", "neighbours", "climbing", "choir", "work", "clients", "Київ", "école")
DUPLICATE_SHARE = 0.03
_FICTIONAL_NUMBERS = ("+1 202 555 01{:02}", "(202) 555-01{:02}", "+44 20 7946 09{:02}", "020 7946 09{:02}")


def made_up_contacts(count: int, *, seed: int) -> Iterator[ContactDraft]:
    """Yield ``count`` contacts, always the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    earlier: list[ContactDraft] = []
    for number in range(count):
        if earlier and chance.random() < DUPLICATE_SHARE:
            yield _written_differently(chance.choice(earlier), chance)
            continue
        earlier.append(_person(number, chance))
        yield earlier[-1]


def _person(number: int, chance: random.Random) -> ContactDraft:
    faker = _faker(chance.choice(LOCALES))
    faker.seed_instance(chance.getrandbits(64))
    details = ContactDetails(
        first_name=faker.first_name(),
        last_name=faker.last_name() if chance.random() < 0.95 else "",
        nickname=faker.first_name() if chance.random() < 0.05 else "",
        organizations=(Organization(name=faker.company(), title=faker.job()),) if chance.random() < 0.3 else (),
        emails=(TextValue(label="home", value=f"person{number}@example.com", primary=True),),
        phones=_phones(chance),
        addresses=(_address(faker),) if chance.random() < 0.3 else (),
        birthday=_birthday(chance),
        notes=faker.sentence() if chance.random() < 0.1 else "",
        favorite=chance.random() < 0.05,
    )
    return ContactDraft(details=details, tags=tuple(chance.sample(TAGS, k=chance.choice((0, 0, 1, 2)))))


def _phones(chance: random.Random) -> tuple[Phone, ...]:
    labels = chance.choice(((), ("mobile",), ("mobile",), ("mobile", "work")))
    return tuple(
        Phone(label=label, value=chance.choice(_FICTIONAL_NUMBERS).format(chance.randrange(100))) for label in labels
    )


def _address(faker: Faker) -> Address:
    return Address(label="home", street=faker.street_address(), city=faker.city(), postal_code=faker.postcode())


def _birthday(chance: random.Random) -> PartialDate | None:
    year, month, day = chance.randint(1930, 2020), chance.randint(1, 12), chance.randint(1, 28)
    kind = chance.random()
    if kind < 0.15:
        return None
    if kind < 0.17:
        return PartialDate(year=year)
    if kind < 0.19:
        return PartialDate(year=year, month=month)
    if kind < 0.21:
        return PartialDate(year=year - year % 4, month=2, day=29)
    return PartialDate(year=year if kind < 0.8 else None, month=month, day=day)


def _written_differently(known: ContactDraft, chance: random.Random) -> ContactDraft:
    """Return the same person as somebody else might have typed it."""
    details = known.details
    bare = "".join(char for char in unicodedata.normalize("NFD", details.first_name) if not unicodedata.combining(char))
    phones = tuple(replace(phone, value=phone.value.replace(" ", "")) for phone in details.phones)
    changed = replace(details, first_name=chance.choice((bare, bare.upper())), phones=phones, notes="", birthday=None)
    return replace(known, details=changed)


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)
