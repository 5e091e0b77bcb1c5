"""Rate limits on sign-in attempts.

Three limits, from the narrowest to the widest:

- *Here*: one address from one network. After some failures in a row, each further failure doubles the time until the
  next attempt. Only that network has to wait.
- *Network*: all addresses tried from one network, against those who try one password on many accounts.
- *Address*: one address from all networks its owner never signed in from, against those who have many networks. It
  refuses nobody but makes them queue: an attempt that comes too soon gets a turn of its own, at most ``LONGEST_QUEUE``
  later, which nobody else can take or postpone.

After signing in from a network, only the first limit applies there for ``KNOWN_FOR``.
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


def is_free_to_try(state: BucketState | None, now: datetime) -> bool:
    """Return whether the owner has signed in from this network, or has waited for a turn."""
    return is_known(state, now) or (state is not None and state.has_turn)


def tried(state: BucketState | None, now: datetime) -> BucketState:
    """Return the state after an attempt, which counts as failed until it is known to have succeeded.

    Simultaneous attempts are thus counted before the first of them is known to have failed.
    """
    failures = _recent_failures(state, now) + 1
    return _remembered(
        replace(HERE.taken(state, now), failures=failures, not_before=now + delay_after(failures), has_turn=False)
    )


def queued(state: BucketState | None, now: datetime, wait: timedelta) -> BucketState:
    """Return the state after an attempt that was told to wait for its turn. The attempt is not counted."""
    before = state or BucketState(full_at=now, expires_at=now, version=0)
    return _remembered(replace(before, not_before=now + wait, has_turn=True, version=before.version + 1))


def signed_in(state: BucketState, now: datetime) -> BucketState:
    """Return the state after a success: failures are forgotten, and the network is known."""
    return _remembered(
        replace(
            state, failures=0, not_before=None, has_turn=False, known_until=now + KNOWN_FOR, version=state.version + 1
        )
    )


def _recent_failures(state: BucketState | None, now: datetime) -> int:
    return state.failures if state and now < state.full_at + FAILURES_REMEMBERED_FOR else 0


def _remembered(state: BucketState) -> BucketState:
    moments = (state.full_at + FAILURES_REMEMBERED_FOR, state.not_before, state.known_until)
    return replace(state, expires_at=max(moment for moment in moments if moment is not None))
