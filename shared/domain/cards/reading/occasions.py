"""Dates to remember: birthdays, anniversaries, and others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.cards.card import VERBATIM
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.dates import NO_YEAR, is_untrue, timed_date_of, without_year
from shared.domain.cards.reading.notices import shown
from shared.domain.cards.reading.values import text_of
from shared.domain.contacts.details import BIRTHDAY_TEXT
from shared.domain.partial_dates import starts_with

if TYPE_CHECKING:
    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder
    from shared.domain.partial_dates import PartialDate

ANNIVERSARY = "anniversary"

_OMITTED_YEAR = "X-APPLE-OMIT-YEAR"
_GREGORIAN = frozenset({"", "gregorian"})
_DATE_TYPES = frozenset({"date", "date-time", "date-and-or-time"})
_USED = (_OMITTED_YEAR, "CALSCALE")


def read_birthday(card: CardBuilder, prop: Property) -> None:
    """Read BDAY: a date; with a time, the text of it, too; or a text such as ``circa 1800``."""
    text = text_of(prop.value)
    if not text:
        card.note(prop, "empty_birthday", "The birthday is empty, and counts as absent.")
    elif _is_taken(card, prop, "birthday") or "birthday_text" in card.members:
        card.keep(prop)
    elif first(prop.parameters, "VALUE").lower() == "text":
        looks_like_a_date = timed_date_of(text)[0] is not None
        _set_birthday_text(card, prop, text, () if looks_like_a_date else ("VALUE",))
    else:
        _read_birthday(card, prop, text)


def _read_birthday(card: CardBuilder, prop: Property, text: str) -> None:
    date, is_timed = timed_date_of(text)
    if date is not None and is_untrue(date):
        card.note(prop, "untrue_date", f"{shown(text)} is what programs write for a birthday that they cannot read.")
    elif date is None and text.startswith("--") and text.strip("-").isdigit():
        card.keep(prop, "partial_date", "a birthday needs a month and a day, or a year")
    elif date is None:
        card.note(prop, "no_date", f"The birthday is no date, and is kept as text: {shown(text)}")
        _set_birthday_text(card, prop, text, _value_type(prop))
    else:
        date = _with_year_if_any(card, prop, date)
        card.set(prop, "birthday", date, (*_USED, *_value_type(prop)))
        if is_timed and starts_with(text, str(date)) and len(text) <= BIRTHDAY_TEXT.max_length:
            card.members["birthday_text"] = text


def _set_birthday_text(card: CardBuilder, prop: Property, text: str, used: tuple[str, ...]) -> None:
    if len(text) > BIRTHDAY_TEXT.max_length:
        card.keep(prop, "long_value", "it is too long for a birthday")
    else:
        card.set(prop, "birthday_text", text, used)


def _is_taken(card: CardBuilder, prop: Property, member: str) -> bool:
    """Return whether a property is no date of a member: there is one, or it is one of another calendar."""
    return member in card.members or first(prop.parameters, "CALSCALE").lower() not in _GREGORIAN


def _value_type(prop: Property) -> tuple[str, ...]:
    """Return the parameter VALUE if it says no more than the value itself."""
    return ("VALUE",) if first(prop.parameters, "VALUE").lower() in _DATE_TYPES else ()


def _with_year_if_any(card: CardBuilder, prop: Property, date: PartialDate) -> PartialDate:
    """Return the date without a year that means none."""
    omitted = first(prop.parameters, _OMITTED_YEAR)
    if date.year is None or date.day is None:
        return date
    if omitted and omitted.strip() == f"{date.year:04}":
        return without_year(date)
    if date.year == NO_YEAR:
        if not omitted:
            text = f"The year {NO_YEAR} was read as no year, as Apple's programs mean it: {shown(prop.value)}"
            card.note(prop, "no_year", text)
        return without_year(date)
    return date


def read_anniversary(card: CardBuilder, prop: Property) -> None:
    """Read ANNIVERSARY, and what programs have called so."""
    _read_date(card, prop, ANNIVERSARY)


def read_death_date(card: CardBuilder, prop: Property) -> None:
    """Read DEATHDATE (RFC 6474)."""
    _read_date(card, prop, "death_date")


def read_apple_date(card: CardBuilder, prop: Property) -> None:
    """Read X-ABDATE: a date with a label."""
    if card.label_of(prop) == ANNIVERSARY and not set(prop.parameters) - {"TYPE", "VALUE", _OMITTED_YEAR}:
        _read_date(card, prop, ANNIVERSARY, ("TYPE", "GROUP"))
    else:
        _read_date(card, prop, "")


def _read_date(card: CardBuilder, prop: Property, member: str, used: tuple[str, ...] = ()) -> None:
    """Read the date of a member, or of a list if it is an empty one. The same date is not repeated."""
    text = text_of(prop.value)
    if not text:
        card.note_empty(prop)
        return
    date, is_timed = timed_date_of(text)
    if date is None or first(prop.parameters, "CALSCALE").lower() not in _GREGORIAN:
        card.keep(prop, "no_date", "it is no date")
        return
    if is_timed:
        prop = replace(prop, parameters={**prop.parameters, VERBATIM.upper(): (text,)})
    used = (*_USED, *_value_type(prop), *used)
    _set_date(card, prop, member, _with_year_if_any(card, prop, date), used)


def _set_date(card: CardBuilder, prop: Property, member: str, date: PartialDate, used: tuple[str, ...]) -> None:
    known = card.members.get(member)
    if not member:
        card.add("dates", prop, {"value": date}, used)
    elif known is None or known == date:
        card.members[member] = date
        name = ANNIVERSARY.upper() if member == ANNIVERSARY else prop.name
        card.remember(replace(prop, name=name), used)
    elif member == ANNIVERSARY:
        card.add("dates", prop, {"value": date, "label": ANNIVERSARY}, used)
    else:
        card.keep(prop)
