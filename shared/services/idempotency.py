"""Requests with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) that create a contact.

The id of the contact is a hash of book and key, so that a repeated request would create a contact that exists, which no
store does. That costs nothing, and holds for as long as the book has the contact, in the trash, too.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts import documents
from shared.domain.ids import derived_id

if TYPE_CHECKING:
    from shared.domain.contacts.contact import ContactDraft

_FINGERPRINT_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """The id of the contact that a request creates, and the fingerprint of what it sends (128 bits of SHA-256)."""

    contact_id: str
    fingerprint: str


def keyed_request(book_id: str, idempotency_key: str, draft: ContactDraft) -> KeyedRequest:
    """Return what identifies a request to create a contact, and what tells it from another one with the same key."""
    tags = documents.encode(draft.tags)
    content = f'{{"details":{draft.document.text},"tags":{tags}}}'  # JSON, one part of which is written already
    return KeyedRequest(
        contact_id=derived_id(_sha256(f"{book_id}\0{idempotency_key}")),
        fingerprint=urlsafe_b64encode(_sha256(content)[:_FINGERPRINT_BYTES]).rstrip(b"=").decode(),
    )


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()
