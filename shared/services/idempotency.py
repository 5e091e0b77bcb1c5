"""Requests with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header).

The id of a contact that a request creates is a hash of book and key, so that a repeated request would create a contact
that exists, which no store does. That costs nothing, and holds for as long as the book has the contact, in the trash,
too. A request that starts an operation leaves a receipt, since the ids of operations are in the order of time.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from shared.domain.contacts import documents
from shared.domain.errors import IdempotencyKeyReusedError
from shared.domain.ids import derived_id
from shared.services.ports.conflicts import AlreadyDoneError
from shared.services.ports.receipts import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.contact import ContactDraft
    from shared.services.ports.books import BookStore

T = TypeVar("T")

RECEIPT_TTL = timedelta(hours=24)
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
        contact_id=derived_id(sha256(f"{book_id}\0{idempotency_key}")),
        fingerprint=urlsafe_b64encode(sha256(content)[:_FINGERPRINT_BYTES]).rstrip(b"=").decode(),
    )


def receipt_of(book_id: str, idempotency_key: str, content: str, *, made_id: str, now: datetime) -> Receipt:
    """Return the receipt of a request that made something, with a fingerprint (SHA-256, hex) of its content."""
    return Receipt(
        key=sha256(f"{book_id}\0{idempotency_key}").hex(),
        fingerprint=sha256(content).hex(),
        made_id=made_id,
        expires_at=now + RECEIPT_TTL,
    )


def carried_out_once(
    store: BookStore,
    receipt: Receipt,
    carry_out: Callable[[], T],
    *,
    refusals: tuple[type[Exception], ...],
    again: Callable[[str], T],
    at: datetime,
) -> T:
    """Carry out a request that leaves a receipt, or return what ``again`` makes of the id of what it made before.

    What it has made may be the reason for which it is refused the second time, so its receipt is looked for then, too.
    Raises what the functions raise, and IdempotencyKeyReusedError.
    """
    try:
        return carry_out()
    except AlreadyDoneError as done:
        known = done.receipt
    except refusals:
        found = store.get_receipt(receipt.key, at=at)
        if found is None:
            raise
        known = found
    require_same_request(known, receipt)
    return again(known.made_id)


def require_same_request(known: Receipt, receipt: Receipt) -> None:
    """Raise IdempotencyKeyReusedError if two receipts with one key are of different requests."""
    if known.fingerprint != receipt.fingerprint:
        raise IdempotencyKeyReusedError("this key was used with another request")


def sha256(text: str) -> bytes:
    """Return the hash of a text, which may have surrogates."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()
