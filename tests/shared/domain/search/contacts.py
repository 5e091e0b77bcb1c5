"""Contacts for tests of searches, made of the members of their documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.labels import Labels
from shared.domain.search.query import Match, Query
from shared.domain.search.rows import Row, row_of
from shared.domain.text.name_orders import COMMON_ORDER

AT = datetime(2026, 1, 1, tzinfo=UTC)


def contact_with(*, label_ids: tuple[str, ...] = (), **members: Any) -> Contact:
    """Return a contact with these members."""
    document = Document.of(members)
    return Contact(id="x", revision=1, document=document, label_ids=label_ids, created_at=AT, updated_at=AT)


def row(contact: Contact) -> Row:
    """Return the row of a contact in a book in the common order."""
    return row_of(contact, order=COMMON_ORDER, romanize=romanized)


def match(text: str, contact: Contact, labels: Labels = Labels()) -> Match | None:
    """Return how a contact matches a query; a query without terms matches everything exactly."""
    query = Query.of(text, romanize=romanized)
    return query.within(labels).match(row(contact)) if query else Match.EXACT
