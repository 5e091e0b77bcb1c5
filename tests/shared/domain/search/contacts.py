"""Contacts for tests of searches, made of the members of their documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails, Organization, Phone, TextValue
from shared.domain.contacts.documents import Document, to_document
from shared.domain.labels import Labels
from shared.domain.search.query import Match, Query
from shared.domain.search.rows import Row, row_of
from shared.domain.text.name_orders import COMMON_ORDER

AT = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = Labels(revision=1, names={"l1": "Climbing", "l2": "Café"})
ZOE = Contact(
    id="01" + "A" * 24,
    revision=1,
    document=to_document(
        ContactDetails(
            first_name="Zoë",
            last_name="Żółkiewska",
            nickname="Їжачок",
            organizations=(Organization(name="Straße & Söhne", department="Покупки"),),
            emails=(TextValue(value="Zoe@Example.com"),),
            phones=(Phone(value="044 123-45-67", e164="+380441234567"),),
            notes="allergic to nuts",
        )
    ),
    label_ids=("l1",),
    created_at=AT,
    updated_at=AT,
)


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
