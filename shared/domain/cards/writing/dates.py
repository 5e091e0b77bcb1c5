"""Birthdays, anniversaries and other dates.

Programs that read vCard 3.0 take a date for a whole one: they invent the day of ``1990-05`` (khal), or lose a yearless
date unless it has Apple's parameter. So a date without month and day is written under a name that nobody reads but us.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import ContactDetails, DateValue
    from shared.domain.partial_dates import PartialDate

PARTIAL = "X-PARTIAL-"
"""Before the name of a property: its date lacks the month or the day. ``X-PARTIAL-BDAY:1990-05``."""
BIRTHDAY_TEXT = "X-BDAY-TEXT"
"""The property for a text of a birthday that BDAY of the version cannot be."""
YEARLESS = 1604
"""The year that Apple's programs write for none; it has a 29 February."""

_EXTENDED_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DATE_AND_OR_TIME = re.compile(
    r"(\d{4}(-\d\d|\d{4})?|--\d\d(\d\d)?|---\d\d|\d{8}T\d\d(\d\d(\d\d)?)?(Z|[+-]\d\d(\d\d)?)?)"
    r"|(--\d{4}|---\d\d|)T(\d\d(\d\d(\d\d)?)?|-\d\d(\d\d)?|--\d\d)(Z|[+-]\d\d(\d\d)?)?",
    re.ASCII,
)
"""``date-and-or-time`` of RFC 6350 section 4.3.4."""


def write_birthday(sheet: Sheet, details: ContactDetails) -> None:
    """Write the birthday, and the text that stands for it or says more."""
    text, date = _basic(details.birthday_text), details.birthday
    if sheet.profile.is_modern and text and date is None:
        is_date = _DATE_AND_OR_TIME.fullmatch(text)
        sheet.add("BDAY", sheet.escaped(text), {} if is_date else {"VALUE": ("text",)})
    elif sheet.profile.is_modern and date is not None and _DATE_AND_OR_TIME.fullmatch(text):
        sheet.add("BDAY", text)
    else:
        if date is not None:
            write_date(sheet, "BDAY", date)
        sheet.add_text(BIRTHDAY_TEXT, text)


def _basic(text: str) -> str:
    """Return a moment in UTC in the basic form that vCard 4.0 has; any other text as it is."""
    return text.replace("-", "").replace(":", "") if _EXTENDED_MOMENT.fullmatch(text) else text


def write_anniversary(sheet: Sheet, date: PartialDate) -> None:
    """Write the anniversary: Apple's programs have a date with a label for it, which holds no parameters."""
    if sheet.profile.is_apple and not sheet.has_parameters_for("ANNIVERSARY"):
        group = sheet.new_group()
        write_date(sheet, "X-ABDATE", date, group=group)
        sheet.add("X-ABLABEL", "_$!<Anniversary>!$_", group=group)
    else:
        write_date(sheet, "ANNIVERSARY" if sheet.profile.is_modern else "X-ANNIVERSARY", date)


def write_dates(sheet: Sheet, dates: tuple[DateValue, ...]) -> None:
    """Write further dates, which no version of vCard has a property for, as Apple's programs do."""
    for date in dates:
        name, value, parameters = dated("X-ABDATE", date.value, sheet)
        sheet.add_value(name, value, date, parameters)


def write_date(sheet: Sheet, name: str, date: PartialDate, *, group: str = "") -> None:
    """Write a date as a property."""
    name, value, parameters = dated(name, date, sheet)
    sheet.add(name, value, parameters, group)


def dated(name: str, date: PartialDate, sheet: Sheet) -> tuple[str, str, Parameters]:
    """Return name, value and parameters of a property with a date."""
    if sheet.profile.is_modern:
        text = str(date)
        return name, text.replace("-", "") if date.year and date.day else text[:4] + text[-2:] if date.day else text, {}
    if date.month_and_day is None:
        return PARTIAL + name.removeprefix("X-"), str(date), {}
    if date.year is None:
        omitted: Parameters = {"X-APPLE-OMIT-YEAR": (str(YEARLESS),)}
        return name, f"{YEARLESS}-{date.month_and_day}", omitted
    return name, str(date), {}


def moment(when: datetime, sheet: Sheet) -> str:
    """Return a moment in UTC, to the second."""
    text = f"{when.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return text.replace("-", "").replace(":", "") if sheet.profile.is_modern else text
