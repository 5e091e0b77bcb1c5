"""Creating, changing and deleting views."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from shared.domain.contacts.views import ViewDraft, Views, new_view
from shared.domain.errors import (
    AccountGoneError,
    BookFullError,
    OutcomeUnknownError,
    PreconditionFailedError,
    StoreUnavailableError,
    ViewExistsError,
    ViewNotFoundError,
)
from shared.services.contacts.views import ShownView, found
from shared.services.idempotency import receipt_of, require_same_request
from shared.services.ports.conflicts import BookMissingError
from shared.services.state_writer import Plan, StateWriter

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.labels import Labels
    from shared.services.contacts.tagged import AllowedVersions
    from shared.services.ports.books import BookStore
    from shared.services.ports.receipts import Receipt
    from shared.services.ports.views import ViewStore
    from shared.services.timing import Timing

RAISES = (BookFullError, OutcomeUnknownError, StoreUnavailableError, ViewExistsError, ViewNotFoundError)

Answer = TypeVar("Answer")
Revise = Callable[[ShownView], ViewDraft]
"""Returns the new draft, given the current view; called again if the view has changed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a write is decided on: the views, the labels that they may refer to, and the receipt with the key sent."""

    views: Views
    labels: Labels
    receipt: Receipt | None = None


class ViewWriter:
    """Writes the views of a book, each time the list of them on the condition that nobody else has.

    No contact changes, and so views are no part of the book's history. Methods raise StoreUnavailableError, also if
    others win every race, OutcomeUnknownError, and AccountGoneError if there is no such book.
    """

    def __init__(
        self,
        store: ViewStore,
        books: BookStore,
        *,
        timing: Timing,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._books = books
        self._writer = StateWriter(timing=timing)
        self._now = now
        self._new_id = new_id

    def create(self, book_id: str, draft: ViewDraft, *, idempotency_key: str | None = None) -> ShownView:
        """Store a new view.

        A second call with the same key and draft within 24 hours returns the view of the first, as it is by then.
        Raises InvalidInputError, also for a book that has as many views as it may have, ViewExistsError if another view
        has this name, IdempotencyKeyReusedError, and ViewNotFoundError if the view of the first call is gone.
        """
        now, view_id = self._now(), self._new_id()
        receipt = _receipt(book_id, idempotency_key, draft, view_id, now) if idempotency_key else None

        def decide(state: _State) -> Plan[_State, ShownView]:
            if state.receipt and receipt:
                require_same_request(state.receipt, receipt)
                return Plan(answer=ShownView.of(found(state.views, state.receipt.made_id), state.labels))
            view = new_view(view_id, draft, state.labels, at=now)
            return self._plan(
                book_id, state.views.with_view(view), ShownView.of(view, state.labels), at=now, receipt=receipt
            )

        return self._carry_out(book_id, decide, receipt)

    def update(self, book_id: str, view_id: str, revise: Revise, *, allowed: AllowedVersions = None) -> ShownView:
        """Change a view; if nothing changes, nothing is written.

        Raises ViewNotFoundError, PreconditionFailedError unless the view has one of the ``allowed`` versions,
        InvalidInputError, ViewExistsError, and what ``revise`` raises.
        """
        now = self._now()

        def decide(state: _State) -> Plan[_State, ShownView]:
            current = _allowed(state, view_id, allowed)
            view = current.view.written(revise(current), state.labels, at=now)
            if view is current.view:
                return Plan(answer=current)
            return self._plan(book_id, state.views.with_view(view), ShownView.of(view, state.labels), at=now)

        return self._carry_out(book_id, decide)

    def delete(self, book_id: str, view_id: str, *, allowed: AllowedVersions = None) -> None:
        """Delete a view. Raises ViewNotFoundError, and PreconditionFailedError as ``update`` does."""
        now = self._now()

        def decide(state: _State) -> Plan[_State, ShownView]:
            current = _allowed(state, view_id, allowed)
            return self._plan(book_id, state.views.without(view_id), current, at=now)

        self._carry_out(book_id, decide)

    def follow_merge(self, book_id: str, label_id: str) -> None:
        """Give the views of a label that has been merged the label in its place, before the book forgets its id."""
        now = self._now()

        def decide(state: _State) -> Plan[_State, None]:
            into = state.labels.removed.get(label_id, "")
            moved = state.views.moved(label_id, into, at=now) if into else state.views
            return Plan(answer=None) if moved is state.views else self._plan(book_id, moved, None, at=now)

        self._carry_out(book_id, decide)

    def _carry_out(
        self, book_id: str, decide: Callable[[_State], Plan[_State, Answer]], receipt: Receipt | None = None
    ) -> Answer:
        def read() -> _State:
            known = self._books.get_receipt(receipt.key, at=self._now()) if receipt else None
            return _State(views=self._store.get(book_id), labels=self._books.get_labels(book_id), receipt=known)

        return self._writer.carry_out(read, decide, version=lambda state: state.views.version)

    def _plan(
        self, book_id: str, changed: Views, answer: Answer, *, at: datetime, receipt: Receipt | None = None
    ) -> Plan[_State, Answer]:
        def commit() -> None:
            try:
                self._store.put(book_id, changed, at=at, receipt=receipt)
            except BookMissingError as error:
                raise AccountGoneError("the account no longer has a book") from error

        return Plan(answer=answer, commit=commit, has_happened=lambda state: _is_stored(state, changed, receipt))


def _is_stored(state: _State, changed: Views, receipt: Receipt | None) -> bool:
    """Return whether a change was stored, judging by a later state.

    Raises OutcomeUnknownError if the views have changed again since, which hides who wrote the version before.
    """
    if receipt and state.receipt:
        return state.receipt.made_id == receipt.made_id
    if state.views.version > changed.version:
        raise OutcomeUnknownError("the views have changed again since")
    return state.views == changed


def _allowed(state: _State, view_id: str, allowed: AllowedVersions) -> ShownView:
    """Return a view that may be changed. Raises ViewNotFoundError, PreconditionFailedError."""
    current = ShownView.of(found(state.views, view_id), state.labels)
    if allowed is not None and current.version not in allowed:
        raise PreconditionFailedError(current.version)
    return current


def _receipt(book_id: str, key: str, draft: ViewDraft, view_id: str, now: datetime) -> Receipt:
    content = json.dumps(["view", draft.name, draft.query.members(), draft.sort])
    return receipt_of(book_id, key, content, made_id=view_id, now=now)
