"""The items of a batch, and what becomes of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.documents import encode
from shared.domain.edit_conflicts import EditConflict
from shared.domain.errors import (
    BookFullError,
    ContactNotFoundError,
    ContactsApiError,
    EditConflictError,
    FieldProblem,
    InvalidInputError,
    NotCarriedOutError,
    PreconditionFailedError,
)
from shared.domain.ids import derived_id
from shared.services.idempotency import sha256

if TYPE_CHECKING:
    from shared.domain.contacts.contact import ContactDraft
    from shared.services.contacts.tagged import AllowedVersions, Reconcile, Revise, TaggedContact

MAX_ITEMS = 500
MAX_STORED_BYTES = 500
"""Of what is kept about an item that failed: 500 of them have room in an item of DynamoDB (400 KB)."""


class Action(StrEnum):
    """What an item does."""

    CREATE = "create"
    REPLACE = "replace"
    PATCH = "patch"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One change. ``contact_id`` is empty for a contact to be created; ``draft`` is for that and for a replacement.

    ``reconcile`` is for an edit of a contact in a version that is not ``allowed``. An item with a ``refusal`` can never
    be carried out, whatever is in the book.
    """

    action: Action
    contact_id: str = ""
    draft: ContactDraft | None = None
    revise: Revise | None = None
    allowed: AllowedVersions = None
    reconcile: Reconcile | None = None
    refusal: ContactsApiError | None = None

    def revision(self, current: TaggedContact) -> ContactDraft:
        """Return what a replacement or a patch makes of a contact. Raises what ``revise`` raises."""
        wanted = self.revise(current) if self.revise else self.draft
        assert wanted is not None
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The items of one request, in order. ``content`` tells it from other requests with the same Idempotency-Key.

    ``merges`` says whether its edits of earlier versions are to be reconciled.
    """

    items: Sequence[BatchItem]
    all_or_nothing: bool = False
    merges: bool = False
    content: str

    def contact_id(self, operation_id: str, index: int) -> str:
        """Return the id of an item's contact.

        That of a new one is derived from the operation, so that nothing needs to be stored in order to know it later.
        """
        return self.items[index].contact_id or derived_id(sha256(f"{operation_id}\0{index}"))


class Success(StrEnum):
    """What an item that was carried out has done."""

    CREATED = "created"
    UPDATED = "updated"
    TRASHED = "trashed"


Outcome = Success | ContactsApiError
ItemError = (BookFullError, ContactNotFoundError, EditConflictError, InvalidInputError, PreconditionFailedError)
"""The errors of an item that say nothing about the others."""

_CODES: Mapping[Success, str] = {Success.CREATED: "c", Success.UPDATED: "u", Success.TRASHED: "t"}
_SUCCESSES = {code: success for success, code in _CODES.items()}
_REFUSED = "r"
_KINDS: Mapping[str, type[ContactsApiError]] = {
    "full": BookFullError,
    "missing": ContactNotFoundError,
    "skipped": NotCarriedOutError,
}
_INVALID = "invalid"
_VERSION = "version"


def stored(outcome: Outcome, item: BatchItem) -> Any:
    """Return an outcome in the short form in which an operation keeps it."""
    if isinstance(outcome, Success):
        return _CODES[outcome]
    if outcome is item.refusal:
        return _REFUSED
    if isinstance(outcome, InvalidInputError):
        return [_INVALID, *_fitting([[each.pointer, each.code, each.detail] for each in outcome.problems])]
    if isinstance(outcome, PreconditionFailedError):
        return [_VERSION, outcome.current_version, outcome.why]
    if isinstance(outcome, EditConflictError):  # which code that does not merge edits reads as the same error
        paths = _fitting([[each.path] for each in outcome.conflicts]) or [[""]]
        return [_VERSION, outcome.current_version, "", *paths]
    return next([name, str(outcome)] for name, kind in _KINDS.items() if isinstance(outcome, kind))


def outcome_of(kept: Any, item: BatchItem) -> Outcome:
    """Return the outcome of an item that was stored in the short form."""
    if isinstance(kept, str):
        return item.refusal or NotCarriedOutError("it was refused") if kept == _REFUSED else _SUCCESSES[kept]
    kind, *rest = kept
    if kind == _INVALID:
        return InvalidInputError(*[FieldProblem(pointer=p, code=code, detail=detail) for p, code, detail in rest])
    if kind == _VERSION:
        return _of_another_version(*rest)
    return _KINDS[kind](rest[0])


def _of_another_version(current: str, why: str = "", *paths: list[str]) -> ContactsApiError:
    if not paths:
        return PreconditionFailedError(current, why=why)
    conflicts = tuple(EditConflict(path=path, values={}) for [path] in paths)
    return EditConflictError(current, conflicts)


def _fitting(entries: Sequence[list[str]]) -> list[list[str]]:
    """Return the entries, from the first one on, that there is room for."""
    room = MAX_STORED_BYTES
    fitting = []
    for entry in entries:
        room -= len(encode(entry).encode())
        if room < 0:
            break
        fitting.append(entry)
    return fitting
