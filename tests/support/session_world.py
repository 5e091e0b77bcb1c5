"""Sessions in memory: the services that begin, continue and end them, on one database, with a clock set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.session_store import MemorySecurityEventStore, MemorySessionStore
from shared.domain.accounts.account import Account
from shared.domain.accounts.sessions import Session
from shared.domain.books import Book
from shared.domain.ids import ulid
from shared.domain.keyrings import Keyring
from shared.services.accounts.issuing import IssuedTokens, TokenIssuer
from shared.services.accounts.refreshing import Refreshing
from shared.services.accounts.reuse import Reuse
from shared.services.accounts.session_ending import SessionEnding
from shared.services.accounts.sessions import Sessions
from shared.services.ports.accounts import AccountStore
from shared.services.ports.security import AccessClaims
from shared.services.ports.sessions import SecurityEventStore, SessionStore
from shared.services.timing import Timing
from tests.support.account_builders import new_account, verified
from tests.support.clock import Clock
from tests.support.fakes import TTL_SECONDS, RegisterOfTokens
from tests.support.session_builders import ORIGIN


class Keys:
    """The keys of access tokens, which can be rotated."""

    def __init__(self) -> None:
        self.ring = Keyring(signing_key_id="k1", secrets={"k1": b"1" * 32})

    def keyring(self, name: str) -> Keyring:
        assert name == "jwt-keys"
        return self.ring

    def rotate(self) -> None:
        """Add a key that signs from now on, and forget all but the one before."""
        name = f"k{int(self.ring.signing_key_id[1:]) + 1}"
        before = self.ring.signing_key_id
        secrets = {name: name.encode() * 16, before: self.ring.secrets[before]}
        self.ring = Keyring(signing_key_id=name, secrets=secrets)


@dataclass(slots=True)
class SessionWorld:
    """The services, and what they are made of."""

    clock: Clock = field(default_factory=Clock)
    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    keys: Keys = field(default_factory=Keys)
    tokens: RegisterOfTokens = field(default_factory=RegisterOfTokens)
    accounts: AccountStore = field(init=False)
    store: SessionStore = field(init=False)
    events: SecurityEventStore = field(init=False)
    sessions: Sessions = field(init=False)
    refreshing: Refreshing = field(init=False)
    ending: SessionEnding = field(init=False)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.accounts = MemoryAccountStore(self.database)
        self.events = MemorySecurityEventStore(self.database)
        self.build(MemorySessionStore(self.database))

    def build(self, store: SessionStore) -> None:
        """Build the services on this store."""
        self.store = store
        issuer = TokenIssuer(self.tokens, self.keys, new_id=self.new_id, access_token_ttl_seconds=TTL_SECONDS)
        self.sessions = Sessions(
            store, issuer, new_id=self.new_id, new_secret=lambda: self.new_id().encode()[-32:].zfill(32)
        )
        timing = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 1.0)
        self.ending = SessionEnding(store, timing=timing)
        self.refreshing = Refreshing(
            self.accounts,
            store,
            issuer,
            self.keys,
            lambda: Reuse(self.ending, now=self.clock, new_id=self.new_id),
            now=self.clock,
        )

    def new_id(self) -> str:
        """Return an id that sorts by the time at which it was made."""
        self._numbers += 1
        return ulid(self.clock(), self._numbers.to_bytes(10, "big"))

    def account(self, **more: Any) -> Account:
        """Store a verified account, with its book, and return it."""
        account = replace(verified(new_account(), at=self.clock()), **more)
        self.put(account)
        return account

    def put(self, account: Account) -> None:
        """Store a version of an account."""
        self.database.accounts[account.id] = account
        self.database.books[account.book_id] = Book.new(account.book_id, account.settings, account.not_before)

    def signed_in(self, account: Account | None = None) -> IssuedTokens:
        """Begin a session."""
        return self.sessions.start(account or self.account(), ORIGIN, read_at=self.clock())

    def refresh(self, issued: IssuedTokens | str) -> IssuedTokens:
        """Use a refresh token."""
        text = issued if isinstance(issued, str) else issued.refresh_token
        return self.refreshing.refresh(text, ORIGIN)

    def session(self, issued: IssuedTokens) -> Session:
        """Return the session of tokens."""
        return self.database.sessions[issued.account_id, issued.session_id]

    def claims(self, issued: IssuedTokens) -> AccessClaims:
        """Return the claims of an access token."""
        return self.tokens.issued[issued.access_token]

    def kinds(self, account_id: str) -> list[str]:
        """Return the kinds of the events of an account, newest first."""
        now: datetime = self.clock()
        return [one.kind for one in self.events.list_latest(account_id, limit=99, now=now)]
