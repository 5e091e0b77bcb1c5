"""Rate limits on sign-in attempts.

Three limits, from the narrowest to the widest:

- *Here*: one address from one network. After some failures in a row, each further failure doubles the time until the
  next attempt. Only that network has to wait.
- *Network*: all addresses tried from one network, against those who try one password on many accounts.
- *Address*: one address from all networks its owner never signed in from, against those who have many networks. It
  refuses nobody but makes them queue: an attempt that comes too soon gets a turn of its own, at most ``LONGEST_QUEUE``
  later, which nobody else can take or postpone.

For ``KNOWN_FOR`` after signing in from a network, the password is checked there *early*, before the limits are asked,
as often as failures of such checks allow. The right one passes at once. After a wrong one the limits decide as they
would anywhere else, so that nobody in that network can tell from the response that the address has an account.
Nor from how long it takes: where nobody has signed in, an attempt that is refused has a check of nothing as its early
one, which is counted like that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.limits import (
    NOTHING,
    PER_ADDRESS,
    PER_ADDRESS_AND_NETWORK,
    PER_NETWORK,
    BucketState,
    Limit,
)

HERE = Limit(name="login", per=PER_ADDRESS_AND_NETWORK, burst=30, refill=timedelta(seconds=2))
NETWORK = Limit(name="login-network", per=PER_NETWORK, burst=100, refill=timedelta(seconds=6))
ADDRESS = Limit(name="login-address", per=PER_ADDRESS, burst=30, refill=timedelta(minutes=1))

LONGEST_QUEUE = timedelta(minutes=10)
FREE_FAILURES = 10
"""This many failures in a row cost nothing: people mistype, and devices repeat an old password."""
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
FAILURES_REMEMBERED_FOR = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)


def delay_after(failures: int) -> timedelta:
    """Return how long the next attempt has to wait after this many failures in a row."""
    if failures < FREE_FAILURES:
        return NOTHING
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def wait_here(state: BucketState | None, now: datetime) -> timedelta:
    """Return how long this address has to wait in this network."""
    not_before = state.not_before if state else None
    return max(HERE.wait(state, now), NOTHING if not_before is None else not_before - now)


def is_known(state: BucketState | None, now: datetime) -> bool:
    """Return whether the owner of the address has signed in from this network."""
    return state is not None and state.known_until is not None and now < state.known_until


def may_check_early(state: BucketState | None, now: datetime) -> bool:
    """Return whether the failures of checks allow another one that is early; who may have one, ``is_known`` tells."""
    if HERE.wait(state, now):
        return False
    return state is None or state.early_not_before is None or state.early_not_before <= now


def checked_early(state: BucketState | None, now: datetime) -> BucketState:
    """Return the state after an early check, which counts as failed until it is known to have succeeded."""
    before = state or BucketState(full_at=now, expires_at=now, version=0)
    return _remembered(replace(_checked(before, now), version=before.version + 1))


def not_checked_early(state: BucketState, now: datetime) -> BucketState:
    """Return the state as if an early check, whose result nobody knows, had not been made."""
    failures = max(0, _recent_early_failures(state, now) - 1)
    return replace(state, early_failures=failures, early_not_before=now, version=state.version + 1)


def has_turn(state: BucketState | None) -> bool:
    """Return whether an attempt was told to wait, and has not been made since."""
    return state is not None and state.has_turn


def tried(state: BucketState | None, now: datetime, *, was_checked: bool = False) -> BucketState:
    """Return the state after an attempt, which counts as failed until it is known to have succeeded.

    Simultaneous attempts are thus counted before the first of them is known to have failed. ``was_checked``: its early
    check is counted already. Otherwise it counts as one, too: early checks are allowed alike, whoever made them before.
    """
    failures = _recent_failures(state, now) + 1
    taken = HERE.taken(state, now)
    return _remembered(
        replace(
            taken if was_checked else _checked(taken, now),
            failures=failures,
            not_before=now + delay_after(failures),
            has_turn=False,
        )
    )


def not_tried(state: BucketState, now: datetime, *, before: BucketState | None) -> BucketState:
    """Return the state as if an attempt, whose result nobody knows, had not been made. ``before`` is the one before it.

    What others have counted since stays counted.
    """
    before = before or BucketState(full_at=now, expires_at=now, version=0)
    is_latest = state.version == before.version + 1
    latest = before if is_latest else state
    return _remembered(
        replace(
            HERE.given_back(state, now),
            failures=before.failures if is_latest else max(0, _recent_failures(state, now) - 1),
            not_before=latest.not_before,
            early_failures=before.early_failures if is_latest else max(0, _recent_early_failures(state, now) - 1),
            early_not_before=latest.early_not_before,
            has_turn=state.has_turn or before.has_turn,
        )
    )


def unchanged(state: BucketState, _now: datetime) -> BucketState:
    """Return the next version of a state, which is the same: what is done for its cost only."""
    return _remembered(replace(state, version=state.version + 1))


def queued(state: BucketState | None, now: datetime, wait: timedelta) -> BucketState:
    """Return the state after an attempt that was told to wait for its turn. The attempt is not counted."""
    before = state or BucketState(full_at=now, expires_at=now, version=0)
    return _remembered(replace(before, not_before=now + wait, has_turn=True, version=before.version + 1))


def signed_in(state: BucketState, now: datetime) -> BucketState:
    """Return the state after a success: failures are forgotten, and the network is known."""
    return _remembered(
        replace(
            state,
            failures=0,
            not_before=None,
            has_turn=False,
            known_until=now + KNOWN_FOR,
            early_failures=0,
            early_not_before=None,
            version=state.version + 1,
        )
    )


def signed_in_early(state: BucketState, now: datetime) -> BucketState:
    """Return the state after an early check that succeeded, which counts as one request."""
    return signed_in(HERE.taken(state, now), now)


def _recent_failures(state: BucketState | None, now: datetime) -> int:
    return state.failures if state and now < state.full_at + FAILURES_REMEMBERED_FOR else 0


def _recent_early_failures(state: BucketState, now: datetime) -> int:
    checked_at = state.early_not_before
    return state.early_failures if checked_at and now < checked_at + FAILURES_REMEMBERED_FOR else 0


def _checked(state: BucketState, now: datetime) -> BucketState:
    failures = _recent_early_failures(state, now) + 1
    return replace(state, early_failures=failures, early_not_before=now + delay_after(failures))


def _remembered(state: BucketState) -> BucketState:
    early = state.early_not_before
    moments = (
        state.full_at + FAILURES_REMEMBERED_FOR,
        state.not_before,
        state.known_until,
        None if early is None else early + FAILURES_REMEMBERED_FOR,
    )
    return replace(state, expires_at=max(moment for moment in moments if moment is not None))
