"""Contact details as a JSON document: the form in which they are stored, counted and compared.

Empty values are left out, so a document is as small as what it says, and a new field needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import (
    LIST_FIELDS,
    Address,
    ContactDetails,
    DateValue,
    ListValue,
    Organization,
    Phone,
    TextValue,
)
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable

Document = Mapping[str, Any]

VALUE_TYPES: Mapping[str, type[ListValue]] = {
    "organizations": Organization,
    "emails": TextValue,
    "phones": Phone,
    "addresses": Address,
    "urls": TextValue,
    "dates": DateValue,
    "relations": TextValue,
    "custom": TextValue,
}


def to_document(details: ContactDetails) -> Document:
    """Return the details as JSON-ready values, without what is empty."""
    document = _filled(details)
    for name in LIST_FIELDS:
        if name in document:
            document[name] = [_filled(value) for value in document[name]]
    return document


def from_document(document: Document) -> ContactDetails:
    """Read what ``to_document`` wrote. Raises ValueError or TypeError on anything else."""
    values = dict(document)
    for name, read in _READERS.items():
        if name in values:
            values[name] = tuple([read(**stored) for stored in values[name]])
    return ContactDetails(**{**values, "birthday": birthday_of(document)})


def birthday_of(document: Document) -> PartialDate | None:
    """Read the birthday in a document. Raises ValueError."""
    return PartialDate.parse(document["birthday"]) if "birthday" in document else None


def encode(document: Document) -> str:
    """Return the document as compact JSON text."""
    return _write(document)


def decode(text: str) -> Document:
    """Read what ``encode`` wrote. Raises ValueError on anything else."""
    document, end = _read(text)
    if end != len(text) or not isinstance(document, dict):
        raise ValueError("this is no document")
    return document


def size_bytes(document: Document) -> int:
    """Return how many bytes a document takes when stored; also one that cannot be, which is refused elsewhere."""
    return len(encode(document).encode(errors="replace"))


def _filled(value: ContactDetails | ListValue) -> dict[str, Any]:
    document = {}
    for name in _FIELD_NAMES[type(value)]:
        member = getattr(value, name)
        if member:
            document[name] = str(member) if isinstance(member, PartialDate) else member
    return document


def _date_value(value: str, **members: Any) -> DateValue:
    return DateValue(value=PartialDate.parse(value), **members)


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder each time
_read = json.JSONDecoder().raw_decode  # a page has a hundred of them, and json.loads looks for space around each
_READERS: Mapping[str, Callable[..., ListValue]] = {**VALUE_TYPES, "dates": _date_value}
_KINDS: tuple[type[Any], ...] = (ContactDetails, Address, DateValue, Organization, Phone, TextValue)
_FIELD_NAMES = {kind: tuple(member.name for member in fields(kind)) for kind in _KINDS}
