"""Trying passwords: what it costs those who guess, and how little it costs the owner of the account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.accounts import sign_in_limits as limits
from shared.domain.limits import NOTHING, BucketState

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def failed(times: int, *, bucket: BucketState | None = None, now: datetime = NOON) -> BucketState:
    """Return the bucket after failures in a row, at one moment."""
    for _ in range(times):
        bucket = limits.tried(bucket, now)
    assert bucket is not None
    return bucket


def guess_greedily(networks: int, until: datetime) -> list[tuple[datetime, bool]]:
    """Let attackers try whenever they may; return when they asked and whether their guess was looked at."""
    here: dict[int, BucketState] = {}
    address: BucketState | None = None
    guesses = []
    agenda = [(NOON, network) for network in range(networks)]
    heapify(agenda)
    while agenda and agenda[0][0] < until:
        now, network = heappop(agenda)
        bucket = here.get(network)
        wait = NOTHING
        if not limits.has_turn(bucket):
            address, wait = limits.ADDRESS.reserved(address, now, longest=limits.LONGEST_QUEUE)
        here[network] = limits.queued(bucket, now, wait) if wait else limits.tried(bucket, now)
        guesses.append((now, not wait))
        heappush(agenda, (now + limits.wait_here(here[network], now), network))
    return guesses


def address_after(guesses: list[tuple[datetime, bool]]) -> BucketState:
    bucket = None
    for now, _ in guesses:
        bucket, _ = limits.ADDRESS.reserved(bucket, now, longest=limits.LONGEST_QUEUE)
    assert bucket is not None
    return bucket


def test_people_may_mistype_a_few_times_without_waiting() -> None:
    bucket = None
    for _ in range(limits.FREE_FAILURES):
        assert not limits.wait_here(bucket, NOON)
        bucket = limits.tried(bucket, NOON)
    assert limits.wait_here(bucket, NOON) == 5 * SECOND


def test_then_every_failure_doubles_the_wait_up_to_fifteen_minutes() -> None:
    now, bucket, waits = NOON, failed(limits.FREE_FAILURES - 1), []
    for _ in range(12):
        bucket = limits.tried(bucket, now)
        waits.append(limits.wait_here(bucket, now).total_seconds())
        now += limits.wait_here(bucket, now)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]


@given(st.integers(min_value=0, max_value=10_000))
def test_no_wait_is_above_fifteen_minutes_and_none_gets_shorter(failures: int) -> None:
    assert NOTHING <= limits.delay_after(failures) <= limits.delay_after(failures + 1) <= 15 * MINUTE


def test_a_success_forgets_all_failures() -> None:
    bucket = limits.signed_in(failed(15), NOON)
    assert not limits.wait_here(bucket, NOON + MINUTE)
    assert limits.tried(bucket, NOON + MINUTE).failures == 1


def test_failures_are_forgotten_a_day_later() -> None:
    bucket = failed(15)
    soon = bucket.full_at + DAY - SECOND
    assert limits.tried(bucket, soon).failures == 16
    assert limits.tried(bucket, soon + SECOND).failures == 1
    assert bucket.expires_at >= soon + SECOND


def test_failures_of_a_network_that_is_known_are_forgotten_a_day_later_too() -> None:
    bucket = failed(15, bucket=limits.signed_in(failed(1), NOON))
    assert bucket.expires_at == NOON + limits.KNOWN_FOR
    assert limits.tried(bucket, NOON + 2 * DAY).failures == 1


def test_signing_in_over_and_over_is_slowed_as_well() -> None:
    """Or an account's owner could keep all processors busy."""
    now, bucket, passed = NOON, None, 0
    while now < NOON + MINUTE:
        if limits.wait_here(bucket, now):
            now += SECOND
        else:
            bucket = limits.signed_in(limits.tried(bucket, now), now)
            passed += 1
    assert passed == 30 + 29


def test_a_network_is_known_for_a_month_after_the_last_success() -> None:
    bucket = limits.signed_in(failed(1), NOON)
    assert limits.is_known(bucket, NOON + limits.KNOWN_FOR - SECOND)
    assert not limits.is_known(bucket, NOON + limits.KNOWN_FOR)
    again = limits.signed_in(limits.tried(bucket, NOON + 20 * DAY), NOON + 20 * DAY)
    assert limits.is_known(again, NOON + 45 * DAY)


def test_a_network_without_a_success_is_not_known() -> None:
    assert not limits.is_known(None, NOON)
    assert not limits.is_known(failed(3), NOON)


@pytest.mark.parametrize("before", [None, failed(3), limits.signed_in(failed(3), NOON - 31 * DAY)])
def test_a_turn_is_good_for_one_attempt_when_it_has_come(before: BucketState | None) -> None:
    bucket = limits.queued(before, NOON, 7 * MINUTE)
    assert limits.wait_here(bucket, NOON) == 7 * MINUTE
    assert not limits.wait_here(bucket, NOON + 7 * MINUTE)
    assert limits.has_turn(bucket)
    tried = limits.tried(bucket, NOON + 7 * MINUTE)
    assert not limits.has_turn(tried)


def test_waiting_for_a_turn_is_no_failure() -> None:
    assert limits.queued(None, NOON, MINUTE).failures == 0
    assert limits.queued(failed(3), NOON, MINUTE).failures == 3


