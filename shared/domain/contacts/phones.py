"""What is read of a phone number as typed: its E.164 form and its extension.

Both belong to the value. They depend on the region of the book and on the numbering plans at the time of reading, so
they are read once, and kept for as long as the value stays as it is, whatever else is written.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.text.cleaning import visible_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.documents import Members

_READ_MEMBERS = ("e164", "extension")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneReading:
    """What could be read of a phone number: ``+380441234567``, and the digits of its extension."""

    e164: str | None = None
    extension: str | None = None


def with_readings(members: Members, previous: Members | None, read: Callable[[str], PhoneReading]) -> Members:
    """Return the members of a document with what is read of every phone.

    A phone whose value is in ``previous`` keeps what was read of it then, and only what is missing is read: a new
    region, or a new release of the numbering plans, neither changes nor removes it. A phone is compared with the one
    that has its id, and then, if that one has another value, with others of the same value, in order.
    """
    if "phones" not in members:
        return members
    phones = members["phones"]
    stored = _counterparts(phones, previous.get("phones", ()) if previous else ())
    return {**members, "phones": [_completed(*pair, read) for pair in zip(phones, stored, strict=True)]}


def _counterparts(phones: Sequence[Members], previous: Sequence[Members]) -> list[Members | None]:
    """Return, for each phone, the previous one with the same value, or None."""
    by_id = {(phone.get("id"), _typed(phone)): phone for phone in previous if "id" in phone}
    found = [by_id.get((phone.get("id"), _typed(phone))) for phone in phones]
    taken = {phone["id"] for phone in found if phone}
    left: dict[str, deque[Members]] = {}
    for phone in previous:
        if phone.get("id") not in taken:
            left.setdefault(_typed(phone), deque()).append(phone)
    return [same or _first(left.get(_typed(phone))) for phone, same in zip(phones, found, strict=True)]


def _first(phones: deque[Members] | None) -> Members | None:
    return phones.popleft() if phones else None


def _completed(phone: Members, stored: Members | None, read: Callable[[str], PhoneReading]) -> Members:
    written = {name: value for name, value in phone.items() if name not in _READ_MEMBERS}
    kept = {name: stored[name] for name in _READ_MEMBERS if name in stored} if stored else {}
    if len(kept) < len(_READ_MEMBERS):
        reading = read(phone.get("value", ""))
        kept = {name: kept.get(name) or getattr(reading, name) for name in _READ_MEMBERS}
    return {**written, **{name: value for name, value in kept.items() if value}}


def _typed(phone: Members) -> str:
    """Return the value as it is compared: without characters that nobody can see."""
    return visible_part(phone.get("value", "")).strip()
