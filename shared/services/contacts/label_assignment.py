"""Giving a label to many contacts, and taking it off many: the request, and the task that carries it out.

How contacts match a filter is imported with the first one.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.contacts.details import MAX_TAGS
from shared.domain.contacts.queries import ContactQuery
from shared.domain.errors import (
    BookBusyError,
    LabelNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.operations import OperationKind
from shared.services.contacts.stretches import CONTACTS_AT_ONCE
from shared.services.operations.tasks import Range, Step, TaskFailedError, fitting
from shared.services.ports.books import load_book
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.domain.operations import Members, Operation
    from shared.domain.search.book_query import BookQuery
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.romanization import Romanization

RAISES = (BookBusyError, LabelNotFoundError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError)
MAX_NAMED = 500
"""Contacts that a request may name to get a label, and to lose it. They are kept in the operation's item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who gets a label and who loses it: the contacts with these ids, each once, or all that a query finds.

    With a ``query``, ``adds`` says which of the two happens.
    """

    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    query: ContactQuery | None = None
    adds: bool = True

    def parameters(self, label_id: str) -> Members:
        """Return the parameters of the operation."""
        if self.query is None:
            return {"label_id": label_id, "add": [*self.add], "remove": [*self.remove]}
        asked = self.query.members()
        if asked.keys() <= {"q", "tag"}:
            return {"label_id": label_id, "q": "", "tag": "", **asked, "adds": self.adds}
        # A worker of the version before, which knows no other filters, fails without `q` instead of ignoring them.
        return {"label_id": label_id, "query": asked, "adds": self.adds}


class LabelAssigner:
    """Starts assignments. ``actor`` is the account that does it."""

    def __init__(self, store: BookStore, starter: OperationStarter) -> None:
        self._store = store
        self._starter = starter

    def assign(
        self, book_id: str, label_id: str, assignment: Assignment, *, actor: str, idempotency_key: str | None = None
    ) -> Operation:
        """Give a label to contacts, and take it off others.

        A second call with the same key and contents within 24 hours returns the operation of the first, also if there
        is no such label any more. Raises LabelNotFoundError, AccountGoneError, and what ``OperationStarter.start``
        raises.
        """
        kind, parameters = OperationKind.ASSIGN_LABEL, assignment.parameters(label_id)
        if label_id in load_book(self._store, book_id, labels=True).labels.names:
            return self._starter.start(
                book_id, kind=kind, parameters=parameters, actor=actor, idempotency_key=idempotency_key
            )
        started = self._starter.started_before(
            book_id, self._store, kind=kind, parameters=parameters, idempotency_key=idempotency_key
        )
        if started is None:
            raise LabelNotFoundError("there is no such label")
        return started


_MISSING = "missing"
_FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A contact whose turn it is, and the cursor after it. ``adds`` is None if it is only looked at."""

    contact_id: str
    at: int | str
    adds: bool | None
    counts: bool = True


