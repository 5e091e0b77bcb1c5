"""How a change gets into a book: read, decide, commit on the revision that was read; again when the race was lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from shared.domain.errors import AccountGoneError, BookBusyError, OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.commits import Commit, ContactWrite, Receipt
from shared.services.ports.conflicts import AlreadyDoneError, BookMissingError, RaceLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState, BookStore
    from shared.services.timing import Timing

DEADLINE_SECONDS = 5.0
MAX_JITTER_SECONDS = 0.020


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a decision came to: versions to write, their revisions still open, and the label list when it changed."""

    writes: tuple[ContactWrite, ...]
    labels: Labels | None = None
    receipt: Receipt | None = None


class Decide(Protocol):
    """Decides on a state.

    Called again with a newer state after every lost race; one of its plans is carried out at most. So a call has no
    effect that outlives it but its plan, and decides by the state it is given. It may draw ids: they go with the plan.
    """

    def __call__(self, state: BookState, /) -> Plan:
        """Return what to write on this state, or raise the error that the caller is to see."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a write: the contacts as stored, none for an empty plan, and the labels to read them with."""

    contacts: tuple[Contact, ...]
    labels: Labels


class BookWriter:
    """Commits decisions, one after the other, whoever else writes at the same time."""

    def __init__(self, store: BookStore, *, timing: Timing, new_operation_id: Callable[[], str]) -> None:
        self._store = store
        self._timing = timing
        self._new_operation_id = new_operation_id

    def write(
        self, book_id: str, *, actor: str, at: datetime, contact_ids: Sequence[str] = (), labels: bool, decide: Decide
    ) -> Written:
        """Carry out what ``decide`` plans, atomically and once; nothing is written for an empty plan.

        One read and one transaction when nobody else writes. Raises AccountGoneError when there is no such book,
        BookBusyError after five seconds of lost races, StoreUnavailableError, OutcomeUnknownError when the database
        does not tell within five seconds what became of the write, and whatever ``decide`` raises.
        """
        operation = _Operation(self._store, decide, new_id=self._new_operation_id, actor=actor, at=at)
        deadline = self._timing.monotonic() + DEADLINE_SECONDS
        state: BookState | None = None
        while True:
            try:
                state = state or self._store.load(book_id, contact_ids, labels=labels)
                return operation.carry_out(state)
            except BookMissingError as error:
                raise AccountGoneError("the account no longer has a book") from error
            except RaceLostError as race:
                self._require_time(deadline, race, operation)
                state = replace(state, book=race.book) if state and race.book else None
            except StoreUnavailableError as error:
                if not operation.is_in_doubt:
                    raise
                self._require_time(deadline, error, operation)
            self._timing.wait(MAX_JITTER_SECONDS * self._timing.jitter())

    def _require_time(self, deadline: float, error: Exception, operation: _Operation) -> None:
        if self._timing.monotonic() < deadline:
            return
        if operation.is_in_doubt:
            raise OutcomeUnknownError("the database does not tell whether the write happened") from error
        raise BookBusyError("too many changes of this book at the same time") from error


class _Operation:
    """One write on its way. It may take several commits, of which the store carries out one at most.

    A commit without an answer may have happened, or may happen later, as long as the book has not moved past its base.
    So it is remembered, and looked for in the book's history before anything else is decided, told or sent. Every
    commit that was decided anew has an operation id of its own, for it may differ from the one before.
    """

    def __init__(
        self, store: BookStore, decide: Decide, *, new_id: Callable[[], str], actor: str, at: datetime
    ) -> None:
        self._store = store
        self._decide = decide
        self._new_id = new_id
        self._actor = actor
        self._at = at
        self._state: BookState | None = None
        self._attempt: _Attempt | None = None
        self._unanswered: list[_Attempt] = []

    @property
    def is_in_doubt(self) -> bool:
        """Whether a commit was sent of which nobody knows what became."""
        return bool(self._unanswered)

    def carry_out(self, state: BookState) -> Written:
        """Decide on a state and commit; on a state that it was called with before, commit the same once more."""
        happened = self._find_happened()
        if happened is not None:
            return happened.written
        attempt = self._decided(state)
        if not attempt.commit.writes:
            return attempt.written
        try:
            self._store.commit(attempt.commit)
        except OutcomeUnknownError:
            if attempt not in self._unanswered:
                self._unanswered.append(attempt)
            raise
        except (RaceLostError, AlreadyDoneError):
            happened = self._find_happened()
            if happened is None:
                raise
            return happened.written
        return attempt.written

    def _decided(self, state: BookState) -> _Attempt:
        if self._attempt is None or self._state is not state:
            plan = self._decide(state)
            commit = _commit(state, plan, operation_id=self._new_id(), actor=self._actor, at=self._at)
            self._state, self._attempt = state, _Attempt(commit=commit, labels=plan.labels or state.labels)
        return self._attempt

    def _find_happened(self) -> _Attempt | None:
        return next((attempt for attempt in self._unanswered if self._has_happened(attempt.commit)), None)

    def _has_happened(self, commit: Commit) -> bool:
        return self._store.has_committed(commit.base.id, commit.base.revision + 1, commit.operation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """A commit, and the labels that its contacts refer to."""

    commit: Commit
    labels: Labels

    @property
    def written(self) -> Written:
        return Written(contacts=tuple(write.contact for write in self.commit.writes), labels=self.labels)


def _commit(state: BookState, plan: Plan, *, operation_id: str, actor: str, at: datetime) -> Commit:
    first = state.book.revision + 1
    writes = tuple(
        replace(write, contact=replace(write.contact, revision=first + index))
        for index, write in enumerate(plan.writes)
    )
    return Commit(
        operation_id=operation_id,
        actor=actor,
        at=at,
        base=state.book,
        writes=writes,
        labels=plan.labels,
        receipt=plan.receipt,
    )
