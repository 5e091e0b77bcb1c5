"""Time zones: names of the IANA database, which JSContact has, and offsets from UTC, which vCard has as well."""

from __future__ import annotations

import re

_OFFSET = re.compile(r"(?:UTC)?([+-])(\d\d?)(?::?00)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)+|UTC|GMT|Zulu", re.ASCII)
_MOST_EAST, _MOST_WEST = 14, 12


def time_zone_of(text: str) -> str:
    """Return the name of a time zone, also for an offset of whole hours (RFC 9555 section 2.8.2); empty for others.

    ``Etc/GMT-1`` is one hour ahead of UTC, as POSIX has it.
    """
    if _NAME.fullmatch(text):
        return text
    match = _OFFSET.fullmatch(text)
    if match is None:
        return "Etc/UTC" if text == "Z" else ""
    sign, hours = match[1], int(match[2])
    if hours == 0:
        return "Etc/UTC"
    if hours > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return ""
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
