"""Identities, and proofs of them, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.memory.account_store import take_address
from shared.adapters.memory.side_writes import require_identity
from shared.domain.accounts.account import EmailClaim
from shared.domain.books import Book
from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import (
    AccountChangedError,
    IdentityClaimedError,
    ProofExistsError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.identities import Identity, IdentityProof, ProvenIdentity
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.services.ports.identities import IdentityChange


class MemoryIdentityStore:
    """A ports.IdentityStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find_owner(self, identity_id: str) -> str | None:
        """See ports.IdentityStore."""
        with self._database.lock:
            identity = self._database.identities.get(identity_id)
        return identity.account_id if identity else None

    def list_all(self, account_id: str) -> Sequence[Identity]:
        """See ports.IdentityStore."""
        with self._database.lock:
            own = [one for one in self._database.identities.values() if one.account_id == account_id]
        return sorted(own, key=lambda one: (one.created_at, one.id))

    def register(
        self, account: Account, identity: Identity, event: SecurityEvent, *, replaces: EmailClaim | None, now: datetime
    ) -> None:
        """See ports.IdentityStore."""
        data = self._database
        with data.lock:
            self._require_unclaimed(identity)
            address = EmailClaim(canonical_email=account.canonical_email, account_id=account.id)
            take_address(data, address, replaces=replaces, now=now)
            data.accounts[account.id] = account
            data.books[account.book_id] = Book.new(account.book_id, account.settings, account.not_before)
            data.identities[identity.id] = identity
            data.security_events[event.account_id, event.id] = event

    def link(self, change: IdentityChange) -> None:
        """See ports.IdentityStore."""
        with self._database.lock:
            self._require_unclaimed(change.identity)
            self._change(change)
            self._database.identities[change.identity.id] = change.identity

    def unlink(self, change: IdentityChange) -> None:
        """See ports.IdentityStore."""
        with self._database.lock:
            require_identity(self._database, change.identity)
            self._change(change)
            del self._database.identities[change.identity.id]

    def _require_unclaimed(self, identity: Identity) -> None:
        if identity.id in self._database.identities:
            raise IdentityClaimedError

    def _change(self, change: IdentityChange) -> None:
        data, account = self._database, change.account
        stored = data.accounts.get(account.id)
        if stored is None or stored.version != account.version - 1:
            raise AccountChangedError("the account is no longer the version that was read")
        data.accounts[account.id] = replace(stored, version=account.version, updated_at=account.updated_at)
        data.security_events[account.id, change.event.id] = change.event
        if change.mail is not None:
            data.mails[change.mail.id] = change.mail


class MemoryIdentityProofs:
    """A ports.IdentityProofStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def add(self, proof: IdentityProof) -> None:
        """See ports.IdentityProofStore."""
        with self._database.lock:
            if proof.code_hash in self._database.proofs_taken or proof.code_hash in self._database.proofs:
                raise ProofExistsError
            self._database.proofs[proof.code_hash] = proof

    def take(self, code_hash: str, challenge: str, *, now: datetime) -> ProvenIdentity | None:
        """See ports.IdentityProofStore."""
        with self._database.lock:
            proof = unless_expired(self._database.proofs.get(code_hash), now)
            if proof is None or proof.challenge != challenge:
                return None
            del self._database.proofs[code_hash]
            self._database.proofs_taken.add(code_hash)
            return proof.identity