class LabelAssignment:
    """A Task of the kind ``assign_label``.

    Contacts that are named are dealt with in the order of the request. A filter is tried on contacts in the order of
    their ids, on each as it is when its turn comes. Only live contacts change. One that has as many tags as a contact
    may have is left out, as is a named one that there is not; the operation says how many. If the label has been merged
    meanwhile, the one in its place is meant; if it has been deleted, the operation fails.
    """

    def __init__(self, store: BookStore, romanize: Romanization, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._romanize = romanize
        self._now = now

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. With a filter, this takes a read of the labels, and one request for every MB of 250 contacts."""
        at = operation.cursor["at"] if operation.cursor else None
        is_filter = "adds" in operation.parameters
        turns, is_last = self._matching(book_id, operation, at) if is_filter else _named(operation, at or 0)
        return Range(
            contact_ids=[turn.contact_id for turn in turns if turn.adds is not None],
            labels=True,
            decide=lambda state: self._assigned(state, operation, turns, is_last=is_last),
        )

    def _matching(self, book_id: str, operation: Operation, after: str | None) -> tuple[Sequence[_Turn], bool]:
        """Return the next turns, of which those with a contact that matches take effect, and whether they are last."""
        query = _query_in_book(operation, self._store.get_labels(book_id), self._romanize)
        if query is None:
            return (), True
        found = self._store.list_by_id(book_id, limit=CONTACTS_AT_ONCE, after=after)
        turns: list[_Turn] = []
        effective = 0
        for contact in found:
            is_live = contact.trashed_at is None
            matches = is_live and query.matches(contact)
            effective += matches
            if effective > MAX_CONTACTS_PER_RANGE:
                return turns, False
            adds = bool(operation.parameters["adds"]) if matches else None
            turns.append(_Turn(contact_id=contact.id, at=contact.id, adds=adds, counts=is_live))
        return turns, len(found) < CONTACTS_AT_ONCE

    def _assigned(self, state: BookState, operation: Operation, turns: Sequence[_Turn], *, is_last: bool) -> Step:
        label_id = _current_label(state.labels, str(operation.parameters["label_id"]))
        matches = _matcher(operation, state.labels, self._romanize)
        outcomes = [self._outcome(state, turn, label_id, matches) for turn in turns]
        possible = [outcome for outcome in outcomes if isinstance(outcome, ContactWrite)]
        writes = fitting(possible)
        if len(writes) < len(possible):
            end = outcomes.index(possible[len(writes)])
            turns, outcomes, is_last = turns[:end], outcomes[:end], False
        before = operation.cursor or {"at": None, _MISSING: 0, _FULL: 0}
        left_out = {kind: before[kind] + outcomes.count(kind) for kind in (_MISSING, _FULL)}
        dealt_with = sum(turn.counts for turn in turns)
        return Step(
            writes=writes,
            cursor={"at": turns[-1].at if turns else before["at"], **left_out},
            dealt_with=dealt_with,
            total=None if operation.cursor else _total(operation, state, dealt_with if is_last else None),
            is_last=is_last,
            problem=_left_out(left_out) if is_last else None,
        )

    def _outcome(
        self, state: BookState, turn: _Turn, label_id: str, matches: Callable[[Contact], bool]
    ) -> ContactWrite | str | None:
        """Return what to write, why the contact is left out, or None if there is nothing to do."""
        if turn.adds is None:
            return None
        contact = state.contacts.get(turn.contact_id)
        if contact is None or contact.trashed_at is not None:
            return _MISSING if isinstance(turn.at, int) else None
        shown = set(state.labels.current_ids(contact.label_ids))
        if not matches(contact) or (label_id in shown) == turn.adds:
            return None
        if turn.adds and len(shown) >= MAX_TAGS:
            return _FULL
        changed = replace(contact, label_ids=tuple(sorted(shown ^ {label_id})), updated_at=self._now())
        return ContactWrite(kind=ChangeKind.UPDATED, contact=changed, previous=contact)


def _named(operation: Operation, start: int) -> tuple[Sequence[_Turn], bool]:
    """Return the next turns of contacts that the request named, and whether they are the last."""
    named = [(each, True) for each in operation.parameters["add"]]
    named += [(each, False) for each in operation.parameters["remove"]]
    turns = [
        _Turn(contact_id=contact_id, at=at, adds=adds)
        for at, (contact_id, adds) in enumerate(named[start : start + MAX_CONTACTS_PER_RANGE], start=start + 1)
    ]
    return turns, start + MAX_CONTACTS_PER_RANGE >= len(named)


def _current_label(labels: Labels, label_id: str) -> str:
    """Return the id of the label, or of the one in its place. Raises TaskFailedError if there is none."""
    current = labels.removed.get(label_id, label_id)
    if current not in labels.names:
        raise TaskFailedError("The label has been deleted.")
    return current


def _query_in_book(operation: Operation, labels: Labels, romanize: Romanization) -> BookQuery | None:
    from shared.domain.search.book_query import BookQuery

    parameters = operation.parameters
    asked = ContactQuery.read(parameters.get("query") or {"q": parameters["q"], "tag": parameters["tag"]})
    return BookQuery.of(asked, labels, romanize=romanize)


def _matcher(operation: Operation, labels: Labels, romanize: Romanization) -> Callable[[Contact], bool]:
    """Return what says whether a contact is one that the request is about."""
    if "adds" not in operation.parameters:
        return lambda _: True
    query = _query_in_book(operation, labels, romanize)
    return query.matches if query else lambda _: False


def _total(operation: Operation, state: BookState, known: int | None) -> int:
    """Return how many contacts there are to deal with; ``known`` if the first range was the last one."""
    if "adds" not in operation.parameters:
        return len(operation.parameters["add"]) + len(operation.parameters["remove"])
    return state.book.contact_count if known is None else known


def _left_out(counts: dict[str, int]) -> str | None:
    """Say how many contacts were left out, and why; None if none was."""
    reasons = []
    if counts[_MISSING]:
        reasons.append(f"{counts[_MISSING]} not in the book, or in the trash")
    if counts[_FULL]:
        reasons.append(f"{counts[_FULL]} with {MAX_TAGS} tags already")
    return f"Contacts that were left out: {', '.join(reasons)}." if reasons else None
