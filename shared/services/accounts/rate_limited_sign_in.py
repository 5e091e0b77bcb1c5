"""Signing in, within rate limits."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.accounts import sign_in_limits as limits
from shared.domain.errors import StoreUnavailableError, TooManyRequestsError
from shared.domain.limits import NOTHING, BucketState
from shared.services.accounts.input import address_of
from shared.services.limiter import Limiter, refusal

if TYPE_CHECKING:
    from datetime import datetime

    from shared.services.accounts.sign_in import IssuedToken, SignIn

RAISES = (StoreUnavailableError, TooManyRequestsError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CountedAttempt:
    """The bucket states after an attempt was counted; ``network`` and ``address`` are None if only ``here`` counts it.

    A successful sign-in expects to find these states when it takes the attempt back, so that each takes one write.
    """

    here: BucketState
    network: BucketState | None
    address: BucketState | None


class RateLimitedSignIn:
    """SignIn behind the limits of ``sign_in_limits``, which are the same for addresses without an account."""

    def __init__(self, sessions: SignIn, limiter: Limiter) -> None:
        self._sessions = sessions
        self._limiter = limiter

    def log_in(self, email: str, password: str, *, network: str) -> IssuedToken:
        """Return an access token. An attempt is counted before the password is verified; a success takes that back.

        In a network where the address has signed in before, the limits cost one read and one write, and another write
        after a success; elsewhere one read and three writes, and another three after a success.
        Raises TooManyRequestsError, and what ``SignIn.log_in`` raises.
        """
        address = address_of(email)
        counted = self._count(address, network)
        issued = self._sessions.log_in(email, password)
        # A sign-in that succeeded is not refused because of contention for the bucket states.
        with suppress(TooManyRequestsError):
            self._take_back(counted, address, network)
        return issued

    def _count(self, address: str, network: str) -> _CountedAttempt:
        """Count an attempt, or refuse it until its turn. Raises TooManyRequestsError."""
        key = limits.HERE.key(address, network)
        before = self._limiter.find(key)
        now = self._limiter.now()
        _refuse_too_early(before, now)
        network_state, address_state, wait = None, None, NOTHING
        if not limits.is_free_to_try(before, now):
            network_state = self._limiter.take(limits.NETWORK, network)
            address_state, wait = self._limiter.reserve(limits.ADDRESS, address, longest=limits.LONGEST_QUEUE)

        def counted(state: BucketState | None, now: datetime) -> BucketState:
            _refuse_too_early(state, now)
            may_try = not wait or limits.is_free_to_try(state, now)
            return limits.tried(state, now) if may_try else limits.queued(state, now, wait)

        state = self._limiter.change(limits.HERE, key, counted, expected=before)
        if state.has_turn:
            raise refusal(limits.ADDRESS, None, now, wait)
        return _CountedAttempt(here=state, network=network_state, address=address_state)

    def _take_back(self, counted: _CountedAttempt, address: str, network: str) -> None:
        self._limiter.change(limits.HERE, limits.HERE.key(address, network), _signed_in, expected=counted.here)
        if not limits.is_known(counted.here, self._limiter.now()):
            self._limiter.give_back(limits.NETWORK, network, expected=counted.network)
            self._limiter.give_back(limits.ADDRESS, address, expected=counted.address)


def _refuse_too_early(state: BucketState | None, now: datetime) -> None:
    if wait := limits.wait_here(state, now):
        raise refusal(limits.HERE, state, now, wait)


def _signed_in(state: BucketState | None, now: datetime) -> BucketState:
    return limits.signed_in(state or limits.tried(None, now), now)
