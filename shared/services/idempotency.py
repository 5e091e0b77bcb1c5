"""Receipts for requests that carry an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.contacts import documents
from shared.services.ports.commits import Receipt

if TYPE_CHECKING:
    from shared.domain.contacts.contact import ContactDraft

RECEIPT_TTL = timedelta(hours=24)


def receipt_for(book_id: str, idempotency_key: str, draft: ContactDraft, *, contact_id: str, now: datetime) -> Receipt:
    """Return the receipt of a request: keyed by book and key, with a fingerprint (SHA-256) of the request."""
    tags = documents.encode(draft.tags)
    content = f'{{"details":{draft.document.text},"tags":{tags}}}'  # JSON, one part of which is written already
    return Receipt(
        key=_sha256(f"{book_id}\0{idempotency_key}"),
        fingerprint=_sha256(content),
        contact_id=contact_id,
        expires_at=now + RECEIPT_TTL,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
