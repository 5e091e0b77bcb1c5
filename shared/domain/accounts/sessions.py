"""A session: what begins when somebody signs in, and lives as long as its refresh tokens are used.

All refresh tokens of a session are one family: each use replaces the token by its successor. The session keeps the
hashes of the latest two, so an older one is known by not being among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE_TTL = timedelta(days=30)
"""How long a session lives without being used."""
ABSOLUTE_TTL = timedelta(days=90)
"""How long a session lives, however often it is used."""
GRACE = timedelta(seconds=10)
"""How long a refresh token that was replaced returns its successor again, for clients that have lost the response."""


FRESH_FOR = timedelta(minutes=10)
"""How long after somebody has proved who they are what is sensitive may be done."""


class EndReason(StrEnum):
    """Why a session has ended before its time."""

    SIGNED_OUT = "signed_out"
    ENDED = "ended"
    REUSED = "reused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from: the prefix of its network, and the device in words. Both may be empty."""

    network: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of an account.

    ``current`` and ``parent`` are the hashes of the refresh token that is valid and of the one before it, None in a
    session that has ended; ``rotated_at`` is when the current one was made. ``authenticated_at`` is when its owner last
    proved who they are. ``ended_for`` may be a reason that only newer code knows.
    """

    id: str
    account_id: str
    current: str | None
    parent: str | None = None
    generation: int = 1
    origin: Origin
    created_at: datetime
    rotated_at: datetime
    last_used_at: datetime
    authenticated_at: datetime
    idle_until: datetime
    absolute_until: datetime
    ended_at: datetime | None = None
    ended_for: str | None = None

    @classmethod
    def begun(cls, session_id: str, account_id: str, *, current: str, origin: Origin, at: datetime) -> Session:
        """Return a new session."""
        return cls(
            id=session_id,
            account_id=account_id,
            current=current,
            origin=origin,
            created_at=at,
            rotated_at=at,
            last_used_at=at,
            authenticated_at=at,
            idle_until=at + IDLE_TTL,
            absolute_until=at + ABSOLUTE_TTL,
        )

    @property
    def expires_at(self) -> datetime:
        """When it may be forgotten: all its tokens have expired by then, whether or not it was ended before."""
        return self.absolute_until

    def is_alive(self, now: datetime) -> bool:
        """Return whether it has neither ended nor expired."""
        return self.ended_at is None and now < min(self.idle_until, self.absolute_until)

    def is_fresh(self, now: datetime) -> bool:
        """Return whether its owner has proved just now who they are."""
        return now - self.authenticated_at <= FRESH_FOR

    def is_lost_response(self, presented: str, successor: str, now: datetime) -> bool:
        """Return whether a token was replaced just now by this successor, which nobody has used yet.

        Both are hashes. Then whoever presents the token may have lost the response that had the successor.
        """
        return self.parent == presented and self.current == successor and now - self.rotated_at <= GRACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """The replacement of a refresh token by its successor, both as hashes, at some time.

    A session that began before ``begun_since`` is void: its account has ended it together with others.
    """

    account_id: str
    session_id: str
    presented: str
    successor: str
    at: datetime
    begun_since: datetime | None = None

    @property
    def idle_until(self) -> datetime:
        """Until when the session lives without being used again."""
        return self.at + IDLE_TTL

    def is_void(self, session: Session) -> bool:
        """Return whether the session began too early."""
        return self.begun_since is not None and session.created_at < self.begun_since
