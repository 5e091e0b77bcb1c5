"""Personal access tokens in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.personal_tokens import PersonalTokens
from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import PersonalTokensChangedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.personal_tokens import PersonalToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail


class MemoryPersonalTokenStore:
    """A ports.PersonalTokenStore, a ports.PersonalTokenReader and a ports.PersonalTokenUses. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._uses: dict[str, datetime] = {}

    def find(self, token_hash: str, *, now: datetime) -> PersonalToken | None:
        """See ports.PersonalTokenReader."""
        with self._database.lock:
            every = (token for tokens in self._database.personal_tokens.values() for token in tokens.tokens.values())
            found = next((token for token in every if token.hash == token_hash), None)
        return None if found is None else unless_expired(replace(found, name=""), now)

    def get(self, account_id: str) -> PersonalTokens:
        """See ports.PersonalTokenStore."""
        with self._database.lock:
            return self._database.personal_tokens.get(account_id, PersonalTokens())

    def put(
        self,
        tokens: PersonalTokens,
        *,
        before: PersonalTokens,
        account: Account,
        event: SecurityEvent,
        mail: OutgoingMail | None = None,
    ) -> None:
        """See ports.PersonalTokenStore."""
        data = self._database
        with data.lock:
            current = data.accounts.get(account.id)
            is_same = current is not None and current.version == account.version
            if not is_same or self.get(account.id).version != before.version:
                raise PersonalTokensChangedError
            data.personal_tokens[account.id] = tokens
            data.security_events[event.account_id, event.id] = event
            if mail is not None:
                data.mails[mail.id] = mail

    def note(self, token: PersonalToken, at: datetime) -> None:
        """See ports.PersonalTokenUses."""
        with self._database.lock:
            self._uses[token.hash] = at

    def latest(self, token_hashes: Collection[str]) -> Mapping[str, datetime]:
        """See ports.PersonalTokenUses."""
        with self._database.lock:
            return {each: self._uses[each] for each in token_hashes if each in self._uses}
