"""Taking a book back to a moment: the preview, and the start of the operation that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import (
    BookBusyError,
    HistoryGoneError,
    InvalidInputError,
    OutcomeUnknownError,
    RestoreRefusedError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.moments import canonical
from shared.domain.operations import OperationKind

if TYPE_CHECKING:
    from shared.domain.moments import Moment
    from shared.domain.operations import Members, Operation
    from shared.services.contacts.past.labels import PastLabels
    from shared.services.contacts.past.moments import PastMoments
    from shared.services.contacts.past.preview import Preview, RestorePreviews
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookStore
    from shared.services.ports.operations import OperationStore

RAISES = (
    BookBusyError,
    HistoryGoneError,
    InvalidInputError,
    OutcomeUnknownError,
    RestoreRefusedError,
    StoreUnavailableError,
    TasksUnavailableError,
)
KEPT_APART = frozenset(
    {
        OperationKind.ASSIGN_LABEL,
        OperationKind.DELETE_LABEL,
        OperationKind.FILL_PHONE_NUMBERS,
        OperationKind.IMPORT_CONTACTS,
        OperationKind.MERGE_LABELS,
        OperationKind.RESTORE_BOOK,
        OperationKind.UNDO,
    }
)
"""Operations that write to many contacts in the background: together with one, neither would do all of its work."""
LOOKED_THROUGH = 50
"""The latest operations, which may still be going on."""


class BookRestorer:
    """Takes books back to a moment. ``actor`` is the account that does it."""

    def __init__(
        self,
        store: BookStore,
        operations: OperationStore,
        starter: OperationStarter,
        moments: PastMoments,
        labels: PastLabels,
        previews: RestorePreviews,
    ) -> None:
        self._store = store
        self._operations = operations
        self._starter = starter
        self._moments = moments
        self._labels = labels
        self._previews = previews

    def preview(self, book_id: str, moment: Moment) -> Preview:
        """Return what would happen. Raises what ``PastMoments.find`` and ``RestorePreviews.of`` raise."""
        return self._previews.of(book_id, self._moments.find(book_id, moment))

    def restore(self, book_id: str, moment: Moment, *, actor: str, idempotency_key: str | None = None) -> Operation:
        """Start the operation that takes a book back to a moment; its labels are taken back at once.

        A second call with the same key and moment within 24 hours returns the operation of the first. Raises
        RestoreRefusedError while another operation writes to many contacts, what ``preview`` raises, and what
        ``OperationStarter.start`` raises.
        """
        request = {"request": {"at": canonical(moment)}}
        try:
            return self._start(book_id, moment, request, actor=actor, idempotency_key=idempotency_key)
        except (HistoryGoneError, InvalidInputError, RestoreRefusedError):
            kind = OperationKind.RESTORE_BOOK
            started = self._starter.started_before(
                book_id, self._store, kind=kind, parameters=request, idempotency_key=idempotency_key
            )
            if started is None:
                raise
            return started

    def _start(
        self, book_id: str, moment: Moment, request: Members, *, actor: str, idempotency_key: str | None
    ) -> Operation:
        then = self._moments.find(book_id, moment)
        self._require_rest(book_id)
        return self._starter.start(
            book_id,
            kind=OperationKind.RESTORE_BOOK,
            parameters={**request, "revision": then.revision, "upto": then.latest},
            actor=actor,
            idempotency_key=idempotency_key,
            change=lambda labels: self._labels.restored(book_id, labels, then.revision),
        )

    def _require_rest(self, book_id: str) -> None:
        for operation in self._operations.list_latest(book_id, limit=LOOKED_THROUGH):
            if operation.kind in KEPT_APART and not operation.has_ended:
                raise RestoreRefusedError(operation.id, operation.kind)
