"""The data that the in-memory stores share, so that one transaction can span accounts, books and mail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

from shared.adapters.memory.book import MemoryBook

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
    from shared.domain.books import Book
    from shared.domain.labels import Labels
    from shared.domain.mails import OutgoingMail
    from shared.domain.suppressions import Suppression
    from shared.services.ports.commits import Receipt


@dataclass(slots=True, kw_only=True)
class MemoryDatabase:
    """All data. Readers and writers hold ``lock``; a transaction holds it from its first check to its last write."""

    lock: RLock = field(default_factory=RLock)

    books: dict[str, Book] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    shelves: defaultdict[str, MemoryBook] = field(default_factory=lambda: defaultdict(MemoryBook))
    receipts: dict[str, Receipt] = field(default_factory=dict)

    accounts: dict[str, Account] = field(default_factory=dict)
    claims: dict[str, EmailClaim] = field(default_factory=dict)
    waiting: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, VerificationToken] = field(default_factory=dict)

    mails: dict[str, OutgoingMail] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    leases: dict[str, tuple[datetime, str]] = field(default_factory=dict)
