"""What contacts are compared by: taken from a contact once, since it is compared with several others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.similarity.given_names import known_as
from shared.domain.contacts.similarity.names import PersonName
from shared.domain.contacts.similarity.spelling import consonants
from shared.domain.partial_dates import PartialDate
from shared.domain.text.folding import fold
from shared.domain.text.transliteration import latin_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The traits of a contact. Texts that are compared are folded and in Latin letters; ``shown`` is the name as typed.

    ``numbers`` are in E.164, with ``;ext=`` and the extension if there is one; only valid ones are among them.
    """

    contact_id: str
    shown: str
    name: PersonName
    middle: tuple[str, ...] = ()
    suffix: str = ""
    organizations: frozenset[tuple[str, ...]] = frozenset()
    numbers: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    addresses: frozenset[tuple[str, ...]] = frozenset()
    birthday: PartialDate | None = None

    @property
    def is_organization(self) -> bool:
        """Whether the contact has no name but that of an organization."""
        return not self.name.words and bool(self.organizations)


def traits_of(contact: Contact) -> Traits:
    """Return the traits of a contact. Members that only newer code knows, and dates that it reads, are left out."""
    members = contact.document.members
    organizations = [each["name"] for each in members.get("organizations", ()) if each.get("name")]
    names = [members[name] for name in ("first_name", "last_name") if members.get(name)]
    nickname = members.get("nickname", "")
    return Traits(
        contact_id=contact.id,
        shown=" ".join(names) or members.get("display_name", "") or nickname or next(iter(organizations), ""),
        name=_name_of(members),
        middle=latin_words(members.get("middle_name", "")),
        suffix="".join(latin_words(members.get("suffix", "") or members.get("generation", ""))),
        organizations=frozenset(filter(None, map(latin_words, organizations))),
        numbers=frozenset(map(_number, filter(lambda phone: phone.get("e164"), members.get("phones", ())))),
        emails=frozenset(fold(value.strip()) for value in _values(members.get("emails", ()))),
        addresses=frozenset(filter(None, map(_street, members.get("addresses", ())))),
        birthday=contact.birthday,
    )


def name_key(traits: Traits) -> str:
    """Return what contacts with equal words in their names have in common; empty for one without a name."""
    return " ".join(sorted(traits.name.words)) or _organization_key(traits)


def sound_key(traits: Traits) -> str:
    """Return what names have in common that sound alike, or whose first name is a short form of the other."""
    return " ".join(sorted(map(_sound_of, traits.name.words)))


def first_name_key(traits: Traits) -> str:
    """Return the sound of the first of the first names; empty without one."""
    return _sound_of(traits.name.first[0]) if traits.name.first else ""


def _sound_of(word: str) -> str:
    names = known_as(word)
    return f"#{min(names)}" if names else consonants(word)


def _organization_key(traits: Traits) -> str:
    return " ".join(min(traits.organizations, default=()))


def _name_of(members: Members) -> PersonName:
    """Return the name. A whole name in the place of the first one is taken apart; a nickname alone is a first name."""
    first, last = latin_words(members.get("first_name", "")), latin_words(members.get("last_name", ""))
    nicknames = latin_words(" ".join([members.get("nickname", ""), *members.get("nicknames", ())]))
    if not first and not last:
        first = latin_words(members.get("display_name", ""))
    if not last and len(first) > 1:
        first, last = first[:-1], first[-1:]
    if not first and not last:
        return PersonName(first=nicknames)
    return PersonName(first=first, last=last, nicknames=nicknames)


def _number(phone: Members) -> str:
    extension = phone.get("extension")
    return f"{phone['e164']};ext={extension}" if extension else str(phone["e164"])


def _values(values: Iterable[Members]) -> Sequence[str]:
    return [value["value"] for value in values if value.get("value")]


def _street(address: Members) -> tuple[str, ...]:
    """Return the words of an address that tell a house: none without a street."""
    street: Any = address.get("street")
    return latin_words(f"{street} {address.get('city', '')}") if street else ()
