"""The task that takes a book back to a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.retention import is_gone
from shared.services.contacts.earlier_states import RangeOfWrites, effective, taken_back
from shared.services.contacts.past.first_changes import FirstChange, first_changes
from shared.services.contacts.versions import Versions
from shared.services.operations.tasks import Range, Step, TaskFailedError
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.operations import Members, Operation
    from shared.services.contacts.past.labels import PastLabels
    from shared.services.contacts.relations import Relations
    from shared.services.ports.books import BookState, BookStore

CHANGES_AT_ONCE = 100
"""Changes that are looked through before progress is noted; one request to the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restore:
    """The revision that a book goes back to, the latest one before that began, and the operation that does it."""

    revision: int
    upto: int
    by: str

    @classmethod
    def of(cls, operation: Operation) -> _Restore:
        parameters = operation.parameters
        return cls(revision=parameters["revision"], upto=parameters["upto"], by=operation.id)


class BookRestoring:
    """A Task of the kind ``restore_book``. The request has taken the labels back.

    It goes through the changes after the revision, the earliest first, up to those before the request. The first change
    of a contact has its state at the revision: the contact goes there at once, however often it has changed since. One
    that did not exist goes to the trash. Contacts that others change after the request stay as they are; they are
    counted, and the operation fails in the end, when all others have gone back.
    """

    def __init__(
        self, store: BookStore, labels: PastLabels, relations: Relations, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._labels = labels
        self._versions = Versions(store)
        self._relations = relations
        self._now = now

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes one request to the store, and one for each contact that has changed since the request."""
        restore = _Restore.of(operation)
        cursor = operation.cursor or {"after": restore.revision, "left": 0, "such_as": None, "lost": False}
        after = cursor["after"]
        if after >= restore.upto and cursor["left"]:
            raise TaskFailedError(str(_problem(cursor)))
        limit = min(CHANGES_AT_ONCE, restore.upto - after)
        changes = self._store.list_changes(book_id, after_revision=after, limit=limit) if limit > 0 else ()
        if limit > 0 and not changes:
            raise TaskFailedError("the history no longer goes back that far: some contacts have not gone back")
        first = first_changes(changes, restore.revision)
        within, beyond = first[:MAX_CONTACTS_PER_RANGE], first[MAX_CONTACTS_PER_RANGE:]
        end = beyond[0].revision - 1 if beyond else changes[-1].revision if changes else after
        return Range(
            contact_ids=list(dict.fromkeys(change.contact_id for change in within)),
            labels=True,
            decide=lambda state: self._taken_back(state, within, restore, {**cursor, "after": end}),
        )

    def _taken_back(self, state: BookState, first: Sequence[FirstChange], restore: _Restore, start: Members) -> Step:
        now, cursor = self._now(), dict(start)
        range_ = RangeOfWrites()
        states = [change.before for change in first if change.before]
        label_ids = self._labels.given_back(state.book.id, state.labels, states, restore.revision)
        for change in first:
            contact = state.contacts.get(change.contact_id)
            if contact is None or change.is_lost or is_gone(contact, now):
                cursor["lost"] = cursor["lost"] or change.was_live
                continue
            write = taken_back(contact, change.before, label_ids.get(change.contact_id, ()), now)
            if write is None:
                continue
            if self._was_changed_by_others(state.book.id, contact, restore, now):
                cursor |= {"left": cursor["left"] + 1, "such_as": cursor["such_as"] or contact.id}
            elif not range_.add(write):
                cursor["after"] = change.revision - 1
                break
        writes = self._relations.completed(state, range_.writes, at=now, is_asked=False, are_states=True)
        return Step(
            writes=effective(writes),
            cursor=cursor,
            dealt_with=len(range_.writes),
            is_last=cursor["after"] >= restore.upto and not cursor["left"],
            problem=_problem(cursor),
        )

    def _was_changed_by_others(self, book_id: str, contact: Contact, restore: _Restore, now: datetime) -> bool:
        """Return whether somebody else has changed a contact since the request, whoever wrote it last."""
        revision = contact.revision
        if revision <= restore.upto:
            return False
        for change in self._versions.changes(book_id, contact, now=now, at_once=1 + len(contact.earlier)):
            if change.revision <= restore.upto:
                return False
            if change.operation_id != restore.by:
                return True
            revision = change.previous.revision if change.previous else 0
        return revision > restore.upto


def _problem(cursor: Members) -> str | None:
    problems = []
    if cursor["left"]:
        problems.append(
            f"{cursor['left']} contacts have changed since it began, such as {cursor['such_as']}: they were left as "
            "they are, and all others have gone back"
        )
    if cursor["lost"]:
        problems.append("contacts that have been removed for good since then do not come back")
    return "; ".join(problems) or None
