"""One transaction on a book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.books import Book, Labels
from shared.domain.contacts import ChangeKind, Contact

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWrite:
    """One contact's new version and the one it replaces (None: it is new)."""

    kind: ChangeKind
    contact: Contact
    previous: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a request with an Idempotency-Key was carried out.

    ``key`` and ``fingerprint`` are hashes of the key and the request.
    """

    key: str
    fingerprint: str
    contact_id: str
    expires_at: datetime


MAX_WRITES_PER_COMMIT = 49
"""Head, labels or receipt (not both) and 2 items a contact stay within the 100 items of a DynamoDB transaction."""
MAX_COMMIT_BYTES = 3_000_000
"""Below the 4 MB of a DynamoDB transaction, with room for keys and attribute names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One transaction on a book.

    It takes the book from ``base.revision`` n to n+k for k writes, whose contacts carry n+1 to n+k in order.
    ``labels`` is the new label list when it changes; its revision is one above the one read. ``receipt`` (only with few
    writes) is stored by the same transaction, and stands in the way of a second one with its key until it expires.
    """

    operation_id: str
    actor: str
    at: datetime
    base: Book
    writes: tuple[ContactWrite, ...]
    labels: Labels | None = None
    receipt: Receipt | None = None

    @property
    def result(self) -> Book:
        """The head after the commit."""
        kinds = [write.kind for write in self.writes]
        added = kinds.count(ChangeKind.CREATED) - kinds.count(ChangeKind.TRASHED)
        return Book(
            id=self.base.id,
            revision=self.base.revision + len(self.writes),
            contact_count=self.base.contact_count + added,
            last_operation_id=self.operation_id,
            settings=self.base.settings,
        )
