"""Signing in, within rate limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.accounts import sign_in_limits as limits
from shared.domain.accounts.errors import AccountDeletedError, AccountDisabledError
from shared.domain.errors import (
    InvalidCredentialsError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TooManyRequestsError,
)
from shared.domain.limits import NOTHING, BucketState
from shared.services.accounts.input import address_of
from shared.services.limiter import Change, Limiter, refusal

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.sign_in import SignIn
    from shared.services.accounts.sign_in_steps import SignedIn

RAISES = (AccountDeletedError, AccountDisabledError, OutcomeUnknownError, StoreUnavailableError, TooManyRequestsError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CountedAttempt:
    """The bucket states after an attempt was counted; ``network`` and ``address`` are None if only ``here`` counts it.

    Whoever takes the attempt back expects to find these states, so that each takes one write. ``before`` is the state
    of ``here`` before it.
    """

    before: BucketState | None
    here: BucketState
    network: BucketState | None
    address: BucketState | None


class RateLimitedSignIn:
    """SignIn behind the limits of ``sign_in_limits``, which are the same for addresses without an account."""

    def __init__(self, sign_in: SignIn, limiter: Limiter) -> None:
        self._sign_in = sign_in
        self._limiter = limiter

    def log_in(self, email: str, password: str, origin: Origin, *, network: str) -> SignedIn:
        """Return what ``SignIn.log_in`` returns. ``network`` is what limits count, which is narrower than an origin's.

        An attempt is counted before the password is verified; a success takes that back, and so does any failure but a
        wrong password. In a network where the address has signed in before, the limits cost one read and one write, and
        another write after a success; elsewhere one read and three writes, and another three after a success. A wrong
        password costs one read and four writes everywhere: where the address has not signed in, the last one changes
        nothing, so that nobody in its network can tell that it has an account. For the same reason a refusal there
        takes the work of a check, as often as it does where the address has signed in, and everything is counted as of
        the moment at which the attempt came, however long its check takes.
        Raises TooManyRequestsError, and what ``SignIn.log_in`` raises.
        """
        attempt = Attempt(self._limiter.at_this_moment(), address=address_of(email), network=network)

        def check() -> SignedIn:
            return self._sign_in.log_in(email, password, origin)

        if attempt.is_known() and attempt.may_check_early():
            try:
                return attempt.check_early(check)
            except InvalidCredentialsError:
                attempt.count()  # decides between this error and a refusal, as it does where nobody has signed in
                raise
        try:
            return attempt.check(check)
        except TooManyRequestsError:
            attempt.check_in_vain(lambda: self._sign_in.fail(email, password, origin))
            raise


class Attempt:
    """One attempt to sign in, with an address from a network."""

    def __init__(self, limiter: Limiter, *, address: str, network: str) -> None:
        self._limiter = limiter
        self._address = address
        self._network = network
        self._key = limits.HERE.key(address, network)
        self._state = limiter.find(self._key)
        self._was_checked = False

    def is_known(self) -> bool:
        """Return whether the owner of the address has signed in from this network."""
        return limits.is_known(self._state, self._limiter.now())

    def may_check_early(self) -> bool:
        """Count an early check if one is allowed, and return whether it is."""

        def checked(state: BucketState | None, now: datetime) -> BucketState:
            if not limits.may_check_early(state, now):
                raise refusal(limits.HERE, state, now, NOTHING)
            return limits.checked_early(state, now)

        if limits.may_check_early(self._state, self._limiter.now()):
            with suppress(TooManyRequestsError):  # others were faster: the limits decide
                self._state = self._change(checked)
                self._was_checked = True
        return self._was_checked

    def check_early(self, check: Callable[[], SignedIn]) -> SignedIn:
        """Return what a password is worth that was counted as checked early. Raises what ``check`` raises."""
        with self._taking_back(lambda: self._change(_if_stored(limits.not_checked_early))):
            issued = check()
        self._settle(lambda: self._change(_if_stored(limits.signed_in_early)))
        return issued

    def check_in_vain(self, check_nothing: Callable[[], None]) -> None:
        """Do the work of an early check for an attempt that was refused, if one is allowed.

        Raises what ``check_nothing`` raises, but for InvalidCredentialsError.
        """
        if self.may_check_early():
            with (
                suppress(InvalidCredentialsError),
                self._taking_back(lambda: self._change(_if_stored(limits.not_checked_early))),
            ):
                check_nothing()

    def check(self, check: Callable[[], SignedIn]) -> SignedIn:
        """Count the attempt, and return what the password is worth.

        Raises TooManyRequestsError, and what ``check`` raises.
        """
        counted = self.count()
        try:
            with self._taking_back(lambda: self._take_back(counted)):
                issued = check()
        except InvalidCredentialsError:
            self._settle(lambda: self._change(_if_stored(limits.unchanged)))
            raise
        self._settle(lambda: self._succeed(counted))
        return issued

    def count(self) -> _CountedAttempt:
        """Count the attempt, or refuse it until its turn. Raises TooManyRequestsError."""
        first, now = self._state, self._limiter.now()
        _refuse_too_early(first, now)
        network_state, address_state, wait = None, None, NOTHING
        if not limits.has_turn(first):
            network_state = self._limiter.take(limits.NETWORK, self._network)
            address_state, wait = self._limiter.reserve(limits.ADDRESS, self._address, longest=limits.LONGEST_QUEUE)
        before = [first]

        def counted(state: BucketState | None, now: datetime) -> BucketState:
            _refuse_too_early(state, now)
            before[0] = state
            # Somebody who has signed in here meanwhile has shown to know the password.
            is_newly_known = limits.is_known(state, now) and not limits.is_known(first, now)
            may_try = not wait or limits.has_turn(state) or is_newly_known
            if may_try:
                return limits.tried(state, now, was_checked=self._was_checked)
            return limits.queued(state, now, wait)

        here = self._state = self._change(counted)
        if here.has_turn:
            raise refusal(limits.ADDRESS, None, now, wait)
        return _CountedAttempt(before=before[0], here=here, network=network_state, address=address_state)

    def _succeed(self, counted: _CountedAttempt) -> None:
        self._change(_if_stored(limits.signed_in))
        self._give_back(counted)

    def _take_back(self, counted: _CountedAttempt) -> None:
        self._change(_if_stored(lambda state, now: limits.not_tried(state, now, before=counted.before)))
        self._give_back(counted)

    def _give_back(self, counted: _CountedAttempt) -> None:
        if counted.network is not None:
            self._limiter.give_back(limits.NETWORK, self._network, expected=counted.network)
        if counted.address is not None:
            self._limiter.give_back(limits.ADDRESS, self._address, expected=counted.address)

    @contextmanager
    def _taking_back(self, take_back: Callable[[], object]) -> Iterator[None]:
        """Take back what was counted if the attempt ends without a verdict on the password: the failure is ours."""
        try:
            yield
        except InvalidCredentialsError:
            raise
        except BaseException:
            self._settle(take_back)
            raise

    def _settle(self, settle: Callable[[], object]) -> None:
        """Do so, unless too many others are changing the states: what has become of the attempt stands without it."""
        with suppress(TooManyRequestsError, StoreUnavailableError):
            settle()

    def _change(self, change: Change) -> BucketState:
        return self._limiter.change(limits.HERE, self._key, change, expected=self._state)


def _if_stored(change: Callable[[BucketState, datetime], BucketState]) -> Change:
    """Return the change of a state that may have expired meanwhile."""
    return lambda state, now: change(state or limits.tried(None, now), now)


def _refuse_too_early(state: BucketState | None, now: datetime) -> None:
    if wait := limits.wait_here(state, now):
        raise refusal(limits.HERE, state, now, wait)
