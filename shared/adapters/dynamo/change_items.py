"""The items of the Changes table: a book's history, which expires after a year."""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.adapters.dynamo.reading import Item, members
from shared.domain.contacts.contact import LABELS_CHANGED, Change, ChangeKind, Contact
from shared.domain.contacts.documents import Document, encode
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.services.ports.commits import Commit, ContactWrite

if TYPE_CHECKING:
    from shared.domain.label_changes import LabelsChange

_KINDS = {kind.value: kind for kind in ChangeKind}


class ChangeItem(Model):
    """One change in a book's history. ``previous`` is the version it replaced: JSON compressed with zlib (RFC 1950).

    So is ``labels``: what the change did to labels. Without any contact it has no ``contact_id``.
    """

    book_id = UnicodeAttribute(hash_key=True)
    revision = IntegerAttribute(range_key=True)
    contact_id = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    commit_id = UnicodeAttribute()
    actor = UnicodeAttribute()
    operation_id = UnicodeAttribute(null=True)
    at = MillisecondsAttribute()
    previous = BinaryAttribute(null=True, legacy_encoding=False)
    labels = BinaryAttribute(null=True, legacy_encoding=False)
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, commit: Commit, write: ContactWrite) -> Self:
        """Return the item for one of a commit's writes."""
        return cls(
            commit.base.id,
            write.contact.revision,
            contact_id=write.contact.id,
            kind=write.kind,
            commit_id=commit.commit_id,
            actor=commit.actor,
            operation_id=commit.operation_id,
            at=commit.at,
            previous=_compressed(write.previous) if write.previous and not write.removes else None,
            labels=_labels_of(commit) if write is commit.writes[-1] else None,
            expires_at=commit.at + HISTORY_KEPT,
        )

    @classmethod
    def of_labels(cls, commit: Commit) -> Self:
        """Return the item for a commit that changes only labels."""
        return cls(
            commit.base.id,
            commit.last_revision,
            kind=LABELS_CHANGED,
            commit_id=commit.commit_id,
            actor=commit.actor,
            operation_id=commit.operation_id,
            at=commit.at,
            labels=_labels_of(commit),
            expires_at=commit.at + HISTORY_KEPT,
        )

    @classmethod
    def read(cls, item: Item) -> Change:
        """Return the change of an item."""
        values = members(cls, item)
        contact_id, previous, labels = values.get("contact_id"), values.get("previous"), values.get("labels")
        return Change(
            revision=values["revision"],
            contact_id=contact_id,
            kind=_KINDS.get(values["kind"], values["kind"]),
            commit_id=values["commit_id"],
            actor=values["actor"],
            operation_id=values.get("operation_id"),
            at=values["at"],
            previous=_decompressed(contact_id, previous) if contact_id and previous else None,
            labels=_labels_change(labels) if labels else None,
        )


def _labels_of(commit: Commit) -> bytes | None:
    if commit.labels_change is None:
        return None
    from shared.adapters.dynamo.labels_changes import labels_change_bytes  # noqa: PLC0415 - few changes have one

    return labels_change_bytes(commit.labels_change)


def _labels_change(data: bytes) -> LabelsChange:
    from shared.adapters.dynamo.labels_changes import labels_change_of  # noqa: PLC0415 - few changes have one

    return labels_change_of(data)


def _compressed(contact: Contact) -> bytes:
    content = {
        "revision": contact.revision,
        "details": contact.document.members,
        "label_ids": contact.label_ids,
        "created_at": contact.created_at.isoformat(),
        "updated_at": contact.updated_at.isoformat(),
        "trashed_at": contact.trashed_at.isoformat() if contact.trashed_at else None,
        "earlier": contact.earlier,
    }
    return zlib.compress(encode(content).encode())


def _decompressed(contact_id: str, data: bytes) -> Contact:
    content: dict[str, Any] = json.loads(zlib.decompress(data))
    trashed_at = content.get("trashed_at")
    return Contact(
        id=contact_id,
        revision=content["revision"],
        document=Document.of(content["details"]),
        label_ids=tuple(content.get("label_ids", ())),
        created_at=datetime.fromisoformat(content["created_at"]),
        updated_at=datetime.fromisoformat(content["updated_at"]),
        trashed_at=datetime.fromisoformat(trashed_at) if trashed_at else None,
        earlier=tuple(content.get("earlier", ())),
    )
