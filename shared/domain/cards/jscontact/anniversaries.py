"""``anniversaries`` of a card (RFC 9553 section 2.8.1): birth, death and wedding, of each the first one.

Further ones, and dates of other calendars, are kept as they came. Of the first ones, what our members do not say is
kept, without the date.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, VERBATIM
from shared.domain.cards.jscontact.entries import entry_ids
from shared.domain.cards.jscontact.moments import date_in, date_value, utc_in
from shared.domain.cards.jscontact.residue import object_in, overlaid, residue
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.partial_dates import PartialDate, starts_with

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.details import ContactDetails
    from shared.domain.contacts.documents import Members

_KINDS = {
    "birth": ("birthday", "birth_place"),
    "death": ("death_date", "death_place"),
    "wedding": ("anniversary", ""),
}
_PROPERTIES = {"birth": "bday", "death": "deathdate", "wedding": "anniversary"}
"""The properties of vCard; their parameters are kept for all of the card, among them the id, and a time as it came."""
_PROP_ID, _TIME = "prop-id", "birthday_text"
_GEO = "geo:"


def says_birthday_text(details: ContactDetails) -> bool:
    """Return whether the birthday's entry says its text, too: a moment on that day."""
    text, birthday = details.birthday_text, details.birthday
    return bool(birthday and utc_in(text) and starts_with(text, str(birthday)))


def _own_members(kind: str, entry: Members) -> dict[str, Any] | None:
    """Return the members of the details that an entry has, and its time, if any; None if it has no date of ours."""
    date_member, place_member = _KINDS[kind]
    ours, own = date_in(entry["date"]), {}
    if utc := entry["date"].get("utc"):
        text = object_in(entry, VCARD_PARAMETERS).get(VERBATIM)
        usual = utc if kind == "birth" or utc_in(_compact(utc)) != utc else _compact(utc)
        own[_TIME] = text if isinstance(text, str) and utc_in(text) == utc else usual
        ours = _day_of(own[_TIME])
    if ours is None:
        return None
    own[date_member] = ours
    place = object_in(entry, "place")
    said = place.get("full") or place.get("coordinates", "")
    if place_member and said and (said.startswith(_GEO) is not ("full" in place)):
        own[place_member] = said
    return own


def _compact(utc: str) -> str:
    """Return a time as vCard writes it."""
    return utc.replace("-", "").replace(":", "")


def _day_of(text: str) -> PartialDate | None:
    digits = text.replace("-", "", 2) if text[4:5] == "-" else text
    try:
        return PartialDate.parse(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")
    except ValueError:
        return None


def _entry(kind: str, own: Mapping[str, Any]) -> dict[str, Any]:
    date_member, place_member = _KINDS[kind]
    entry: dict[str, Any] = {"kind": kind, "date": date_value(own[date_member])}
    if text := own.get(_TIME):
        utc = utc_in(text)
        entry["date"] = {"@type": "Timestamp", "utc": utc}
        if text != utc and (kind == "birth" or text != _compact(utc)):
            entry[VCARD_PARAMETERS] = {VERBATIM: text}
    if place := own.get(place_member):
        entry["place"] = {"coordinates" if place.startswith(_GEO) else "full": place}
    return entry


def _read(card: Members) -> Found:
    details: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    for entry_id, entry in card["anniversaries"].items():
        kind = entry["kind"]
        own = _own_members(kind, entry) if kind in _KINDS and _KINDS[kind][0] not in details else None
        if own is None:
            kept[entry_id] = entry
            continue
        left = residue(entry, _entry(kind, own))
        said = {_PROP_ID: entry_id} if entry_id != kind else {}
        if left or len([each for each in card["anniversaries"].values() if each["kind"] == kind]) > 1:
            kept[entry_id], said = {"kind": kind, **left}, {}
        if time := own.pop(_TIME, ""):
            (details if kind == "birth" else said)[_TIME if kind == "birth" else VERBATIM] = time
        details |= own
        parameters[_PROPERTIES[kind]] = said
    extra = without_empty({"anniversaries": kept, VCARD_PARAMETERS: without_empty(parameters)})
    return Found(details=details, extra=extra)


def _ours(kept: Members) -> dict[str, str]:
    """Return by kind the id under which something of ours is kept: of the first entry that has no date."""
    found: dict[str, str] = {}
    for entry_id in kept:
        entry = object_in(kept, entry_id)
        kind = entry.get("kind")
        is_dated = object_in(entry, "date").keys() & {"year", "month", "day", "utc"}
        if isinstance(kind, str) and kind in _KINDS and not is_dated:
            found.setdefault(kind, entry_id)
    return found


def _write(card: Card) -> dict[str, Any]:
    details, kept = card.details, object_in(card.details.extra, "anniversaries")
    ours = _ours(kept)
    others = {each: entry for each, entry in kept.items() if each not in ours.values()}
    entries: dict[str, Any] = {}
    for kind, (date_member, place_member) in _KINDS.items():
        if getattr(details, date_member) is None:
            continue
        own = {member: getattr(details, member) for member in (date_member, place_member) if member}
        parameters = object_in(object_in(details.extra, VCARD_PARAMETERS), _PROPERTIES[kind])
        own[_TIME] = _time(details, kind, parameters)
        wanted = parameters.get(_PROP_ID, kind)
        place = ours.get(kind) or entry_ids([str(wanted)], [*kept, *entries])[0]
        entries[place] = overlaid(object_in(kept, place), _entry(kind, own))
    return without_empty({"anniversaries": {**entries, **others}})


def _time(details: ContactDetails, kind: str, parameters: Members) -> str:
    """Return the time of an anniversary, if it is on the day that it is now."""
    if kind == "birth" and says_birthday_text(details):
        return details.birthday_text
    text, day = parameters.get(VERBATIM), getattr(details, _KINDS[kind][0])
    return text if isinstance(text, str) and utc_in(text) and starts_with(text, str(day)) else ""


def places_without_date(details: ContactDetails) -> dict[str, str]:
    """Return the places of birth and death that no entry can have, by the names of their properties in vCard."""
    places = {"birthplace": ("birthday", "birth_place"), "deathplace": ("death_date", "death_place")}
    return {
        name: getattr(details, place)
        for name, (date, place) in places.items()
        if getattr(details, date) is None and getattr(details, place)
    }


ANNIVERSARIES = Section(takes=("anniversaries",), read=_read, write=_write)
