"""Rate limits, and the state needed to enforce them.

A limit is a token bucket. Only the moment at which the bucket will be full again is stored, which is all that is needed
(the generic cell rate algorithm, ITU-T I.371). A full bucket is equivalent to no bucket, so the state may be forgotten
once that moment has passed.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

NOTHING = timedelta()
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketState:
    """The stored state of one subject's bucket.

    ``full_at`` is when the bucket is full again. The next six are for signing in (see ``sign_in_limits``).
    ``version`` grows with every change. Times are whole milliseconds.
    """

    full_at: datetime
    failures: int = 0
    not_before: datetime | None = None
    has_turn: bool = False
    known_until: datetime | None = None
    early_failures: int = 0
    early_not_before: datetime | None = None
    expires_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a limit grants, and what is left of it.

    ``quota`` is the number of requests at once, renewed over ``window_seconds``; ``remaining`` of them are left now,
    and one more comes in ``next_seconds``.
    """

    limit: str
    quota: int
    window_seconds: int
    remaining: int
    next_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``burst`` requests at once, then one every ``refill``. ``per`` tells people who shares them."""

    name: str
    per: str
    burst: int
    refill: timedelta

    def at(self, *, per_second: int, burst: int) -> Limit:
        """Return the same limit with other figures; a refill is a whole number of milliseconds, at least one."""
        return replace(self, burst=burst, refill=timedelta(milliseconds=max(1, round(1000 / per_second))))

    @property
    def window(self) -> timedelta:
        """How long an empty bucket takes to refill."""
        return self.burst * self.refill

    def key(self, *subject: str) -> str:
        """Return the key of a subject's bucket. It reveals neither addresses nor networks, since they are hashed."""
        digest = hashlib.sha256("\0".join(subject).encode(errors="surrogatepass")).digest()
        return f"{self.name}#{urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    def wait(self, state: BucketState | None, now: datetime, count: int = 1) -> timedelta:
        """Return the time until the next ``count`` requests may pass, at most ``burst``; zero if they may pass now."""
        return max(NOTHING, self._full_at(state, now) + count * self.refill - self.window - now)

    def taken(self, state: BucketState | None, now: datetime, count: int = 1) -> BucketState:
        """Return the state after ``count`` more requests."""
        return _filled(state, self._full_at(state, now) + count * self.refill)

    def given_back(self, state: BucketState | None, now: datetime, count: int = 1) -> BucketState:
        """Return the state as if there had been ``count`` requests less."""
        return _filled(state, max(now, self._full_at(state, now) - count * self.refill))

    def reserved(
        self, state: BucketState | None, now: datetime, *, longest: timedelta
    ) -> tuple[BucketState, timedelta]:
        """Return the state after one more request, even if it has to wait, and how long it has to wait.

        If the bucket is empty, the request is given the next token not yet promised to another, but it never waits for
        more than ``longest``.
        """
        wait = min(self.wait(state, now), longest)
        latest = now + self.window + longest
        return _filled(state, min(self._full_at(state, now) + self.refill, latest)), wait

    def allowance(self, state: BucketState | None, now: datetime) -> Allowance:
        """Return what is left of the limit."""
        missing = self._full_at(state, now) - now
        remaining = max(0, (self.window - missing) // self.refill)
        until_next = missing - self.window + (remaining + 1) * self.refill
        return Allowance(
            limit=self.name,
            quota=self.burst,
            window_seconds=whole_seconds(self.window),
            remaining=remaining,
            next_seconds=whole_seconds(until_next) if missing else 0,
        )

    def _full_at(self, state: BucketState | None, now: datetime) -> datetime:
        return now if state is None else max(now, state.full_at)


def _filled(state: BucketState | None, full_at: datetime) -> BucketState:
    """Return the next version of a state, for a bucket that is full again at another time."""
    if state is None:
        return BucketState(full_at=full_at, expires_at=full_at)
    return replace(state, full_at=full_at, expires_at=full_at, version=state.version + 1)


def whole_seconds(duration: timedelta) -> int:
    """Return a duration in seconds, rounded up: after that many, it is over."""
    return ceil(duration / _SECOND)


def whole_milliseconds(time: datetime) -> datetime:
    """Return a time truncated to milliseconds, so that it reads back as it was stored."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


PER_NETWORK = "network"
PER_ADDRESS = "e-mail address"
PER_ADDRESS_AND_NETWORK = "e-mail address and network"
PER_ACCOUNT = "account"
PER_ACCOUNT_AND_NETWORK = "account and network"
PER_FEED = "feed"
PER_BEARER = "account, and for each of its personal access tokens"

REGISTER = Limit(name="register", per=PER_NETWORK, burst=60, refill=timedelta(minutes=1))
REGISTER_ADDRESS = Limit(name="register-address", per=PER_ADDRESS_AND_NETWORK, burst=10, refill=timedelta(minutes=6))
RESEND = Limit(name="resend", per=PER_NETWORK, burst=30, refill=timedelta(minutes=2))
RESEND_ADDRESS = Limit(name="resend-address", per=PER_ADDRESS, burst=5, refill=timedelta(minutes=12))
FORGOT = Limit(name="forgot-password", per=PER_NETWORK, burst=30, refill=timedelta(minutes=2))
FORGOT_ADDRESS = Limit(name="forgot-password-address", per=PER_ADDRESS, burst=5, refill=timedelta(minutes=12))
LINKS = Limit(name="links", per=PER_NETWORK, burst=60, refill=timedelta(seconds=2))
PASSWORD = Limit(name="password", per=PER_ACCOUNT, burst=10, refill=timedelta(minutes=6))
SECOND_FACTOR = Limit(name="second-factor", per=PER_ACCOUNT_AND_NETWORK, burst=10, refill=timedelta(minutes=6))
SECOND_FACTOR_ACCOUNT = Limit(name="second-factor-account", per=PER_ACCOUNT, burst=30, refill=timedelta(minutes=3))
VERIFY_EMAIL = Limit(name="verify-email", per=PER_NETWORK, burst=60, refill=timedelta(seconds=2))
PROVIDER = Limit(name="provider", per=PER_NETWORK, burst=60, refill=timedelta(seconds=2))
REFRESH = Limit(name="refresh", per=PER_NETWORK, burst=600, refill=timedelta(milliseconds=200))
PASSKEY = Limit(name="passkey", per=PER_NETWORK, burst=60, refill=timedelta(seconds=2))
PROFILE = Limit(name="me", per=PER_ACCOUNT, burst=120, refill=timedelta(seconds=0.5))
ADMIN = Limit(name="admin", per=PER_ACCOUNT, burst=300, refill=timedelta(milliseconds=200))
PERSONAL_TOKENS = Limit(name="tokens", per=PER_ACCOUNT, burst=20, refill=timedelta(minutes=3))
ACCOUNT_EXPORTS = Limit(name="account-exports", per=PER_ACCOUNT, burst=5, refill=timedelta(hours=1))
AVATAR = Limit(name="avatar", per=PER_ACCOUNT, burst=10, refill=timedelta(minutes=1))
PHOTOS = Limit(name="contact-photos", per=PER_ACCOUNT, burst=500, refill=timedelta(days=1) / 500)
IMPORTED_PHOTOS = Limit(name="imported-photos", per=PER_ACCOUNT, burst=2000, refill=timedelta(days=1) / 2000)
FEED_READS = Limit(name="feed-reads", per=PER_FEED, burst=60, refill=timedelta(minutes=1))
CONTACT_WRITES = Limit(name="contact-writes", per=PER_BEARER, burst=1200, refill=timedelta(milliseconds=50))
CONTACT_SEARCHES = Limit(name="contact-searches", per=PER_BEARER, burst=300, refill=timedelta(milliseconds=200))
"""These two have the figures of the deployment, if it sets some. They guard the capacity that all accounts share:
decision 8 says why these, and docs/limits.md what they are."""
