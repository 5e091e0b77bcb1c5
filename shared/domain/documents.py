"""Contact details as a JSON document: the form in which they are stored, counted and compared.

Empty values are left out, so a document is as small as what it says, and a new field needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from shared.domain.contacts import (
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

Document = dict[str, Any]

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


def from_document(document: Mapping[str, Any]) -> ContactDetails:
    """Read what ``to_document`` wrote. Raises ValueError or TypeError on anything else."""
    values = dict(document)
    for name, value_type in VALUE_TYPES.items():
        if name in values:
            values[name] = tuple(_list_value(value_type, stored) for stored in values[name])
    if "birthday" in values:
        values["birthday"] = PartialDate.parse(values["birthday"])
    return ContactDetails(**values)


def encode(document: Mapping[str, Any]) -> str:
    """Return the document as compact JSON text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def size_bytes(details: ContactDetails) -> int:
    """Return how many bytes the details take when stored; also of texts that cannot be, which are refused elsewhere."""
    return len(encode(to_document(details)).encode(errors="replace"))


def _filled(value: ContactDetails | ListValue) -> Document:
    document = {}
    for name in _FIELD_NAMES[type(value)]:
        member = getattr(value, name)
        if member:
            document[name] = str(member) if isinstance(member, PartialDate) else member
    return document


def _list_value(value_type: type[ListValue], stored: Mapping[str, Any]) -> ListValue:
    if value_type is DateValue:
        return DateValue(**{**stored, "value": PartialDate.parse(stored["value"])})
    return value_type(**stored)


_KINDS: tuple[type[Any], ...] = (ContactDetails, Address, DateValue, Organization, Phone, TextValue)
_FIELD_NAMES = {kind: tuple(member.name for member in fields(kind)) for kind in _KINDS}
