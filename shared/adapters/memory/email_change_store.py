"""Moves of accounts between e-mail addresses, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.memory.account_store import take_address
from shared.adapters.memory.side_writes import add_side_writes
from shared.domain.accounts.account import EmailClaim
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.email_changes import EmailMove


class MemoryEmailChanges:
    """A ports.EmailChangeStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def move(self, move: EmailMove, *, held_until: datetime, now: datetime) -> None:
        """See ports.EmailChangeStore."""
        data = self._database
        with data.lock:
            self._require_own(move)
            try:
                take_address(data, _claim(move), replaces=move.replaces, now=now)
            except ClaimTakenError as error:
                raise AccountChangedError("the address is claimed") from error
            self._store(move)
            data.claims[move.before.canonical_email] = EmailClaim.held(move.before, until=held_until)

    def move_back(self, move: EmailMove) -> None:
        """See ports.EmailChangeStore."""
        data = self._database
        with data.lock:
            held = data.claims.get(move.after.canonical_email)
            if held is None or held.held_for != move.after.id:
                raise AccountChangedError("the address is not held")
            self._require_own(move)
            data.claims[move.after.canonical_email] = _claim(move)
            self._store(move)
            del data.claims[move.before.canonical_email]

    def _require_own(self, move: EmailMove) -> None:
        stored = self._database.accounts.get(move.after.id)
        claim = self._database.claims.get(move.before.canonical_email)
        is_own = claim is not None and claim.account_id == move.after.id
        if stored is None or stored.version != move.after.version - 1 or not is_own:
            raise AccountChangedError("the account is no longer the version that was read")

    def _store(self, move: EmailMove) -> None:
        data, account = self._database, move.after
        add_side_writes(data, move.sides)
        data.accounts[account.id] = account
        data.books[account.book_id] = replace(data.books[account.book_id], not_before=account.not_before)
        data.move_erasure(account, replaces=move.before)
        data.action_tokens[move.token.purpose, move.token.hash] = move.token
        data.mails[move.mail.id] = move.mail
        data.security_events[account.id, move.event.id] = move.event


def _claim(move: EmailMove) -> EmailClaim:
    return EmailClaim(canonical_email=move.after.canonical_email, account_id=move.after.id)
