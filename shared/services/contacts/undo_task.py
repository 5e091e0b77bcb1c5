"""The task that undoes an operation: its contacts become what they were before it, and so do the labels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.retention import is_gone
from shared.domain.ids import is_ulid
from shared.services.contacts.earlier_states import RangeOfWrites, effective, known_ids, taken_back
from shared.services.contacts.undone_labels import LabelsNotUndoneError, undone_labels
from shared.services.contacts.versions import Versions
from shared.services.operations.tasks import Range, Step, TaskFailedError
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.operations import Members, Operation
    from shared.services.contacts.relations import Relations
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.commits import ContactWrite

CHANGES_AT_ONCE = 100
"""Changes that are looked through for those of the operation before progress is noted; one request to the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undone:
    """The operation that is undone, by which one, and the states in which contacts may be for that."""

    id: str
    first_revision: int
    last_revision: int
    by: str

    @classmethod
    def of(cls, operation: Operation) -> _Undone:
        parameters = operation.parameters
        return cls(
            id=parameters["operation_id"],
            first_revision=parameters["first_revision"],
            last_revision=parameters["last_revision"],
            by=operation.id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What becomes of a contact: it is written, or left as it is, since it has changed since; or neither."""

    write: ContactWrite | None = None
    is_left: bool = False


class Undoing:
    """A Task of the kind ``undo``.

    First the labels, so that contacts get back only labels that there are. Then the changes of the operation, the
    latest first; a contact that it changed several times goes at once to the state before the first of them. Contacts
    that somebody has changed since stay as they are; they are counted, and the operation fails in the end, when all
    others are undone. A contact that the operation created goes to the trash.
    """

    def __init__(self, store: BookStore, relations: Relations, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._versions = Versions(store)
        self._relations = relations
        self._now = now

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes one request to the store, and one for each contact that it changed more than once."""
        undone, cursor = _Undone.of(operation), operation.cursor
        if cursor is None:
            return Range(labels=True, decide=lambda state: self._labels(state, undone))
        if cursor["below"] <= undone.first_revision:
            raise TaskFailedError(_problem(cursor))
        start = max(undone.first_revision, cursor["below"] - CHANGES_AT_ONCE)
        found = self._store.changes_at(book_id, range(start, cursor["below"]))
        latest_first = [found[revision] for revision in sorted(found, reverse=True)]
        own = [change for change in latest_first if change.contact_id and change.operation == undone.id]
        contact_ids = list(dict.fromkeys(str(change.contact_id) for change in own))[:MAX_CONTACTS_PER_RANGE]
        own = list(takewhile(lambda change: change.contact_id in contact_ids, own))
        following = own[-1].revision if len(contact_ids) == MAX_CONTACTS_PER_RANGE else start
        return Range(
            contact_ids=contact_ids,
            labels=True,
            decide=lambda state: self._contacts(state, own, undone, cursor, following=following),
        )

    def _labels(self, state: BookState, undone: _Undone) -> Step:
        left_labels, labels = False, None
        try:
            labels = undone_labels(self._store, state, undone.id, first_revision=undone.first_revision)
        except LabelsNotUndoneError:
            left_labels = True
        cursor = {"below": undone.last_revision + 1, "left": 0, "such_as": None, "left_labels": left_labels}
        return Step(labels=labels, cursor=cursor)

    def _contacts(
        self, state: BookState, own: Sequence[Change], undone: _Undone, cursor: Members, *, following: int
    ) -> Step:
        now = self._now()
        range_ = RangeOfWrites()
        left: list[str] = []
        done: set[str] = set()
        for change in own:
            contact_id = str(change.contact_id)
            if contact_id in done:
                continue
            outcome = self._outcome(state, change, undone, now)
            if outcome.write and not range_.add(outcome.write):
                following = change.revision + 1
                break
            if outcome.is_left:
                left.append(contact_id)
            done.add(contact_id)
        after = {
            "below": following,
            "left": cursor["left"] + len(left),
            "such_as": cursor["such_as"] or next(iter(left), None),
            "left_labels": cursor["left_labels"],
        }
        writes = self._relations.completed(state, range_.writes, at=now, is_asked=False, are_states=is_ulid(undone.id))
        return Step(
            writes=effective(writes),
            cursor=after,
            dealt_with=len(range_.writes),
            is_last=following <= undone.first_revision and not after["left"] and not after["left_labels"],
        )

    def _outcome(self, state: BookState, change: Change, undone: _Undone, now: datetime) -> _Outcome:
        """Decide on the contact of a change, unless another change of the operation has done so before."""
        contact = state.contacts.get(str(change.contact_id))
        if contact is None or is_gone(contact, now):
            return _Outcome(is_left=True)
        first: Change | None = None
        has_changed = False
        for each in self._chain(state.book.id, contact, change, undone, now):
            if each.operation_id == undone.by:
                continue  # the other end of a relation that has been undone
            if each.operation == undone.id:
                if first is None and each.revision != change.revision:
                    return _Outcome()
                first = each
            elif first is None:
                has_changed = True
            else:
                break
        if has_changed or first is None or (first.previous is None and first.kind != ChangeKind.CREATED):
            return _Outcome(is_left=True)
        label_ids = known_ids(first.previous.label_ids, state.labels) if first.previous else ()
        return _Outcome(write=taken_back(contact, first.previous, label_ids, now))

    def _chain(
        self, book_id: str, contact: Contact, change: Change, undone: _Undone, now: datetime
    ) -> Iterator[Change]:
        """Yield the changes of a contact that matter, latest first: mostly it is the one that is known already."""
        is_latest = contact.revision == change.revision
        if is_latest and (change.previous is None or change.previous.revision < undone.first_revision):
            yield change
            return
        yield from self._versions.changes(book_id, contact, now=now, at_once=1 + len(contact.earlier))


def _problem(cursor: Members) -> str:
    problems = []
    if cursor["left"]:
        problems.append(f"{cursor['left']} contacts have changed since, such as {cursor['such_as']}")
    if cursor["left_labels"]:
        problems.append("the labels have changed since")
    return f"{' and '.join(problems)}: they were left as they are, and everything else was undone"
