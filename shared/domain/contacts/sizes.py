"""How large a contact may be.

The limit is on what people type, as it is stored, so that a contact which was accepted once is accepted again in
whatever form it comes back. What the service adds does not count, since it may add it later: ids of values and derived
texts, such as the E.164 form of a number. There is always room for flags: a favorite is not a larger contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.documents import Document, encode
from shared.domain.contacts.members import Flag, Text, members_of

if TYPE_CHECKING:
    from shared.domain.contacts.documents import Members

MAX_CONTACT_BYTES = 32 * 1024
_FLAGS: Mapping[str, int] = {
    name: len(encode({name: True})) - 1 for name, kind in members_of(ContactDetails).items() if isinstance(kind, Flag)
}
"""The bytes that each flag takes in a document, with its comma."""
_ADDED: Mapping[str, frozenset[str]] = {
    name: frozenset(
        {"id", *(own for own, kind in members_of(values).items() if isinstance(kind, Text) and kind.derived)}
    )
    for name, values in VALUE_TYPES.items()
}
"""What the service adds to the values of each list."""


def is_too_large(document: Document) -> bool:
    """Return whether a document is larger than a contact may be."""
    if document.size_bytes + sum(_FLAGS.values()) <= MAX_CONTACT_BYTES:  # true of nearly every contact
        return False
    return content_bytes(document) > MAX_CONTACT_BYTES


def content_bytes(document: Document) -> int:
    """Return the size that counts, in bytes of UTF-8: without what the service adds, and as if all flags were set."""
    members = document.members
    lists = {name: [_typed(each, added) for each in members[name]] for name, added in _ADDED.items() if name in members}
    absent_flags = sum(size for name, size in _FLAGS.items() if name not in members)
    return Document.of({**members, **lists}).size_bytes + absent_flags


def _typed(value: Members, added: frozenset[str]) -> dict[str, Any]:
    return {name: member for name, member in value.items() if name not in added}
