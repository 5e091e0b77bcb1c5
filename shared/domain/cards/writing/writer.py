"""Write cards as vCard, for a profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, Card, Notice
from shared.domain.cards.content_lines import Property
from shared.domain.cards.writing import about, dates, handles, lists, media, people, places
from shared.domain.cards.writing.content import LINE_END, content_lines
from shared.domain.cards.writing.foreign import foreign_properties, write_foreign, write_patches
from shared.domain.cards.writing.localizations import write_localizations
from shared.domain.cards.writing.profiles import STANDARD, Profile
from shared.domain.cards.writing.sheet import Sheet
from shared.domain.contacts.members import ListOf, filled_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shared.domain.contacts.details import ContactDetails, ListValue


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCard:
    """A card as text, with CRLF, and notices of what the format does not hold."""

    text: str
    notices: tuple[Notice, ...] = ()


def write_cards(cards: Iterable[Card], profile: Profile = STANDARD) -> Iterator[WrittenCard]:
    """Yield the cards as vCards, one at a time, however many there are."""
    for card in cards:
        yield write_card(card, profile)


def write_card(card: Card, profile: Profile = STANDARD) -> WrittenCard:
    """Return a card as a vCard for a profile."""
    properties, notices = properties_of(card, profile)
    text = content_lines(properties, profile.version)
    head = f"BEGIN:VCARD{LINE_END}VERSION:{profile.version}{LINE_END}"
    return WrittenCard(text=f"{head}{text}END:VCARD{LINE_END}", notices=notices)


def properties_of(card: Card, profile: Profile = STANDARD) -> tuple[list[Property], tuple[Notice, ...]]:
    """Return the properties of a card for a profile, without BEGIN, VERSION and END, and what it does not hold."""
    sheet = Sheet(profile)
    details = card.details
    filled = filled_members(details)
    values = [(name, each) for name, kind, each in filled if isinstance(kind, ListOf)]
    foreign = foreign_properties(details.extra)
    sheet.remember(details.extra)
    if profile.has_groups:
        sheet.reserve_groups([*(each.group for each in foreign), *_groups_of(values)])
    about.write_identity(sheet, card)
    people.write_name(sheet, details)
    if card.picture is not None:
        media.write_picture(sheet, card.picture)
    for name, _, value in filled:
        if name in _OF_LISTS:
            _OF_LISTS[name](sheet, value)
        elif name in _OF_DETAILS:
            _OF_DETAILS[name](sheet, details)
    _write_once(sheet, details)
    about.write_tags(sheet, card)
    if foreign:
        start = len(sheet.properties)
        write_foreign(sheet, foreign)
        places.set_apart(sheet, start)
    write_patches(sheet, details, values)
    if details.localizations:
        write_localizations(sheet, details, lambda each: properties_of(replace(card, details=each), profile)[0])
    return sheet.properties, tuple(sheet.notices)


def _write_once(sheet: Sheet, details: ContactDetails) -> None:
    """Write what is made of several members, once."""
    if details.addresses or details.coordinates or details.time_zone:
        places.write_place(sheet, details)
    if details.birthday is not None or details.birthday_text:
        dates.write_birthday(sheet, details)
    if details.death_date is not None or details.birth_place or details.death_place:
        about.write_places_of_life(sheet, details)
    if any([details.gender, details.grammatical_gender, details.pronouns, details.language, details.languages]):
        about.write_language(sheet, details)


def _groups_of(lists: Iterable[tuple[str, Sequence[ListValue]]]) -> Iterator[str]:
    """Yield the groups that values came with."""
    for _, values in lists:
        for value in values:
            if VCARD_PARAMETERS in value.extra:
                yield _group_in(value.extra[VCARD_PARAMETERS])


def _group_in(parameters: Any) -> str:
    return str(parameters.get("group", "")) if isinstance(parameters, dict) else ""


def _write_notes(sheet: Sheet, notes: str) -> None:
    sheet.add_text("NOTE", notes)


def _write_favorite(sheet: Sheet, favorite: bool) -> None:
    sheet.add("X-FAVORITE", str(favorite).lower())


_OF_LISTS: Mapping[str, Callable[[Sheet, Any], None]] = {
    "anniversary": dates.write_anniversary,
    "custom": lists.write_custom,
    "dates": dates.write_dates,
    "emails": lists.write_emails,
    "favorite": _write_favorite,
    "handles": handles.write_handles,
    "notes": _write_notes,
    "organizations": people.write_organizations,
    "personal_info": lists.write_personal_info,
    "phones": lists.write_phones,
    "photo_url": media.write_photo_address,
    "relations": lists.write_relations,
    "urls": lists.write_urls,
}
"""Members that are properties by themselves, and how their values are written."""
_OF_DETAILS: Mapping[str, Callable[[Sheet, ContactDetails], None]] = {
    "addresses": places.write_addresses,
    "kind": about.write_kind,
    "members": about.write_members,
    "nickname": people.write_nicknames,
}
