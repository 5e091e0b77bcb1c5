"""Time, ids and randomness, which everything else receives as arguments."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

from shared.domain.ids import ulid

randomness = secrets.SystemRandom()  # Python's default generator would be in the same state in all copies of a snapshot


def now() -> datetime:
    """Return the current time, aware, in UTC, to the millisecond: stores keep no more, so it reads back the same."""
    time_now = datetime.now(UTC)
    return time_now.replace(microsecond=time_now.microsecond // 1000 * 1000)


def new_id() -> str:
    """Return a new ULID."""
    return ulid(now(), os.urandom(10))


def new_value_id() -> str:
    """Return a new id for a value within one contact, or a label within one book: 12 characters, 72 random bits."""
    return secrets.token_urlsafe(9)


def new_feed_secret() -> str:
    """Return a new secret, by which whoever has it reads a feed: 43 characters, 256 bits."""
    return secrets.token_urlsafe(32)


def new_session_secret() -> bytes:
    """Return the secret of the first refresh token of a session: 256 bits."""
    return secrets.token_bytes(32)


def new_personal_token() -> str:
    """Return a new personal access token, with 214 random bits."""
    from shared.domain.accounts.personal_tokens import RANDOM_NUMBERS, token_of

    return token_of(secrets.randbelow(RANDOM_NUMBERS))


def new_nonce() -> bytes:
    """Return what makes a challenge unlike all others: 128 bits."""
    return secrets.token_bytes(16)


def new_code_bytes() -> bytes:
    """Return what a recovery code is made of: 50 bits of it are used."""
    return secrets.token_bytes(7)


def new_photo_id() -> str:
    """Return an id that nobody guesses, for a photo that everybody may see who knows it: 24 characters, 144 bits."""
    return secrets.token_urlsafe(18)
