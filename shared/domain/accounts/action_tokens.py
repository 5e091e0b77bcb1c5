"""The tokens in messages that let whoever holds them do one thing to an account: each has one purpose, and works once.

As verification tokens are, they are derived when their message is queued and sent, and only a hash is stored. The
account names the hash of the only one that works of each purpose, so a newer one voids it, and so does its use.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.accounts.account import MAX_TOKEN_LENGTH, token_hash
from shared.domain.accounts.erasure import GRACE
from shared.domain.text.cleaning import clean


class Purpose(StrEnum):
    """What a token is good for."""

    RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
    CHANGE_EMAIL = "change-email"
    UNDO_EMAIL_CHANGE = "undo-email-change"
    KEEP_ACCOUNT = "keep-account"


TTL = {
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.CHANGE_EMAIL: timedelta(hours=24),
    Purpose.UNDO_EMAIL_CHANGE: timedelta(days=7),
    Purpose.KEEP_ACCOUNT: GRACE,
}
"""How long a token of a purpose works, from when its message was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionToken:
    """What is stored of a token: its hash (SHA-256, hex), never the token. ``email`` is where its message goes."""

    hash: str
    purpose: Purpose
    account_id: str
    email: str
    expires_at: datetime

    @classmethod
    def of(cls, raw_token: str, purpose: Purpose, account_id: str, email: str, *, now: datetime) -> ActionToken:
        """Return what is stored of a new token. It expires on a whole second, as TTLs do."""
        expires_at = (now + TTL[purpose]).replace(microsecond=0)
        return cls(
            hash=token_hash(raw_token), purpose=purpose, account_id=account_id, email=email, expires_at=expires_at
        )


def hash_of_sent(raw_token: str) -> str | None:
    """Return the hash of a token as somebody has sent it; None if it can be none of ours."""
    text = clean(raw_token)
    return token_hash(text) if text.isascii() and 0 < len(text) <= MAX_TOKEN_LENGTH else None


def action_token(secret: bytes, purpose: Purpose, token_id: str) -> str:
    """Return the raw token in a message: HMAC-SHA256 of purpose and id, base64url without padding (43 characters)."""
    digest = hmac.new(secret, f"{purpose}:{token_id}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
