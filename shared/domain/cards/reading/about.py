"""What else a card says: notes, tags, kind, languages, interests, and about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.dates import timestamp_of
from shared.domain.cards.reading.labels import labelled
from shared.domain.cards.reading.values import text_of, texts_in, uri_of
from shared.domain.contacts.details import CONTACT_KINDS, GRAMMATICAL_GENDER, LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_LEVELS = {"beginner": "low", "average": "medium", "expert": "high", "low": "low", "medium": "medium", "high": "high"}
_COMPANY = "COMPANY"


def ignore(card: CardBuilder, prop: Property) -> None:
    """Leave out a property that is no part of a card: where it begins and ends, and its version."""


def read_text(member: str) -> Callable[[CardBuilder, Property], None]:
    """Return how to read a property into a member that is a text."""

    def read(card: CardBuilder, prop: Property) -> None:
        card.set(prop, member, text_of(prop.value))

    return read


def read_note(card: CardBuilder, prop: Property) -> None:
    """Read NOTE. Several become one, with an empty line between them, if there is a place for their parameters."""
    text = text_of(prop.value)
    if not text:
        card.note_empty(prop)
    elif "notes" not in card.members:
        card.set(prop, "notes", text)
    elif card.foreign_parameters(prop):
        card.keep(prop)
    else:
        card.members["notes"] = f"{card.members['notes']}\n\n{text}"


def read_categories(card: CardBuilder, prop: Property) -> None:
    """Read CATEGORIES, of which there may be several."""
    card.tags += texts_in(prop.value)
    card.remember(prop)


def read_kind(card: CardBuilder, prop: Property) -> None:
    """Read KIND, and what Apple's address book server has for it."""
    kind = text_of(prop.value).lower()
    if kind in CONTACT_KINDS and "kind" not in card.members:
        card.set(prop, "kind", kind)
    elif kind:
        card.keep(prop)


def read_company(card: CardBuilder, prop: Property) -> None:
    """Read X-ABShowAs: whether a card is that of a company."""
    if text_of(prop.value).upper() == _COMPANY and card.members.get("kind", "org") == "org":
        card.members["kind"] = "org"
        card.remember(prop)
    else:
        card.keep(prop)


def read_member(card: CardBuilder, prop: Property) -> None:
    """Read MEMBER of a group."""
    member = uri_of(prop.value)
    if not member:
        card.note_empty(prop)
    elif card.foreign_parameters(prop):
        card.keep(prop)
    else:
        card.members["members"] = (*card.members.get("members", ()), member)


def read_gender(card: CardBuilder, prop: Property) -> None:
    """Read GENDER as it was given: a letter, a text, or both (RFC 6350 section 6.2.7)."""
    card.set(prop, "gender", prop.value.strip().strip(";") and prop.value.strip())


def read_grammatical_gender(card: CardBuilder, prop: Property) -> None:
    """Read GRAMGENDER (RFC 9554)."""
    gender = text_of(prop.value).lower()
    if gender in GRAMMATICAL_GENDER.choices:
        card.set(prop, "grammatical_gender", gender)
    else:
        card.keep(prop)


def read_spoken_language(card: CardBuilder, prop: Property) -> None:
    """Collect LANG. Those with parameters other than PREF are kept, since nothing else holds them."""
    language = text_of(prop.value)
    if not language:
        card.note_empty(prop)
    elif card.foreign_parameters(prop, ("PREF",)) or len(language) > LANGUAGE.max_length:
        card.keep(prop)
    else:
        _, _, preference = labelled((), prop.parameters.get("PREF", ()))
        card.spoken.append((preference, language))


def finish_languages(card: CardBuilder) -> None:
    """List the languages in the order of preference."""
    spoken = sorted(card.spoken, key=lambda each: each[0])
    if languages := tuple(dict.fromkeys(language for _, language in spoken)):
        card.members["languages"] = languages


def read_interest(card: CardBuilder, prop: Property) -> None:
    """Read EXPERTISE, HOBBY and INTEREST (RFC 6715), with the levels of RFC 9553."""
    text = text_of(prop.value)
    level = first(prop.parameters, "LEVEL").lower()
    if not text:
        card.note_empty(prop)
        return
    used = ("LEVEL",) if not level or level in _LEVELS else ()
    members = {"value": text, "kind": prop.name.lower(), "level": _LEVELS.get(level, "")}
    card.add("personal_info", prop, members, used)


def read_uid(card: CardBuilder, prop: Property) -> None:
    """Read UID as it was given."""
    uid = text_of(prop.value)
    if card.uid or not uid:
        card.keep(prop)
    else:
        card.uid = uid
        card.remember(prop, ("VALUE",))


def read_product(card: CardBuilder, prop: Property) -> None:
    """Read PRODID."""
    if card.product_id:
        card.keep(prop)
    else:
        card.product_id = text_of(prop.value)


def read_created(card: CardBuilder, prop: Property) -> None:
    """Read CREATED (RFC 9554)."""
    _read_timestamp(card, prop, "created_at")


def read_revision(card: CardBuilder, prop: Property) -> None:
    """Read REV."""
    _read_timestamp(card, prop, "updated_at")


def _read_timestamp(card: CardBuilder, prop: Property, member: str) -> None:
    text = text_of(prop.value)
    at, has_zone = timestamp_of(text)
    if at is None or getattr(card, member) is not None:
        card.keep(prop, "" if at else "no_timestamp", "it is no time")
        return
    if not has_zone:
        card.note(prop, "no_zone", f"{prop.name} has no time zone, and was taken as UTC: {text}")
    setattr(card, member, at)
    card.remember(prop, ("VALUE",))
