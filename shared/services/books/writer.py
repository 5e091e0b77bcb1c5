"""The one way to change a book: read, decide, commit on the revision that was read, and retry after a lost race."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from shared.domain.books import MAX_CONTACTS
from shared.domain.errors import (
    AccountGoneError,
    BookBusyError,
    BookFullError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.ports.commits import Commit, ContactWrite
from shared.services.ports.conflicts import (
    AlreadyCreatedError,
    AlreadyDoneError,
    BookMissingError,
    OperationMovedError,
    RaceLostError,
)
from shared.services.ports.operations import OperationWrite
from shared.services.ports.receipts import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.domain.operations import Operation
    from shared.services.ports.books import BookState, BookStore
    from shared.services.timing import Timing

DEADLINE_SECONDS = 5.0
MAX_JITTER_SECONDS = 0.020


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The result of a decision: contacts to write, and the labels if they changed.

    ``operation`` is what the changes belong to, if it has an item of its own; it may be written without any changes.
    A change of labels that is more than new labels of contacts is noted in the history, whoever makes it. The revisions
    of contacts and operation are set later. ``undone`` is the operation that it takes back (``Commit.undone``).
    """

    writes: tuple[ContactWrite, ...]
    labels: Labels | None = None
    receipt: Receipt | None = None
    operation: OperationWrite | None = None
    undone: OperationWrite | None = None


class Decide(Protocol):
    """Decides what to write, given the state of a book.

    It is called again with a newer state after every lost race, and at most one of its plans is carried out. So it must
    depend only on the state that it is given, and have no lasting effect but its plan. It may create ids for the plan,
    and read what else there is in the book at this revision.
    """

    def __call__(self, state: BookState, /) -> Plan:
        """Return what to write on this state, or raise the error that the caller should see.

        Raises RaceLostError to be called again with a newer state.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The result of a write: the contacts as stored, none for an empty plan, and the labels that they refer to.

    ``operation`` is that of the plan, as stored.
    """

    contacts: tuple[Contact, ...]
    labels: Labels
    operation: Operation | None = None


class BookWriter:
    """Commits decisions one at a time, even if others write to the same book.

    A book gets no more than ``max_contacts`` live contacts.
    """

    def __init__(
        self,
        store: BookStore,
        *,
        timing: Timing,
        new_commit_id: Callable[[], str],
        max_contacts: int = MAX_CONTACTS,
    ) -> None:
        self._store = store
        self._timing = timing
        self._new_commit_id = new_commit_id
        self._max_contacts = max_contacts

    def write(
        self, book_id: str, *, actor: str, at: datetime, contact_ids: Sequence[str] = (), labels: bool, decide: Decide
    ) -> Written:
        """Carry out the plan of ``decide``, atomically and once; an empty plan writes nothing.

        This takes one read and one transaction if nobody else writes. Raises AccountGoneError if there is no such book,
        BookFullError if it has no room, BookBusyError after five seconds of lost races, StoreUnavailableError,
        OutcomeUnknownError if the database does not tell within five seconds what became of the write, and what
        ``decide`` raises. Raises OperationMovedError if the plan's operation has been written since it was read, which
        a repetition of this write with an unknown outcome may itself have done, if it changed nothing else.
        """
        write = _Write(
            self._store,
            decide,
            new_id=self._new_commit_id,
            actor=actor,
            at=at,
            max_contacts=self._max_contacts,
        )
        deadline = self._timing.monotonic() + DEADLINE_SECONDS
        state: BookState | None = None
        while True:
            try:
                state = state or self._load(book_id, contact_ids, labels)
                return write.carry_out(state)
            except BookMissingError as error:
                raise AccountGoneError("the account no longer has a book") from error
            except RaceLostError as race:
                self._require_time(deadline, race, write)
                moved = replace(state, book=race.book) if state and race.book else None
                state = None if moved and labels and moved.has_stale_labels else moved
            except StoreUnavailableError as error:
                if not write.is_outcome_unknown:
                    raise
                self._require_time(deadline, error, write)
            self._timing.wait(MAX_JITTER_SECONDS * self._timing.jitter())

    def _load(self, book_id: str, contact_ids: Sequence[str], labels: bool) -> BookState:
        """Read the state. Raises RaceLostError if the labels are older than the head, so that one may be gone."""
        state = self._store.load(book_id, contact_ids, labels=labels)
        if labels and state.has_stale_labels:
            raise RaceLostError
        return state

    def _require_time(self, deadline: float, error: Exception, write: _Write) -> None:
        if self._timing.monotonic() < deadline:
            return
        if write.is_outcome_unknown:
            raise OutcomeUnknownError("the database does not tell whether the write happened") from error
        raise BookBusyError("too many changes of this book at the same time") from error