def test_early_checks_are_slowed_by_their_own_failures() -> None:
    now, bucket, waits = NOON, limits.signed_in(failed(1), NOON), []
    for _ in range(20):
        assert limits.may_check_early(bucket, now)
        bucket = limits.checked_early(bucket, now)
        assert bucket.early_not_before is not None
        waits.append((bucket.early_not_before - now).total_seconds())
        assert limits.may_check_early(bucket, now) is (not waits[-1])
        now = bucket.early_not_before
    assert waits == [0] * 9 + [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]


@given(st.lists(st.tuples(st.sampled_from(["tried", "refused"]), st.integers(0, 2_000)), max_size=60))
def test_early_checks_are_allowed_alike_where_the_owner_signs_in_and_where_nobody_does(
    attempts: list[tuple[str, int]],
) -> None:
    """Where the owner does, each has its early check first; elsewhere, one that is refused has it afterwards."""
    known, unknown, now = limits.signed_in(failed(1), NOON - DAY), None, NOON
    for outcome, seconds in attempts:
        now += seconds * SECOND
        allowed = limits.may_check_early(known, now)
        assert limits.may_check_early(unknown, now) is allowed
        assert limits.wait_here(unknown, now) == limits.wait_here(known, now)
        if allowed:
            known = limits.checked_early(known, now)
        if outcome == "tried" and not limits.wait_here(known, now):
            known = limits.tried(known, now, was_checked=allowed)
            unknown = limits.tried(unknown, now)
        elif allowed:
            unknown = limits.checked_early(unknown, now)


def test_failures_of_early_checks_are_remembered_where_nobody_has_signed_in() -> None:
    bucket = limits.checked_early(None, NOON)
    assert (bucket.version, bucket.failures) == (1, 0)
    for _ in range(12):
        bucket = limits.checked_early(bucket, NOON)
    assert bucket.early_not_before is not None
    assert bucket.expires_at == bucket.early_not_before + DAY


def test_failures_of_early_checks_are_forgotten_a_day_later_or_by_a_success() -> None:
    bucket = limits.signed_in(failed(1), NOON)
    for _ in range(12):
        bucket = limits.checked_early(bucket, NOON)
    assert limits.checked_early(bucket, NOON + 2 * DAY).early_failures == 1
    assert limits.checked_early(limits.signed_in_early(bucket, NOON), NOON).early_failures == 1


def test_signing_in_early_over_and_over_is_slowed_as_well() -> None:
    bucket, passed = limits.signed_in(failed(1), NOON), 0
    while limits.may_check_early(bucket, NOON):
        bucket = limits.signed_in_early(limits.checked_early(bucket, NOON), NOON)
        passed += 1
    assert passed == limits.HERE.burst - 1


@pytest.mark.parametrize("before", [None, failed(3), failed(12), limits.queued(failed(3), NOON - MINUTE, MINUTE)])
def test_an_attempt_taken_back_leaves_what_was_before_it(before: BucketState | None) -> None:
    now = NOON + timedelta(hours=1)
    bucket = limits.not_tried(limits.tried(before, now), now, before=before)
    assert limits.wait_here(bucket, now) == NOTHING
    assert limits.has_turn(bucket) is limits.has_turn(before)
    assert limits.tried(bucket, now).failures == limits.tried(before, now).failures
    assert limits.checked_early(bucket, now).early_failures == limits.checked_early(before, now).early_failures


def test_an_attempt_taken_back_leaves_what_others_have_counted_since() -> None:
    first = failed(10)
    bucket = limits.not_tried(limits.tried(first, NOON + 5 * SECOND), NOON + 5 * SECOND, before=failed(9))
    assert bucket.failures == 10
    assert limits.wait_here(bucket, NOON + 5 * SECOND) == 10 * SECOND


def test_every_change_is_a_new_version() -> None:
    first = limits.tried(None, NOON)
    changes = (
        limits.tried(first, NOON),
        limits.queued(first, NOON, MINUTE),
        limits.signed_in(first, NOON),
        limits.checked_early(first, NOON),
        limits.not_checked_early(first, NOON),
        limits.not_tried(first, NOON, before=None),
    )
    assert first.version == limits.queued(None, NOON, MINUTE).version == 1
    assert [each.version for each in changes] == [2] * 6


def test_one_network_that_guesses_for_a_day_makes_nobody_elsewhere_wait() -> None:
    guesses = guess_greedily(1, NOON + DAY)
    for count in range(1, len(guesses) + 1):
        now, _ = guesses[count - 1]
        assert not limits.ADDRESS.wait(address_after(guesses[:count]), now)


@settings(deadline=None, max_examples=25)
@given(networks=st.integers(min_value=2, max_value=400), minutes=st.integers(min_value=0, max_value=300))
def test_however_many_networks_guess_a_newcomer_gets_a_turn_within_ten_minutes(networks: int, minutes: int) -> None:
    """A turn is his own: what the others do after it changes nothing about it."""
    arrival = NOON + minutes * MINUTE
    guesses = guess_greedily(networks, arrival + SECOND)
    _, wait = limits.ADDRESS.reserved(address_after(guesses), arrival, longest=limits.LONGEST_QUEUE)
    assert wait <= 10 * MINUTE
    bucket = limits.queued(None, arrival, wait) if wait else None
    assert not limits.wait_here(bucket, arrival + wait)


def test_many_networks_are_slowed_together() -> None:
    looked_at = [now for now, was_looked_at in guess_greedily(200, NOON + timedelta(hours=1)) if was_looked_at]
    alone = [now for now, was_looked_at in guess_greedily(1, NOON + timedelta(hours=1)) if was_looked_at]
    assert len(looked_at) < 200 * len(alone) / 2
