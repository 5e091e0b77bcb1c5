"""Contacts in the documents of a snapshot: a line of text each, in blocks that are compressed one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.search.times import from_microseconds, to_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTACTS_IN_BLOCK = 32


def to_line(contact: Contact) -> str:
    """Return a live contact as one line: its state in the book as JSON, a tab, and its document as it is stored.

    The revisions of earlier states are left out: only the history needs them.
    """
    state = [
        contact.id,
        contact.revision,
        to_microseconds(contact.created_at),
        to_microseconds(contact.updated_at),
        *contact.label_ids,
    ]
    text = contact.document.text.replace("\n", " ")  # in JSON, it can only be white space between tokens
    return f"{json.dumps(state, separators=(',', ':'))}\t{text}"


def from_line(line: str) -> Contact:
    """Return the contact that ``to_line`` has written."""
    state, _, document = line.partition("\t")
    contact_id, revision, created_at, updated_at, *label_ids = json.loads(state)
    return Contact(
        id=contact_id,
        revision=revision,
        document=Document.read(document),
        label_ids=tuple(label_ids),
        created_at=from_microseconds(created_at),
        updated_at=from_microseconds(updated_at),
    )


def to_blocks(lines: Sequence[str]) -> Iterator[bytes]:
    """Yield blocks of CONTACTS_IN_BLOCK lines; the last one may have fewer."""
    for start in range(0, len(lines), CONTACTS_IN_BLOCK):
        yield "\n".join(lines[start : start + CONTACTS_IN_BLOCK]).encode()


def from_block(block: bytes) -> Sequence[str]:
    """Return the lines of a block."""
    return block.decode().split("\n")
