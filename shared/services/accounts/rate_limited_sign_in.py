"""Signing in for those who do not try too often."""

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
class _Counted:
    """The tallies of an attempt once it is counted; the farther two are None where that has happened before, if ever.

    They are what a success most likely finds when it takes the attempt back, which so takes one write each.
    """

    here: BucketState
    network: BucketState | None
    address: BucketState | None


class RateLimitedSignIn:
    """SignIn behind the limits of ``domain/sign_in_limits``, which are alike for addresses that nobody has."""

    def __init__(self, sessions: SignIn, limiter: Limiter) -> None:
        self._sessions = sessions
        self._limiter = limiter

    def log_in(self, email: str, password: str, *, network: str) -> IssuedToken:
        """Return an access token. An attempt is counted before the password is looked at; a success takes that back.

        Where the address signed in before, the limits take one read and one write, and another write after a success;
        elsewhere one read and three writes, and another three.
        Raises TooManyRequestsError, and what ``SignIn.log_in`` raises.
        """
        address = address_of(email)
        counted = self._count(address, network)
        issued = self._sessions.log_in(email, password)
        # Whoever is in now is not sent away because others are being counted.
        with suppress(TooManyRequestsError):
            self._take_back(counted, address, network)
        return issued

    def _count(self, address: str, network: str) -> _Counted:
        """Count an attempt, or send it away until its turn. Raises TooManyRequestsError."""
        key = limits.HERE.key(address, network)
        before = self._limiter.find(key)
        now = self._limiter.now()
        _refuse_too_early(before, now)
        of_network, of_address, wait = None, None, NOTHING
        if not limits.is_free_to_try(before, now):
            of_network = self._limiter.take(limits.NETWORK, network)
            of_address, wait = self._limiter.reserve(limits.ADDRESS, address, longest=limits.LONGEST_QUEUE)

        def counted(tally: BucketState | None, now: datetime) -> BucketState:
            _refuse_too_early(tally, now)
            may_try = not wait or limits.is_free_to_try(tally, now)
            return limits.tried(tally, now) if may_try else limits.queued(tally, now, wait)

        tally = self._limiter.change(limits.HERE, key, counted, expected=before)
        if tally.has_turn:
            raise refusal(limits.ADDRESS, None, now, wait)
        return _Counted(here=tally, network=of_network, address=of_address)

    def _take_back(self, counted: _Counted, address: str, network: str) -> None:
        self._limiter.change(limits.HERE, limits.HERE.key(address, network), _signed_in, expected=counted.here)
        if not limits.is_known(counted.here, self._limiter.now()):
            self._limiter.give_back(limits.NETWORK, network, expected=counted.network)
            self._limiter.give_back(limits.ADDRESS, address, expected=counted.address)


def _refuse_too_early(tally: BucketState | None, now: datetime) -> None:
    if wait := limits.wait_here(tally, now):
        raise refusal(limits.HERE, tally, now, wait)


def _signed_in(tally: BucketState | None, now: datetime) -> BucketState:
    return limits.signed_in(tally or limits.tried(None, now), now)
