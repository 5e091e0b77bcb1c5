"""The start of exports, of which the request makes small ones itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.cards.forms import FORMS
from shared.domain.errors import (
    BookBusyError,
    FieldProblem,
    FilesUnavailableError,
    HistoryGoneError,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
    ViewNotFoundError,
)
from shared.domain.exports import ExportOptions
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.cards.forms import CardForm
    from shared.domain.contacts.queries import ContactQuery
    from shared.domain.operations import Members
    from shared.services.contacts.past.moments import PastMoments
    from shared.services.contacts.views import ViewReader
    from shared.services.exchange.export_task import Exporting
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookStore

RAISES = (
    BookBusyError,
    FilesUnavailableError,
    HistoryGoneError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
RANGES_AT_ONCE = 2
"""That the request for an export carries out itself: one if a file of up to 1 MiB can be written, two with columns."""
MEDIA_TYPES = {
    "vcard": "text/vcard",
    "jcard": "application/vcard+json",
    "jscontact": "application/jscontact+json",
    "csv": "text/csv",
    "ldif": "text/ldif",
}
"""Of the formats, by their names. Forms of one format differ in versions and profiles."""
_ENDINGS = {"text/vcard": "vcf", "text/csv": "csv", "text/ldif": "ldif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedExport:
    """An export as it is asked for: a format by its name, perhaps a version and a profile of it, and perhaps a view."""

    format: str
    version: str = ""
    profile: str = ""
    query: ContactQuery
    view_id: str = ""
    ids: tuple[str, ...] = ()

    def to_members(self) -> Members:
        """Return what tells it from another request."""
        members = {name: getattr(self, name) for name in ("format", "version", "profile", "view_id")}
        return {**members, "query": self.query.members(), "ids": list(self.ids)}


class Exporter:
    """Starts exports. ``actor`` is the account that does it; ``new_task`` makes what carries one out."""

    def __init__(
        self,
        store: BookStore,
        views: ViewReader,
        moments: PastMoments,
        starter: OperationStarter,
        new_task: Callable[[], Exporting],
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._views = views
        self._moments = moments
        self._starter = starter
        self._new_task = new_task
        self._now = now
        self._new_id = new_id

    def start(self, book_id: str, asked: AskedExport, *, actor: str, idempotency_key: str | None = None) -> Operation:
        """Export contacts as the book has them now. A small export has ended when this returns.

        A second call with the same key and options within 24 hours returns the export of the first one. Raises
        InvalidInputError for a form or a view that there is not, what ``Exporting.step`` and ``PastMoments.find``
        raise, and what ``OperationStarter.start`` raises.
        """
        options, form = self._options(book_id, asked), _form_of(asked)
        request = {"request": asked.to_members()}
        kind = OperationKind.EXPORT_CONTACTS
        started = self._starter.started_before(
            book_id, self._store, kind=kind, parameters=request, idempotency_key=idempotency_key
        )
        if started is not None:
            return started
        book = load_book(self._store, book_id).book
        then = self._moments.find(book_id, book.revision)
        now = self._now()
        operation = Operation(
            id=self._new_id(),
            kind=kind,
            actor=actor,
            created_at=now,
            updated_at=now,
            parameters={
                **request,
                **options.to_members(),
                "revision": then.revision,
                "total": len(set(options.ids)) or book.contact_count,
                "media_type": form.content_type,
                "file_name": f"contacts-{now:%Y-%m-%d}.{_ENDINGS.get(form.media_type, 'json')}",
            },
        )
        return self._starter.go_on(book_id, self._begun(book_id, operation), idempotency_key=idempotency_key)

    def _options(self, book_id: str, asked: AskedExport) -> ExportOptions:
        """Return what is exported, with what the view shows. Raises InvalidInputError."""
        query = asked.query
        if asked.view_id:
            try:
                shown = self._views.find(book_id, asked.view_id).query
            except ViewNotFoundError as error:
                raise InvalidInputError(_problem("view", "unknown_view", "There is no such view.")) from error
            query = replace(query, text=f"{shown.text} {query.text}".strip(), view=shown.filter)
        return ExportOptions(form=_form_of(asked).name, query=query, ids=asked.ids)

    def _begun(self, book_id: str, operation: Operation) -> Operation:
        """Return the operation after its first ranges; it has ended if these were all."""
        task = self._new_task()
        for _ in range(RANGES_AT_ONCE):
            step = task.step(book_id, operation)
            operation = replace(operation, cursor=step.cursor, done=operation.done + step.dealt_with, total=step.total)
            if step.is_last:
                return replace(operation, state=OperationState.DONE)
        return operation


def _form_of(asked: AskedExport) -> CardForm:
    """Return the form that is asked for; of several the usual one. Raises InvalidInputError."""
    forms = [form for form in FORMS if form.media_type == MEDIA_TYPES.get(asked.format)]
    if not forms:
        raise InvalidInputError(_problem("format", "unknown_format", "There is no format of this name."))
    for name, value in (("version", asked.version), ("profile", asked.profile)):
        forms = [form for form in forms if form.parameters.get(name, "") == value or (name == "version" and not value)]
        if not forms:
            detail = f"This format, in this version, has no such {name}."
            raise InvalidInputError(_problem(name, f"unknown_{name}", detail))
    return forms[0]


def _problem(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(pointer=f"/{name}", code=code, detail=detail)
