"""Books of people who do not exist, in twelve languages, made by rule from a seed.

Unlike other made-up contacts their numbers and addresses differ, and are typed in several ways, so that a search for
some digits says something. Names, organizations and places are Faker's; addresses are below ``example``; numbers have
the shape that they have in the country, and random digits. The same seed makes the same people, and a smaller book is
the beginning of a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import count, islice
from typing import TYPE_CHECKING

from faker import Faker

from bench.search.addresses import email
from bench.search.chance import Chance
from bench.search.typed_phones import PLANS, phone
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, Handle, Organization, Relation, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.labels import Labels
from shared.domain.partial_dates import PartialDate
from shared.domain.text.transliteration import latin_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCALES = {
    "uk_UA": 26, "en_US": 24, "de_DE": 8, "fr_FR": 7, "pl_PL": 6, "el_GR": 6,
    "zh_CN": 5, "ja_JP": 4, "ko_KR": 4, "ar_AA": 4, "tr_TR": 3, "cs_CZ": 3,
}  # fmt: skip
"""How many of a hundred contacts have their name in which language."""
SHARES = {
    "organization": 0.45, "second e-mail": 0.3, "second phone": 0.3, "city": 0.6, "note": 0.2, "favorite": 0.05,
    "tag": 0.4, "handle": 0.08, "relation": 0.05, "custom": 0.05, "birthday": 0.3, "in Latin letters": 0.1,
}  # fmt: skip
"""How many contacts have what; those in Latin letters are of the names in Cyrillic and Greek."""
LABELS = Labels(
    revision=1,
    names={
        f"label-{number:02}": name
        for number, name in enumerate(
            ("Family", "Friends", "Work", "Клієнти", "Сусіди", "Müllabfuhr", "Chór", "Συνάδελφοι", "Football", "School")
        )
    },
)
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SERVICES = ("Telegram", "Signal", "Mastodon", "Matrix")
_CUSTOM = ("Membership {}", "Locker {}", "Invoice to {}", "Key {}")


def made_up_contacts(size: int, *, seed: int) -> tuple[Contact, ...]:
    """Return the contacts of a book, those that have been changed longest ago first."""
    return _people(seed).first(size)


@dataclass(slots=True)
class _People:
    """The people of one seed, made when they are asked for, once."""

    made: list[Contact]
    following: Iterator[Contact]

    def first(self, size: int) -> tuple[Contact, ...]:
        self.made += islice(self.following, max(0, size - len(self.made)))
        return tuple(self.made[:size])


@cache
def _people(seed: int) -> _People:
    return _People(made=[], following=everybody(seed))


def everybody(seed: int) -> Iterator[Contact]:
    """Yield the people of a seed without end."""
    chance = Chance(seed)
    speakers = {locale: _Speaker(locale, seed) for locale in LOCALES}
    for number in count(1):
        speaker = speakers[chance.choices(list(LOCALES), weights=list(LOCALES.values()))[0]]
        has = {what: chance.happens(share) for what, share in SHARES.items()}
        label_ids = chance.sample(list(LABELS.names), chance.choice((1, 1, 2))) if has["tag"] else []
        at = _FIRST_DAY + timedelta(minutes=number)
        yield Contact(
            id=f"01{number:024}",
            revision=number,
            document=to_document(_person(speaker, number, chance, has)),
            label_ids=tuple(sorted(label_ids)),
            created_at=at,
            updated_at=at,
        )


class _Speaker:
    """Names, places and numbers of one language; some of its names are romanized by whoever typed them."""

    def __init__(self, locale: str, seed: int) -> None:
        self.faker = Faker(locale)
        self.faker.seed_instance(seed)
        self.plan = PLANS[locale]
        self.is_romanized = locale in ("uk_UA", "el_GR")

    @cached_property
    def has_kana(self) -> bool:
        """Whether names come with their phonetic form."""
        return hasattr(self.faker, "first_name_pair")

    def name(self, chance: Chance, *, in_latin_letters: bool) -> ContactDetails:
        """Return a name, and nothing else."""
        faker = self.faker
        if self.has_kana:
            (last, last_kana, _), (first, first_kana, _) = faker.last_name_pair(), faker.first_name_pair()
            return ContactDetails(
                first_name=first, last_name=last, phonetic_first_name=first_kana, phonetic_last_name=last_kana
            )
        if chance.happens(0.5):
            first, last = faker.first_name_female(), faker.last_name_female()
        else:
            first, last = faker.first_name_male(), faker.last_name_male()
        if self.is_romanized and in_latin_letters:
            first, last = (" ".join(latin_words(part)).title() for part in (first, last))
        return ContactDetails(first_name=first, last_name=last)


def _person(speaker: _Speaker, number: int, chance: Chance, has: Mapping[str, bool]) -> ContactDetails:
    """Return somebody with a name, a number and an address, and what else a person has."""
    name, faker = speaker.name(chance, in_latin_letters=has["in Latin letters"]), speaker.faker
    return replace(
        name,
        emails=tuple(email(name, number * 2 + each, chance) for each in range(1 + has["second e-mail"])),
        phones=tuple(phone(speaker.plan, chance) for _ in range(1 + has["second phone"])),
        organizations=(Organization(name=faker.company()),) if has["organization"] else (),
        addresses=(Address(label="home", city=faker.city()),) if has["city"] else (),
        notes=faker.sentence(nb_words=8) if has["note"] else "",
        handles=(_handle(chance),) if has["handle"] else (),
        relations=(Relation(label="spouse", value=faker.first_name()),) if has["relation"] else (),
        custom=(_custom(chance),) if has["custom"] else (),
        birthday=_birthday(chance) if has["birthday"] else None,
        favorite=has["favorite"],
    )


def _handle(chance: Chance) -> Handle:
    user_name = f"{chance.choice(('the', 'real', 'mx', ''))}{chance.getrandbits(32):x}"
    return Handle(service=chance.choice(_SERVICES), user_name=user_name)


def _custom(chance: Chance) -> TextValue:
    return TextValue(label="club", value=chance.choice(_CUSTOM).format(chance.randint(100, 9_999)))


def _birthday(chance: Chance) -> PartialDate:
    return PartialDate(year=chance.randint(1930, 2015), month=chance.randint(1, 12), day=chance.randint(1, 28))
