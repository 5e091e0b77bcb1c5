"""What is known of an account besides its book, for its archive."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.pictures.file_names import avatar_file_of
from shared.services.exchange.names import AVATAR_URL, PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.personal_tokens import PersonalToken
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.identities import IdentityStore
    from shared.services.ports.passkeys import PasskeyStore
    from shared.services.ports.personal_tokens import PersonalTokenStore
    from shared.services.ports.sessions import SecurityEventStore, SessionStore

MAX_SESSIONS, MAX_EVENTS = 1_000, 10_000
"""How many of the latest ones an archive has."""
_OF_PROFILE = (
    "id", "email", "full_name", "role", "locale", AVATAR_URL, "created_at", "updated_at", "verified_at", "new_email",
)  # fmt: skip
_OF_SESSION_SECRET = frozenset({"current", "parent"})
_OF_PASSKEY = ("id", "name", "is_backup_eligible", "is_backed_up", "transports", "created_at", "last_used_at")
_OF_IDENTITY = ("id", "provider", "issuer", "subject", "email", "created_at")
_OF_TOKEN = ("id", "name", "created_at", "expires_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStores:
    """Where the records of an account are read from."""

    sessions: SessionStore
    events: SecurityEventStore
    factors: FactorStore
    passkeys: PasskeyStore
    identities: IdentityStore
    tokens: PersonalTokenStore


class AccountRecords:
    """Reads what is known of an account. Nothing of it opens anything."""

    def __init__(self, stores: AccountStores) -> None:
        self._stores = stores

    def of(self, account: Account, now: datetime) -> Mapping[str, Any]:
        """Return what there is, by the names of files. Raises StoreUnavailableError."""
        stores = self._stores
        sessions = stores.sessions.list_latest(account.id, limit=MAX_SESSIONS)
        events = stores.events.list_latest(account.id, limit=MAX_EVENTS, now=now)
        return {
            PROFILE: _profile(account),
            "sessions.json": [_without(_OF_SESSION_SECRET, asdict(session)) for session in sessions],
            "security_events.json": [asdict(event) for event in events],
            "second_factors.json": self._second_factors(account, now),
            "passkeys.json": [_picked(_OF_PASSKEY, each) for each in stores.passkeys.list_all(account.id)],
            "identities.json": [_picked(_OF_IDENTITY, each) for each in stores.identities.list_all(account.id)],
            "personal_tokens.json": [_token(each) for each in stores.tokens.get(account.id).tokens.values()],
        }

    def _second_factors(self, account: Account, now: datetime) -> Mapping[str, Any]:
        """Return since when there is an authenticator, and how many recovery codes are left."""
        _, factors = self._stores.factors.find(account.id, now=now)
        return {
            "methods": [*account.second_factors],
            "totp_since": factors.totp and factors.totp.created_at,
            "recovery_codes_left": len(factors.recovery.stored) if factors.recovery else 0,
        }


def _profile(account: Account) -> Mapping[str, Any]:
    file = avatar_file_of(account.avatar_url or "")
    return _picked(_OF_PROFILE, account) | {"avatar_file": file} | asdict(account.settings)


def _token(token: PersonalToken) -> Mapping[str, Any]:
    return {**_picked(_OF_TOKEN, token), "scopes": sorted(token.scopes)}


def _picked(names: Sequence[str], record: object) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _without(names: frozenset[str], members: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in members.items() if name not in names}
