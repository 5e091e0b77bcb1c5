"""The items of the Changes table, and the receipts of the Ephemeral table: both are forgotten after a time."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.adapters.dynamo.reading import Item, members
from shared.domain import documents
from shared.domain.contacts import Change, ChangeKind, Contact
from shared.services.ports.commits import Commit, ContactWrite, Receipt

CHANGE_TTL = timedelta(days=365)
_RECEIPT_PREFIX = "RECEIPT#"


class ChangeItem(Model):
    """One entry of a book's history. ``previous`` is the version it replaced: JSON, compressed with zlib (RFC 1950)."""

    book_id = UnicodeAttribute(hash_key=True)
    revision = IntegerAttribute(range_key=True)
    contact_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    operation_id = UnicodeAttribute()
    actor = UnicodeAttribute()
    at = MillisecondsAttribute()
    previous = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, commit: Commit, write: ContactWrite) -> Self:
        """Return the entry for one of a commit's writes."""
        return cls(
            commit.base.id,
            write.contact.revision,
            contact_id=write.contact.id,
            kind=write.kind.value,
            operation_id=commit.operation_id,
            actor=commit.actor,
            at=commit.at,
            previous=_compressed(write.previous) if write.previous else None,
            expires_at=commit.at + CHANGE_TTL,
        )

    @classmethod
    def read(cls, item: Item) -> Change:
        """Return the entry of an item."""
        said = members(cls, item)
        previous = said.get("previous")
        return Change(
            revision=said["revision"],
            contact_id=said["contact_id"],
            kind=ChangeKind(said["kind"]),
            operation_id=said["operation_id"],
            actor=said["actor"],
            at=said["at"],
            previous=_decompressed(said["contact_id"], previous) if previous else None,
        )


class ReceiptItem(Model):
    """The receipt of a request with an Idempotency-Key."""

    pk = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """Return the item of a receipt."""
        return cls(
            f"{_RECEIPT_PREFIX}{receipt.key}",
            fingerprint=receipt.fingerprint,
            contact_id=receipt.contact_id,
            expires_at=receipt.expires_at,
        )

    @classmethod
    def read(cls, item: Item) -> Receipt:
        """Return the receipt of an item."""
        said = members(cls, item)
        return Receipt(
            key=said["pk"].removeprefix(_RECEIPT_PREFIX),
            fingerprint=said["fingerprint"],
            contact_id=said["contact_id"],
            expires_at=said["expires_at"],
        )


def _compressed(contact: Contact) -> bytes:
    content = {
        "revision": contact.revision,
        "details": contact.document,
        "label_ids": contact.label_ids,
        "created_at": contact.created_at.isoformat(),
        "updated_at": contact.updated_at.isoformat(),
        "trashed_at": contact.trashed_at.isoformat() if contact.trashed_at else None,
    }
    return zlib.compress(documents.encode(content).encode())


def _decompressed(contact_id: str, data: bytes) -> Contact:
    content: dict[str, Any] = json.loads(zlib.decompress(data))
    return Contact(
        id=contact_id,
        revision=content["revision"],
        document=content["details"],
        label_ids=tuple(content["label_ids"]),
        created_at=datetime.fromisoformat(content["created_at"]),
        updated_at=datetime.fromisoformat(content["updated_at"]),
        trashed_at=datetime.fromisoformat(content["trashed_at"]) if content["trashed_at"] else None,
    )
