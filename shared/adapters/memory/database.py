"""The data that the in-memory stores share, so that one transaction can span accounts, books and mail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TYPE_CHECKING

from shared.adapters.memory.book import MemoryBook
from shared.domain.accounts.erasure import Erasure
from shared.services.ports.conflicts import AlreadyDoneError, OperationMovedError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
    from shared.domain.accounts.action_tokens import ActionToken, Purpose
    from shared.domain.accounts.factors import Factors
    from shared.domain.accounts.identities import Identity, IdentityProof
    from shared.domain.accounts.passkeys import Passkey
    from shared.domain.accounts.personal_tokens import PersonalTokens
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Session
    from shared.domain.books import Book
    from shared.domain.calendars.feeds import Feeds
    from shared.domain.contacts.views import Views
    from shared.domain.labels import Labels
    from shared.domain.mails import OutgoingMail
    from shared.domain.operations import Operation
    from shared.domain.suppressions import Suppression
    from shared.services.ports.duplicates import FoundGroups, IdPair
    from shared.services.ports.operations import OperationWrite
    from shared.services.ports.receipts import Receipt


@dataclass(slots=True, kw_only=True)
class MemoryDatabase:
    """All data. Readers and writers hold ``lock``; a transaction holds it from its first check to its last write."""

    lock: RLock = field(default_factory=RLock)

    books: dict[str, Book] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    shelves: defaultdict[str, MemoryBook] = field(default_factory=lambda: defaultdict(MemoryBook))
    receipts: dict[str, Receipt] = field(default_factory=dict)
    operations: dict[tuple[str, str], Operation] = field(default_factory=dict)

    views: dict[str, Views] = field(default_factory=dict)
    feeds: dict[str, Feeds] = field(default_factory=dict)
    found_groups: dict[str, FoundGroups] = field(default_factory=dict)
    dismissed: defaultdict[str, set[IdPair]] = field(default_factory=lambda: defaultdict(set))
    photos_held: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    photo_holders: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    accounts: dict[str, Account] = field(default_factory=dict)
    claims: dict[str, EmailClaim] = field(default_factory=dict)
    waiting: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, VerificationToken] = field(default_factory=dict)
    action_tokens: dict[tuple[Purpose, str], ActionToken] = field(default_factory=dict)
    personal_tokens: dict[str, PersonalTokens] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    security_events: dict[tuple[str, str], SecurityEvent] = field(default_factory=dict)
    used_challenges: dict[str, datetime] = field(default_factory=dict)
    factors: dict[str, Factors] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    proofs: dict[str, IdentityProof] = field(default_factory=dict)
    proofs_taken: set[str] = field(default_factory=set)
    passkeys: dict[str, Passkey] = field(default_factory=dict)

    erasures: dict[tuple[str, datetime | None], Erasure] = field(default_factory=dict)
    tombstones: dict[str, tuple[Erasure, datetime]] = field(default_factory=dict)

    mails: dict[str, OutgoingMail] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    leases: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def move_erasure(self, account: Account, *, replaces: Account) -> None:
        """Enter an account into the register of erasures, or take it out, if a change of it says so."""
        if account.erase_at == replaces.erase_at:
            return
        self.erasures.pop((account.id, replaces.erase_at), None)
        if account.erase_at is not None:
            self.erasures[account.id, account.erase_at] = Erasure(account_id=account.id, due_at=account.erase_at)
        if account.is_verified:
            self.books[account.book_id] = replace(self.books[account.book_id], erase_at=account.erase_at)

    def require_unmoved(self, book_id: str, write: OperationWrite) -> None:
        """Raise OperationMovedError if the operation has been written since it was read."""
        known = self.operations.get((book_id, write.after.id))
        if (known and known.version) != (write.before and write.before.version):
            raise OperationMovedError("the operation has moved on")

    def require_new_receipt(self, receipt: Receipt, *, at: datetime) -> None:
        """Raise AlreadyDoneError if there is a receipt with this key that has not expired."""
        known = self.receipts.get(receipt.key)
        if known and known.expires_at > at:
            raise AlreadyDoneError(known)
