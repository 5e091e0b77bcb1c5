"""Details that are too large for a contact, made smaller: first by what nobody sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES
from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.contacts.documents import encode, to_document
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES, content_bytes

if TYPE_CHECKING:
    from shared.domain.cards.reading.notices import Notices
    from shared.domain.contacts.details import ContactDetails

_NEVER_LEFT_OUT = frozenset({"uid"})
_CODE = "left_out"


def shrunk(details: ContactDetails, notices: Notices) -> ContactDetails:
    """Return details that are no larger than a contact may be, if the texts that people see leave room for that.

    Properties without a place are left out, the largest first, then other members of ``extra``, then those of values.
    A notice names each.
    """
    excess = content_bytes(to_document(details)) - MAX_CONTACT_BYTES
    extra = dict(details.extra)
    kept = list(extra.get(VCARD_PROPERTIES, ()))
    for at in sorted(range(len(kept)), key=lambda at: _size(kept[at]), reverse=True):
        if excess <= 0:
            break
        excess -= _size(kept[at])
        _leave_out(str(kept[at][0]).upper(), _size(kept[at]), notices)
        kept[at] = None
    extra[VCARD_PROPERTIES] = [each for each in kept if each is not None]
    others = sorted(
        extra.keys() - _NEVER_LEFT_OUT - {VCARD_PROPERTIES}, key=lambda name: _size(extra[name]), reverse=True
    )
    for name in others:
        if excess > 0:
            excess -= _size(extra[name]) + len(name)
            _leave_out(name, _size(extra.pop(name)), notices)
    if not extra[VCARD_PROPERTIES]:
        del extra[VCARD_PROPERTIES]
    details = replace(details, extra=extra)
    if excess > 0:
        details = _without_extra_of_values(details, notices)
    excess = content_bytes(to_document(details)) - MAX_CONTACT_BYTES
    return _with_shorter_notes(details, excess, notices) if excess > 0 and details.notes else details


def _without_extra_of_values(details: ContactDetails, notices: Notices) -> ContactDetails:
    changes: dict[str, Any] = {}
    for name in VALUE_TYPES:
        values = getattr(details, name)
        if any(value.extra for value in values):
            changes[name] = tuple(replace(value, extra={}) for value in values)
            _leave_out(f"{VCARD_PARAMETERS} of {name}", sum(_size(value.extra) for value in values), notices)
    return replace(details, **changes) if changes else details


def _with_shorter_notes(details: ContactDetails, excess: int, notices: Notices) -> ContactDetails:
    length = max(0, len(details.notes) - excess)  # no character has less than a byte
    notices.add(0, _CODE, f"The notes were cut after {length} characters, for want of room.")
    return replace(details, notes=details.notes[:length])


def _leave_out(name: str, size: int, notices: Notices) -> None:
    notices.add(0, _CODE, f"{name} was left out ({size} bytes): a contact has no more than {MAX_CONTACT_BYTES}.")


def _size(value: Any) -> int:
    return len(encode(value).encode(errors="replace")) + 1
