"""The trash, where deleted contacts go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.errors import BookBusyError, BookFullError, OutcomeUnknownError, StoreUnavailableError
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.tagged import AllowedVersions, live_contact
from shared.services.ports.commits import ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.books import BookState

RAISES = (BookBusyError, BookFullError, OutcomeUnknownError, StoreUnavailableError)


class Trash:
    """Moves contacts to the trash of their book. ``actor`` is the account that does it."""

    def __init__(self, writer: BookWriter, *, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._now = now

    def put(self, book_id: str, contact_id: str, *, actor: str, allowed: AllowedVersions = None) -> None:
        """Put a contact in the trash, so that it is no longer found or listed. Raises what ``ContactWriter`` raises."""
        now = self._now()

        def decide(state: BookState) -> Plan:
            current = live_contact(state, contact_id, allowed).contact
            trashed = replace(current, trashed_at=now, updated_at=now)
            return Plan(writes=(ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=current),))

        self._writer.write(
            book_id, actor=actor, at=now, contact_ids=[contact_id], labels=allowed is not None, decide=decide
        )
