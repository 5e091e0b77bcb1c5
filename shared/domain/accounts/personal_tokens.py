"""Personal access tokens: ``cta_``, 36 random characters, and 6 that are their checksum.

The prefix and the checksum let scanners for leaked secrets, and this service, tell such a token from any other text
without asking anybody. Random characters and checksum are in base 62 (0-9, A-Z, a-z); the checksum is the CRC-32 of the
random characters (RFC 1952 section 8). As a regular expression: ``cta_[0-9A-Za-z]{42}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zlib import crc32

from shared.domain.accounts.errors import PersonalTokenNotFoundError
from shared.domain.expiry import unless_expired
from shared.domain.moments import canonical, read_time
from shared.domain.scopes import PERSONAL_TOKEN_PREFIX, Scope, scope_text, scopes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

RANDOM_LENGTH = 36
RANDOM_NUMBERS = 62**RANDOM_LENGTH
"""How many tokens there can be: 214 bits."""
MAX_TOKENS = 50
"""Of one account. They are one item, and take some 25 KB of its 400 KB at their longest."""
_CHECKSUM_LENGTH = 6
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(
    rf"{PERSONAL_TOKEN_PREFIX}([0-9A-Za-z]{{{RANDOM_LENGTH}}})([0-9A-Za-z]{{{_CHECKSUM_LENGTH}}})", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalToken:
    """What is stored of a token: its hash (SHA-256, hex), never the token. Nothing of it changes.

    ``name`` is what its owner calls it; whoever only checks a token does not read that.
    """

    id: str
    account_id: str
    hash: str = field(repr=False)
    name: str = ""
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime

    def members(self) -> dict[str, Any]:
        """Return the token as the members of a JSON object, without its ids."""
        return {
            "name": self.name,
            "hash": self.hash,
            "scopes": scope_text(self.scopes),
            "created_at": canonical(self.created_at),
            "expires_at": canonical(self.expires_at),
        }

    @classmethod
    def read(cls, token_id: str, account_id: str, members: Mapping[str, Any]) -> PersonalToken:
        """Return the token that ``members`` returned as JSON."""
        return cls(
            id=token_id,
            account_id=account_id,
            name=str(members["name"]),
            hash=str(members["hash"]),
            scopes=scopes_of(str(members["scopes"])),
            created_at=read_time(members["created_at"]),
            expires_at=read_time(members["expires_at"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTokens:
    """The tokens of an account by id. ``version`` counts the changes of all of them."""

    version: int = 0
    tokens: Mapping[str, PersonalToken] = field(default_factory=dict)

    @property
    def hashes(self) -> frozenset[str]:
        """The hashes of the tokens."""
        return frozenset(token.hash for token in self.tokens.values())

    def alive(self, now: datetime, *, since: datetime | None) -> PersonalTokens:
        """Return those that have not expired, and were made ``since`` then."""
        return replace(
            self,
            tokens={
                token_id: token
                for token_id, token in self.tokens.items()
                if unless_expired(token, now) and (since is None or token.created_at >= since)
            },
        )

    def with_token(self, token: PersonalToken) -> PersonalTokens:
        """Return the tokens with a new one."""
        return PersonalTokens(version=self.version + 1, tokens={**self.tokens, token.id: token})

    def without(self, token_id: str) -> PersonalTokens:
        """Return the tokens without one of them. Raises PersonalTokenNotFoundError."""
        if token_id not in self.tokens:
            raise PersonalTokenNotFoundError("there is no such token")
        tokens = {each: token for each, token in self.tokens.items() if each != token_id}
        return PersonalTokens(version=self.version + 1, tokens=tokens)


def token_of(number: int) -> str:
    """Return the token that a random number makes, which is below ``RANDOM_NUMBERS``."""
    random = _in_base_62(number, RANDOM_LENGTH)
    return f"{PERSONAL_TOKEN_PREFIX}{random}{_checksum(random)}"


def hash_of(text: str) -> str | None:
    """Return what is stored of a token, or None for a text that is none."""
    found = _FORM.fullmatch(text)
    if found is None or found[2] != _checksum(found[1]):
        return None
    return sha256(text.encode()).hexdigest()


def _checksum(random: str) -> str:
    return _in_base_62(crc32(random.encode()), _CHECKSUM_LENGTH)


def _in_base_62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
