"""The rules for names, locales and time zones of accounts. Each check returns the text in the form that is stored."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from shared.domain.books import LEAP_DAYS
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.text.cleaning import clean, has_control_characters

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_FULL_NAME_LENGTH = 200
MAX_LOCALE_LENGTH = 128
"""Room for a language tag with extensions, such as those that browsers make of people's preferences (RFC 6067)."""
MAX_LANGUAGE_LENGTH = 35
"""Room for every meaningful language tag without extensions (RFC 5646 section 4.4.1)."""

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*)((?:-[a-z0-9](?:-[a-z0-9]{1,8})+)*)", re.IGNORECASE)
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


def collected(check: Callable[[str], str], text: str, problems: list[FieldProblem]) -> str:
    """Return the result of the check; if it refuses the text, add its problems to ``problems`` and return the text."""
    try:
        return check(text)
    except InvalidInputError as error:
        problems += error.problems
        return text


def check_full_name(text: str) -> str:
    """Return a cleaned name, which may be empty. Raises InvalidInputError."""
    name = clean(text)
    if has_control_characters(name):
        raise _problem("full_name", "control_characters", "Control characters are not allowed here.")
    if len(name) > MAX_FULL_NAME_LENGTH:
        raise _problem("full_name", "too_long", f"At most {MAX_FULL_NAME_LENGTH} characters.")
    return name


def check_locale(text: str) -> str:
    """Return a language tag (BCP 47) such as ``uk`` or ``pt-BR``, in the case that RFC 5646 section 2.1.1 recommends.

    A locale as systems name them, such as ``en_US.UTF-8`` (POSIX) or ``en_US@rg=gbzzzz`` (ICU), becomes the tag in it.
    Raises InvalidInputError.
    """
    tag = text.partition(".")[0].partition("@")[0].replace("_", "-")
    match = _LANGUAGE_TAG.fullmatch(tag)
    if len(text) > MAX_LOCALE_LENGTH or match is None or len(match[1]) > MAX_LANGUAGE_LENGTH:
        raise _problem("locale", "invalid_locale", "A locale is a language tag such as en, uk or pt-BR.")
    language, *subtags = match[1].split("-")
    return "-".join((language.lower(), *map(_in_its_case, subtags))) + match[2].lower()


def _in_its_case(subtag: str) -> str:
    """Return a subtag in its case: a script has four letters (``Hant``), a region two (``TW``)."""
    return {2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag.lower())


def check_time_zone(text: str) -> str:
    """Return the name of a place's time zone, or UTC, as the IANA database spells it. Raises InvalidInputError."""
    if text not in _time_zones():
        raise _problem("time_zone", "unknown_time_zone", "A time zone is an IANA name such as Europe/Kyiv.")
    return text


def check_leap_day(text: str) -> str:
    """Return the day on which 29 February is celebrated in common years. Raises InvalidInputError."""
    if text not in LEAP_DAYS:
        raise _problem("leap_day", "invalid_leap_day", f"Either {' or '.join(LEAP_DAYS)}.")
    return text


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones, read once: on some systems that means searching hundreds of files."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones()) - _NO_PLACES


def _problem(member: str, code: str, detail: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer=f"/{member}", code=code, detail=detail))
