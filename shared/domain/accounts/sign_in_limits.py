"""How often somebody may try passwords.

Three limits, from the nearest to the farthest:

- *Here*: an address from one network. After some failures in a row every further one doubles the time until the next
  attempt. Nobody but that network waits.
- *Network*: all addresses that one network tries, against those who try one password on many.
- *Address*: one address from all networks where its owner never signed in, against those who have many networks. It
  refuses nobody, it makes a queue: an attempt that comes too soon gets a turn of its own, at most ``LONGEST_QUEUE``
  later, which nothing that others do can take away or put off.

Who signed in from a network within ``KNOWN_FOR`` depends on the first limit only.
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
"""So many in a row cost nothing: people mistype, and devices repeat an old password."""
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
FAILURES_REMEMBERED_FOR = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)


def delay_after(failures: int) -> timedelta:
    """Return how long the next attempt has to wait after so many failures in a row."""
    if failures < FREE_FAILURES:
        return NOTHING
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def wait_here(tally: BucketState | None, now: datetime) -> timedelta:
    """Return how long this address has to wait in this network."""
    not_before = tally.not_before if tally else None
    return max(HERE.wait(tally, now), NOTHING if not_before is None else not_before - now)


def is_known(tally: BucketState | None, now: datetime) -> bool:
    """Tell whether the address signed in from this network before."""
    return tally is not None and tally.known_until is not None and now < tally.known_until


def is_free_to_try(tally: BucketState | None, now: datetime) -> bool:
    """Tell whether the address signed in from this network before, or has waited for its turn."""
    return is_known(tally, now) or (tally is not None and tally.has_turn)


def tried(tally: BucketState | None, now: datetime) -> BucketState:
    """Return the tally after an attempt, which counts as failed until it is known to be none.

    Attempts that are made at the same time are counted before the first of them is known to have failed.
    """
    failures = _recent_failures(tally, now) + 1
    return _remembered(
        replace(HERE.taken(tally, now), failures=failures, not_before=now + delay_after(failures), has_turn=False)
    )


def queued(tally: BucketState | None, now: datetime, wait: timedelta) -> BucketState:
    """Return the tally of an attempt that was sent away until its turn. It is not counted."""
    before = tally or BucketState(full_at=now, expires_at=now, version=0)
    return _remembered(replace(before, not_before=now + wait, has_turn=True, version=before.version + 1))


def signed_in(tally: BucketState, now: datetime) -> BucketState:
    """Return the tally after a success: failures are forgotten, and the network is known."""
    return _remembered(
        replace(
            tally, failures=0, not_before=None, has_turn=False, known_until=now + KNOWN_FOR, version=tally.version + 1
        )
    )


def _recent_failures(tally: BucketState | None, now: datetime) -> int:
    return tally.failures if tally and now < tally.full_at + FAILURES_REMEMBERED_FOR else 0


def _remembered(tally: BucketState) -> BucketState:
    moments = (tally.full_at + FAILURES_REMEMBERED_FOR, tally.not_before, tally.known_until)
    return replace(tally, expires_at=max(moment for moment in moments if moment is not None))
