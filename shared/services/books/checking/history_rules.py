"""The rules about the history: no gaps, the latest change of every contact, changes of labels, operations.

Changes and operations are kept for a year and then removed, the oldest not always first. So only what must still be
there is missed, with a margin for clocks.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from shared.domain.contacts.retention import HISTORY_KEPT
from shared.services.books.checking.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shared.domain.operations import Operation
    from shared.services.books.checking.reading import BookReading, Entry

MARGIN = timedelta(days=1)


def history_findings(book: BookReading, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the history of a book and with its operations."""
    kept_since = now - HISTORY_KEPT + MARGIN
    yield from _gaps(book, kept_since)
    yield from _end(book)
    yield from _states(book, kept_since)
    yield from _labels(book, kept_since)
    for entry in book.entries.values():
        yield from _belongs(book, entry, kept_since)
    for operation in book.operations.values():
        yield from _bounds(book, operation)
        yield from _pair(book, operation, kept_since)


def _gaps(book: BookReading, kept_since: datetime) -> Iterator[Finding]:
    """Yield the revisions that follow on a change which is kept, up to the head, and have none."""
    for revision, following in pairwise([*sorted(book.entries), book.head.revision + 1]):
        if following > revision + 1 and book.entries[revision].at > kept_since:
            last = following - 1
            which = f"change {last}" if last == revision + 1 else f"changes {revision + 1} to {last}"
            yield Finding(sentence=f"the history lacks {which}")


def _end(book: BookReading) -> Iterator[Finding]:
    latest = book.entries.get(book.head.revision)
    if latest and latest.commit_id != book.head.last_commit_id:
        yield Finding(sentence=f"the head names another commit than change {latest.revision}, the latest one")
    end = max(book.entries, default=0)
    if end > book.head.revision:
        sentence = f"the head has revision {book.head.revision}, and the history goes on to {end}"
        yield Finding(sentence=sentence, of_the_book=True)


def _states(book: BookReading, kept_since: datetime) -> Iterator[Finding]:
    """Yield the contacts whose latest change is missing, and the changes that replaced another state than the last."""
    latest: dict[str, int] = {}
    for revision, entry in sorted(book.entries.items()):
        if entry.contact_id is None:
            continue
        before = latest.get(entry.contact_id)
        if entry.previous is not None and before is not None and entry.previous != before:
            yield Finding(
                sentence=f"change {revision} of contact {entry.contact_id} replaced revision {entry.previous}, "
                f"and change {before} was the one before it"
            )
        latest[entry.contact_id] = revision
    for contact in book.contacts.values():
        own, known = contact.revision, latest.get(contact.id, 0)
        if (known < own and contact.updated_at > kept_since) or own < known <= book.head.revision:
            at = f"the history has its latest change at {known}" if known else "the history has no change of it"
            sentence = f"contact {contact.id}: it has revision {own}, and {at}"
            yield Finding(sentence=sentence, contact_ids=(contact.id,), of_the_book=own < known)


def _labels(book: BookReading, kept_since: datetime) -> Iterator[Finding]:
    labels, head = book.labels, book.head
    if labels.revision < head.labels_revision:
        yield Finding(sentence=f"the head knows labels of {head.labels_revision}, and they are of {labels.revision}")
    changed = [entry.revision for entry in book.entries.values() if entry.changes_labels]
    latest = max([revision for revision in changed if revision <= head.revision], default=0)
    if latest > labels.changed_in:
        yield Finding(sentence=f"the labels were last changed in {labels.changed_in}, and in change {latest} again")
    named = book.entries.get(labels.changed_in)
    if named is not None and not named.changes_labels and named.at > kept_since:
        yield Finding(sentence=f"the labels were last changed in {labels.changed_in}, whose change has no labels")


def _belongs(book: BookReading, entry: Entry, kept_since: datetime) -> Iterator[Finding]:
    """Yield that a change names an operation that there is not, or that does not name it."""
    if entry.operation_id is None or entry.revision > book.head.revision or entry.at <= kept_since:
        return
    operation = book.operations.get(entry.operation_id)
    if operation is None:
        yield Finding(sentence=f"change {entry.revision} belongs to operation {entry.operation_id}, which is missing")
    elif not (operation.first_revision or entry.revision + 1) <= entry.revision <= (operation.last_revision or 0):
        yield Finding(sentence=f"change {entry.revision} is not in the range of its operation {operation.id}")


def _bounds(book: BookReading, operation: Operation) -> Iterator[Finding]:
    """Yield that the range of an operation is none of the book, or begins or ends with a change of another one."""
    first, last = operation.first_revision, operation.last_revision
    if first is None and last is None:
        return
    if first is None or last is None or not 1 <= first <= last <= book.head_after.revision:
        yield Finding(sentence=f"operation {operation.id} has changes {first} to {last}, which are none of the book")
        return
    for revision in (first, last):
        entry = book.entries.get(revision)
        if entry and entry.operation_id != operation.id:
            yield Finding(sentence=f"operation {operation.id} has change {revision}, which is of another one")


def _pair(book: BookReading, operation: Operation, kept_since: datetime) -> Iterator[Finding]:
    """Yield that an operation was undone by one that does not undo it."""
    if operation.undone_by is None or operation.updated_at <= kept_since:
        return
    other = book.operations.get(operation.undone_by)
    if other is None or other.undoes != operation.id:
        yield Finding(sentence=f"operation {operation.id} was undone by {operation.undone_by}, which does not say so")
