"""A book of people who do not exist, some of whom are in it twice, and the truth about who is whom.

It has what makes duplicates hard to find and hard to tell from others: typing errors, names in other scripts and in
several romanizations (none of them made with the service's own tables), short forms, exchanged and missing names,
married names, new numbers and addresses; and people of one name, families that share a number, an address and
sometimes a mailbox, fathers and sons of one name, and offices with one number for everybody. The same seed makes the
same book. E-mail addresses end in example.com, numbers are of the range that every area code of North America
reserves for fiction (555-0100 to 555-0199).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from faker import Faker

from bench.written_differently import written_differently
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES = ("uk_UA", "uk_UA", "uk_UA", "en_US", "en_US", "de_DE", "pl_PL", "el_GR", "el_GR", "fr_FR", "cs_CZ")
DUPLICATE_SHARE = 0.06
HOMONYM_SHARE = 0.05
FAMILY_SHARE = 0.05
OFFICE_SHARE = 0.004
_NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
_AREAS = 800
_LINES = 100
_STEP = 48_271
"""It has no divisor in common with how many numbers there are, so that its multiples reach all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpBook:
    """Contacts in no particular order, and the pairs of ids, the lower one first, that are of one person."""

    contacts: tuple[Contact, ...]
    pairs: frozenset[tuple[str, str]]


def made_up_book(count: int, *, seed: int) -> MadeUpBook:
    """Return a book of ``count`` contacts."""
    chance = _Chance(seed)
    cards: list[tuple[int, ContactDetails]] = []
    for person, details in enumerate(_people(chance)):
        cards.append((person, details))
        if chance.random() < DUPLICATE_SHARE:
            copies = 2 if chance.random() < 0.1 else 1
            cards += [(person, written_differently(details, chance, new_phone=chance.phone())) for _ in range(copies)]
        if len(cards) >= count:
            break
    cards = cards[:count]
    chance.shuffle(cards)
    ids = [f"01{number:024}" for number in range(len(cards))]
    owners: dict[int, list[str]] = {}
    for contact_id, (person, _) in zip(ids, cards, strict=True):
        owners.setdefault(person, []).append(contact_id)
    return MadeUpBook(
        contacts=tuple(
            Contact(id=contact_id, revision=1, document=to_document(details), created_at=_NOON, updated_at=_NOON)
            for contact_id, (_, details) in zip(ids, cards, strict=True)
        ),
        pairs=frozenset(pair for known in owners.values() for pair in combinations(known, 2)),
    )


class _Chance(random.Random):
    """Randomness that never gives two people one number by accident."""

    _given = 0

    def phone(self, label: str = "mobile") -> Phone:
        """Return a number that nobody has; there are 80,000 of them."""
        self._given += 1
        area, line = divmod(self._given * _STEP % (_AREAS * _LINES), _LINES)
        return Phone(label=label, value=f"({200 + area}) 555-01{line:02}", e164=f"+1{200 + area}55501{line:02}")


def _people(chance: _Chance) -> Iterator[ContactDetails]:
    known: list[ContactDetails] = []
    while True:
        kind = chance.random()
        if known and kind < HOMONYM_SHARE:
            people = [_homonym(chance.choice(known), chance)]
        elif kind < HOMONYM_SHARE + FAMILY_SHARE:
            people = _family(chance)
        elif kind < HOMONYM_SHARE + FAMILY_SHARE + OFFICE_SHARE:
            people = _office(chance)
        else:
            people = [_person(chance)]
        known += people
        yield from people


def _person(chance: _Chance, *, last_name: str = "", locale: str = "") -> ContactDetails:
    faker = _faker(locale or chance.choice(LOCALES), chance.getrandbits(64))
    women = chance.random() < 0.5
    details = ContactDetails(
        first_name=faker.first_name_female() if women else faker.first_name_male(),
        last_name=last_name or (faker.last_name_female() if women else faker.last_name_male()),
        phones=(chance.phone(),) if chance.random() < 0.85 else (),
        emails=(_email(chance),) if chance.random() < 0.7 else (),
        organizations=(Organization(name=faker.company()),) if chance.random() < 0.35 else (),
        addresses=(_address(faker),) if chance.random() < 0.3 else (),
        birthday=_birthday(chance) if chance.random() < 0.5 else None,
    )
    return details if details.phones or details.emails else replace(details, emails=(_email(chance),))


def _homonym(known: ContactDetails, chance: _Chance) -> ContactDetails:
    """Return another person of the same name, perhaps of the same organization."""
    other = replace(_person(chance), first_name=known.first_name, last_name=known.last_name)
    return replace(other, organizations=known.organizations) if chance.random() < 0.1 else other


def _family(chance: _Chance) -> list[ContactDetails]:
    """Return two to four people of one last name, who share a number, an address, and sometimes a mailbox."""
    locale = chance.choice(LOCALES)
    head = _person(chance, locale=locale)
    home, mailbox = chance.phone("home"), _email(chance) if chance.random() < 0.35 else None
    address = _address(_faker(locale, chance.getrandbits(64)))
    others = [_person(chance, last_name=head.last_name, locale=locale) for _ in range(chance.randint(1, 3))]
    members = list({each.first_name: each for each in (*others, head)}.values())
    if len(members) > 1 and chance.random() < 0.1:  # father and son of one name
        born = _birthday(chance)
        members[0] = replace(members[0], birthday=born)
        members[-1] = replace(members[-1], first_name=members[0].first_name, birthday=_child_of(born, chance))
    return [
        replace(
            each,
            phones=(*each.phones[: chance.randint(0, 1)], home) if chance.random() < 0.9 else each.phones,
            emails=(mailbox,) if mailbox and chance.random() < 0.8 else each.emails,
            addresses=(address,) if chance.random() < 0.8 else (),
        )
        for each in members
    ]


def _office(chance: _Chance) -> list[ContactDetails]:
    """Return four to fifteen colleagues with one number, some also with one address, some without their firm's name."""
    locale = chance.choice(LOCALES)
    firm = _faker(locale, chance.getrandbits(64)).company()
    number, mailbox = chance.phone("work"), _email(chance)
    colleagues = [_person(chance, locale=locale) for _ in range(chance.randint(4, 15))]
    return [
        replace(
            each,
            phones=(*each.phones[: chance.randint(0, 1)], number),
            emails=(mailbox,) if chance.random() < 0.15 else each.emails,
            organizations=(Organization(name=firm),) if chance.random() < 0.7 else (),
        )
        for each in colleagues
    ]


def _child_of(born: PartialDate, chance: _Chance) -> PartialDate:
    assert born.year is not None
    return replace(_birthday(chance), year=born.year + 27)


def _birthday(chance: _Chance) -> PartialDate:
    return PartialDate(year=chance.randint(1930, 2010), month=chance.randint(1, 12), day=chance.randint(1, 28))


def _email(chance: _Chance) -> TextValue:
    return TextValue(label="home", value=f"{chance.getrandbits(48):x}@example.com")


def _address(faker: Faker) -> Address:
    return Address(label="home", street=faker.street_address(), city=faker.city(), postal_code=faker.postcode())


def _faker(locale: str, seed: int) -> Faker:
    faker = _faker_of(locale)
    faker.seed_instance(seed)
    return faker


@cache
def _faker_of(locale: str) -> Faker:
    return Faker(locale)
