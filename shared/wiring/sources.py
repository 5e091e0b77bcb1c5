"""Time, ids and randomness, which everything below is given."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

from shared.domain.ids import ulid

randomness = secrets.SystemRandom()  # the state of Python's own would be the same in all copies of a SnapStart snapshot


def now() -> datetime:
    """Return the current time, aware, in UTC, to the millisecond: as stores keep it, so that it reads back the same."""
    time_now = datetime.now(UTC)
    return time_now.replace(microsecond=time_now.microsecond // 1000 * 1000)


def new_id() -> str:
    """Return a new ULID."""
    return ulid(now(), os.urandom(10))


def new_value_id() -> str:
    """Return a new id for a value within one contact, or a label within one book: 12 characters, 72 random bits."""
    return secrets.token_urlsafe(9)
