"""One transaction on a book, and the checks that every store makes before writing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.books import MAX_CONTACTS, Book
from shared.domain.contacts.contact import EARLIER_REVISIONS, ChangeKind
from shared.domain.labels import Labels

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.label_changes import LabelsChange
    from shared.services.ports.operations import OperationWrite
    from shared.services.ports.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWrite:
    """A contact's new version and the one it replaces (None if it is new).

    ``fingerprint`` is that of the request that creates the contact, if a repetition of it is to be recognized. A write
    that ``removes`` a contact for good leaves an entry in the history without the state before.
    """

    kind: ChangeKind
    contact: Contact
    previous: Contact | None = None
    fingerprint: str | None = None

    @property
    def size_bytes(self) -> int:
        """Roughly how many bytes it writes: the new version and, into the history, the one that it replaces."""
        return self.contact.document.size_bytes + (self.previous.document.size_bytes if self.previous else 0)

    @property
    def removes(self) -> bool:
        """Whether the contact is gone for good after this write."""
        return self.kind is ChangeKind.PURGED

    def at_revision(self, revision: int) -> ContactWrite:
        """Return the write with the revision of the contact's new version."""
        if self.previous is None:
            return replace(self, contact=replace(self.contact, revision=revision))
        earlier = (self.previous.revision, *self.previous.earlier)[:EARLIER_REVISIONS]
        return replace(self, contact=replace(self.contact, revision=revision, earlier=earlier))


MAX_ITEMS_PER_COMMIT = 100
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html"""
MAX_WRITES_PER_COMMIT = (MAX_ITEMS_PER_COMMIT - 2) // 2
"""Each contact takes two items, besides the head and one more item: labels, receipt or operation."""
MAX_CONTACTS_PER_RANGE = (MAX_ITEMS_PER_COMMIT - 4) // 2
"""Contacts in a commit that may have all of these: head, labels, receipt and operation."""
MAX_COMMIT_BYTES = 3_000_000
"""Below the 4 MB limit of a DynamoDB transaction, leaving room for keys and attribute names."""
ROOM_FOR_CONTACTS_BYTES = MAX_COMMIT_BYTES - 256 * 1024
"""Of a commit that may also have labels and an operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One transaction on a book.

    It takes the book from ``base.revision`` n to n+k for k writes, whose contacts carry n+1 to n+k in order.
    ``labels`` is the new label list, if it changes; its revision is one above the one read. ``labels_change`` is what
    that changes besides creating labels: the entry of the last write says so, or one of its own, n+1, if labels are all
    that is written; ``labels.changed_in`` is the revision of that entry. ``receipt`` (only with few
    writes) is stored in the same transaction and blocks another commit with its key until it expires. ``max_contacts``
    is how many live contacts the book may have after contacts were added to it.

    ``commit_id`` names this attempt and nothing else. ``operation`` is what the changes belong to, if it has an item of
    its own, which is written in the same transaction. A commit that changes nothing may consist of it alone, or of it
    and a receipt: it takes no revision, and does not depend on the one that was read. ``undone`` is the operation that
    this one takes back, if that has an item: it is written in the same transaction, in a commit that changes nothing.
    """

    commit_id: str
    actor: str
    at: datetime
    base: Book
    writes: tuple[ContactWrite, ...]
    labels: Labels | None = None
    labels_change: LabelsChange | None = None
    receipt: Receipt | None = None
    operation: OperationWrite | None = None
    undone: OperationWrite | None = None
    max_contacts: int = MAX_CONTACTS

    @property
    def operation_id(self) -> str | None:
        """The id of the operation that the changes belong to, if it has an item of its own."""
        return self.operation.after.id if self.operation else None

    @property
    def changes_book(self) -> bool:
        """Whether the commit takes the book to a new revision."""
        return self.last_revision > self.base.revision

    @property
    def changes_only_labels(self) -> bool:
        """Whether the commit takes a revision for a change of labels."""
        return not self.writes and self.labels_change is not None

    @property
    def last_revision(self) -> int:
        """The revision of the book after the commit."""
        return self.base.revision + len(self.writes) + self.changes_only_labels

    @property
    def added(self) -> int:
        """By how many the live contacts of the book grow."""
        return sum(_is_live(write.contact) - _is_live(write.previous) for write in self.writes)

    @property
    def overfills(self) -> bool:
        """Whether contacts are added to a book that, in the state that was read, has no room for them.

        What adds none is always possible: a book may be above a maximum that was lowered.
        """
        return self.added > 0 and self.base.contact_count + self.added > self.max_contacts

    @property
    def result(self) -> Book:
        """The head after the commit."""
        return Book(
            id=self.base.id,
            revision=self.last_revision,
            contact_count=self.base.contact_count + self.added,
            last_commit_id=self.commit_id,
            labels_revision=self.labels.revision if self.labels else self.base.labels_revision,
            settings=self.base.settings,
            name_order=self.base.name_order,
        )


def _is_live(contact: Contact | None) -> bool:
    return contact is not None and contact.trashed_at is None


class InvalidCommitError(ValueError):
    """The commit can never be written: a bug in the code that made it."""


def check_commit(commit: Commit) -> None:
    """Raise InvalidCommitError for a commit with too few or too many writes, gaps between them, or too much data."""
    count = len(commit.writes)
    least = 0 if commit.changes_only_labels or (commit.operation and not commit.labels) else 1
    parts = (commit.labels, commit.receipt, commit.operation, commit.undone)
    items = 1 + 2 * count + commit.changes_only_labels + sum(one is not None for one in parts)
    if not least <= count <= MAX_WRITES_PER_COMMIT or items > MAX_ITEMS_PER_COMMIT:
        raise InvalidCommitError(f"{count} writes, {items} items")
    if commit.labels_change and (commit.labels is None or commit.labels.changed_in != commit.last_revision):
        raise InvalidCommitError("the labels do not name the revision that changes them")
    first = commit.base.revision + 1
    if [write.contact.revision for write in commit.writes] != list(range(first, first + count)):
        raise InvalidCommitError(f"the revisions do not follow {commit.base.revision}")
    if len({write.contact.id for write in commit.writes}) < count:
        raise InvalidCommitError("two writes of one contact")
    if (size := _size_bytes(commit)) > MAX_COMMIT_BYTES:
        raise InvalidCommitError(f"{size} bytes")


def _size_bytes(commit: Commit) -> int:
    """Return roughly how many bytes a commit writes: all contacts, the versions they replace, the labels."""
    labels_bytes = commit.labels.size_bytes if commit.labels else 0
    labels_bytes += commit.labels_change.size_bytes if commit.labels_change else 0
    return sum(write.size_bytes for write in commit.writes) + labels_bytes