class _Write:
    """One write in progress. It may take several commits, of which the store carries out at most one.

    A commit without a response may have been carried out, or may still be, until the book has a newer revision than its
    base. So it is remembered, and looked for in the book's history before anything else is decided, returned or sent.
    Every new decision gets a commit id of its own, since its commit may differ from the one before.
    """

    def __init__(
        self,
        store: BookStore,
        decide: Decide,
        *,
        new_id: Callable[[], str],
        actor: str,
        at: datetime,
        max_contacts: int,
    ) -> None:
        self._store = store
        self._decide = decide
        self._new_id = new_id
        self._actor = actor
        self._at = at
        self._max_contacts = max_contacts
        self._state: BookState | None = None
        self._attempt: _Attempt | None = None
        self._unanswered: list[_Attempt] = []

    @property
    def is_outcome_unknown(self) -> bool:
        """Whether a commit was sent whose outcome is unknown."""
        return bool(self._unanswered)

    def carry_out(self, state: BookState) -> Written:
        """Decide on a state and commit; for the state of the previous call, repeat the same commit."""
        committed = self._find_committed()
        if committed is not None:
            return committed.written
        attempt = self._decided(state)
        if not (attempt.commit.changes_book or attempt.commit.operation):
            return attempt.written
        try:
            self._store.commit(attempt.commit)
        except OutcomeUnknownError:
            if attempt not in self._unanswered:
                self._unanswered.append(attempt)
            raise
        except (RaceLostError, AlreadyDoneError, AlreadyCreatedError, OperationMovedError, BookFullError):
            committed = self._find_committed()
            if committed is None:
                raise
            return committed.written
        return attempt.written

    def _decided(self, state: BookState) -> _Attempt:
        if self._attempt is None or self._state is not state:
            plan = self._decide(state)
            self._state = state
            commit = self._commit_of(state, plan)
            self._attempt = _Attempt(commit=commit, labels=commit.labels or state.labels)
        return self._attempt

    def _commit_of(self, state: BookState, plan: Plan) -> Commit:
        first = state.book.revision + 1
        writes = tuple(write.at_revision(first + index) for index, write in enumerate(plan.writes))
        commit = Commit(
            commit_id=self._new_id(),
            actor=self._actor,
            at=self._at,
            base=state.book,
            writes=writes,
            labels=plan.labels,
            receipt=plan.receipt,
            undone=plan.undone,
            max_contacts=self._max_contacts,
        )
        if plan.labels is not None:
            commit = _with_labels_change(commit, state.labels, plan.labels)
        if plan.operation is None:
            return commit
        after = plan.operation.after.with_revisions(first, commit.result.revision)
        return replace(commit, operation=replace(plan.operation, after=after))

    def _find_committed(self) -> _Attempt | None:
        return next((attempt for attempt in self._unanswered if self._has_committed(attempt.commit)), None)

    def _has_committed(self, commit: Commit) -> bool:
        return self._store.has_committed(commit.base.id, commit.base.revision + 1, commit.commit_id)


def _with_labels_change(commit: Commit, before: Labels, after: Labels) -> Commit:
    """Return the commit with what it changes about labels, unless all that it does is to create those of contacts."""
    if commit.writes and before.names.items() <= after.names.items() and before.colors == after.colors:
        return replace(commit, labels=after.dated(before, commit.last_revision))
    from shared.domain.label_changes import LabelsChange  # noqa: PLC0415 - few writes need it

    change = LabelsChange.between(before, after)
    if change is None:
        return commit if commit.writes else replace(commit, labels=None)
    commit = replace(commit, labels_change=change)
    return replace(commit, labels=replace(after.dated(before, commit.last_revision), changed_in=commit.last_revision))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """A commit, and the labels that its contacts refer to."""

    commit: Commit
    labels: Labels

    @property
    def written(self) -> Written:
        contacts = tuple(write.contact for write in self.commit.writes)
        operation = self.commit.operation.after if self.commit.operation else None
        return Written(contacts=contacts, labels=self.labels, operation=operation)
