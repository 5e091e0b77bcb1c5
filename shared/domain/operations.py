"""An operation: what one request changes in a book, if that is more than one change, and how far it has got."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Members = dict[str, Any]
"""What JSON can express, with names as keys. Empty containers and None are values like any other."""

OPERATION_TTL = timedelta(days=365)
"""An operation is kept after its latest write for as long as the changes that belong to it."""


class OperationKind(StrEnum):
    """What an operation does. Stored operations may be of kinds that only newer code knows."""

    BATCH = "batch"
    FILL_PHONE_NUMBERS = "fill_phone_numbers"
    EMPTY_TRASH = "empty_trash"
    ERASE_CONTACT = "erase_contact"
    PURGE_TRASH = "purge_trash"
    MERGE_CONTACTS = "merge_contacts"
    FIND_DUPLICATES = "find_duplicates"
    ORDER_NAMES = "order_names"
    DELETE_LABEL = "delete_label"
    MERGE_LABELS = "merge_labels"
    UNDO = "undo"
    ASSIGN_LABEL = "assign_label"
    RESTORE_BOOK = "restore_book"
    IMPORT_CONTACTS = "import_contacts"
    EXPORT_CONTACTS = "export_contacts"
    EXPORT_ACCOUNT = "export_account"


class OperationState(StrEnum):
    """How far an operation has got."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_MOVES: Mapping[str, frozenset[str]] = {
    OperationState.PENDING: frozenset(OperationState),
    OperationState.RUNNING: frozenset(OperationState) - {OperationState.PENDING},
}
"""The states that may follow each. Those that are missing here are final."""


class IllegalMoveError(ValueError):
    """The operation has ended, or has begun already: a bug in the code that moves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who carries the operation out, and until when nobody else does."""

    owner: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation as it is stored in its book.

    ``kind`` and ``state`` may be ones that only newer code knows. ``version`` counts the writes of the item, each of
    which requires the one that was read. ``cursor`` belongs to the kind, and is None before the first range. ``done``
    counts the contacts that were dealt with, of ``total`` if that is known. The revisions are the first and the last of
    the book that belong to the operation; others may lie between them. ``problem`` says, for people, why it failed, or
    what it left out.
    ``undoes`` is the operation that this one takes back, and ``undone_by`` the one that took this back.
    """

    id: str
    kind: str
    actor: str
    created_at: datetime
    updated_at: datetime
    state: str = OperationState.PENDING
    parameters: Members = field(default_factory=dict)
    cursor: Members | None = None
    done: int = 0
    total: int | None = None
    first_revision: int | None = None
    last_revision: int | None = None
    problem: str | None = None
    lease: Lease | None = None
    undoes: str | None = None
    undone_by: str | None = None
    version: int = 1

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens. An operation in a state that only newer code knows has not ended."""
        return self.state in {OperationState.DONE, OperationState.FAILED, OperationState.CANCELLED}

    @property
    def expires_at(self) -> datetime:
        """When the operation is forgotten."""
        return self.updated_at + OPERATION_TTL

    def is_leased(self, now: datetime, *, to_others_than: str) -> bool:
        """Return whether somebody else is carrying the operation out."""
        return self.lease is not None and self.lease.owner != to_others_than and self.lease.until > now

    def moved(self, state: OperationState, now: datetime, **members: Any) -> Operation:
        """Return the next version of the operation, in this state. One that has ended keeps no lease.

        Raises IllegalMoveError.
        """
        if state not in _MOVES.get(self.state, ()):
            raise IllegalMoveError(f"from {self.state} to {state}")
        moved = replace(self, **members, state=state, version=self.version + 1, updated_at=now)
        return replace(moved, lease=None) if moved.has_ended else moved

    def taken_back(self, by: str, now: datetime) -> Operation:
        """Return the next version of the operation, undone by another one; the state stays what it is."""
        return replace(self, undone_by=by, version=self.version + 1, updated_at=now)

    def with_revisions(self, first: int, last: int) -> Operation:
        """Return the operation with these revisions added; without any, ``last`` is below ``first``."""
        if last < first:
            return self
        known = self.first_revision
        return replace(self, first_revision=first if known is None else known, last_revision=last)
