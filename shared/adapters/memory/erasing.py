"""The register of erasures, and the erasers of what is in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.erasure import Erasure


class MemoryErasureRegister:
    """A ports.ErasureRegister. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def list_due(self, *, now: datetime, limit: int) -> Sequence[Erasure]:
        """See ports.ErasureRegister."""
        with self._database.lock:
            due = [erasure for erasure in self._database.erasures.values() if erasure.due_at <= now]
        return sorted(due, key=lambda erasure: (erasure.due_at, erasure.account_id))[:limit]

    def close(self, erasure: Erasure, *, now: datetime) -> Erasure | None:
        """See ports.ErasureRegister."""
        data, key = self._database, (erasure.account_id, erasure.due_at)
        if erasure.closed_at is not None:
            return erasure
        with data.lock:
            account = data.accounts.get(erasure.account_id)
            if account is not None and account.erase_at != erasure.due_at:
                data.erasures.pop(key, None)
                return None
            if key not in data.erasures:
                raise AccountChangedError("the deletion was undone")
            if account is not None:
                del data.accounts[account.id]
                del data.claims[account.canonical_email]
                _remove(data.tokens, lambda _, token: token.account_id == account.id)
            data.books.pop(erasure.book_id, None)
            closed = data.erasures[key] = replace(erasure, closed_at=now)
            return closed

    def finish(self, erasure: Erasure, *, now: datetime) -> None:
        """See ports.ErasureRegister."""
        with self._database.lock:
            self._database.erasures.pop((erasure.account_id, erasure.due_at), None)
            self._database.tombstones[erasure.account_id] = erasure, now


class MemoryEraser:
    """A ports.Eraser of everything in memory. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser."""
        data, account_id, book_id = self._database, erasure.account_id, erasure.book_id
        with data.lock:
            by_book: list[MutableMapping[Any, Any]] = [data.labels, data.shelves, data.views, data.feeds]
            for kept in (*by_book, data.found_groups, data.dismissed, data.waiting, data.factors, data.personal_tokens):
                kept.pop(book_id, None)
            by_book_and_more: list[MutableMapping[Any, Any]] = [data.operations, data.photos_held, data.photo_holders]
            for kept in (*by_book_and_more, data.sessions, data.security_events):
                _remove(kept, lambda key, _: key[0] == book_id)
            naming: list[MutableMapping[Any, Any]] = [data.tokens, data.action_tokens, data.mails, data.suppressions]
            for kept in (*naming, data.identities, data.passkeys):
                _remove(kept, lambda _, value: value.account_id == account_id)
            _remove(data.claims, lambda _, claim: claim.held_for == account_id)
        yield


def _remove(kept: MutableMapping[Any, Any], is_meant: Callable[[Any, Any], bool]) -> None:
    for key in [key for key, value in kept.items() if is_meant(key, value)]:
        del kept[key]
