"""Token buckets: how many pass, how long the others wait, and what they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain import limits
from shared.domain.accounts import sign_in_limits
from shared.domain.limits import NOTHING, BucketState, Limit, whole_milliseconds, whole_seconds

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMIT = Limit(name="test", per="test", burst=3, refill=10 * SECOND)
GAPS = st.lists(st.integers(min_value=0, max_value=40_000), max_size=60)
LIMITS = st.builds(
    Limit,
    name=st.just("test"),
    per=st.just("test"),
    burst=st.integers(min_value=1, max_value=5),
    refill=st.integers(min_value=1, max_value=30_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds)),
)
ALL_LIMITS = [each for module in (limits, sign_in_limits) for each in vars(module).values() if isinstance(each, Limit)]


def passing(limit: Limit, gaps: list[int]) -> list[datetime]:
    """Let somebody ask again and again, after so many milliseconds each; return when a request passed."""
    now, bucket, passed = NOON, None, []
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        if not limit.wait(bucket, now):
            bucket = limit.taken(bucket, now)
            passed.append(now)
    return passed


def drained(limit: Limit) -> BucketState:
    bucket = limit.taken(None, NOON)
    for _ in range(limit.burst - 1):
        bucket = limit.taken(bucket, NOON)
    return bucket


def test_a_burst_passes_and_the_next_one_waits_for_a_refill() -> None:
    assert passing(LIMIT, [0, 0, 0, 0, 9_999, 1, 0, 10_000, 5_000]) == [
        NOON, NOON, NOON, NOON + 10 * SECOND, NOON + 20 * SECOND,
    ]  # fmt: skip


def test_after_a_window_all_are_there_again_and_no_more_than_that() -> None:
    assert len(passing(LIMIT, [0, 0, 0, 30_000, 0, 0, 0])) == 6
    assert len(passing(LIMIT, [0, 0, 0, 3_000_000, 0, 0, 0])) == 6


@given(LIMITS, GAPS)
def test_no_stretch_of_time_sees_more_than_the_burst_and_what_is_refilled(limit: Limit, gaps: list[int]) -> None:
    passed = passing(limit, gaps)
    for first, start in enumerate(passed):
        for count, end in enumerate(passed[first:], start=1):
            assert count <= limit.burst + (end - start) / limit.refill


@given(LIMITS, GAPS)
def test_a_request_passes_at_the_moment_that_was_named_and_not_before(limit: Limit, gaps: list[int]) -> None:
    now, bucket = NOON, None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        if wait := limit.wait(bucket, now):
            assert wait <= limit.refill
            assert limit.wait(bucket, now + wait - timedelta(milliseconds=1))
            assert not limit.wait(bucket, now + wait)
        else:
            bucket = limit.taken(bucket, now)


@given(LIMITS, GAPS)
def test_a_bucket_may_be_forgotten_when_it_expires(limit: Limit, gaps: list[int]) -> None:
    now, bucket = NOON, None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        if not limit.wait(bucket, now):
            bucket = limit.taken(bucket, now)
    if bucket is not None:
        assert limit.allowance(bucket, bucket.expires_at) == limit.allowance(None, bucket.expires_at)
        assert bucket.expires_at <= now + limit.window


@given(LIMITS, GAPS)
def test_as_many_pass_as_are_said_to_remain(limit: Limit, gaps: list[int]) -> None:
    now, bucket = NOON, None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        if not limit.wait(bucket, now):
            bucket = limit.taken(bucket, now)
    remaining = limit.allowance(bucket, now).remaining
    for _ in range(remaining):
        assert not limit.wait(bucket, now)
        bucket = limit.taken(bucket, now)
    assert limit.wait(bucket, now)


def test_an_allowance_says_what_is_left_and_when_there_is_more() -> None:
    first = LIMIT.taken(None, NOON)
    allowance = LIMIT.allowance(first, NOON)
    assert (allowance.limit, allowance.quota, allowance.window_seconds) == ("test", 3, 30)
    assert (allowance.remaining, allowance.next_seconds) == (2, 10)
    later = LIMIT.allowance(first, NOON + timedelta(seconds=3.5))
    assert (later.remaining, later.next_seconds) == (2, 7)
    full = LIMIT.allowance(first, NOON + 10 * SECOND)
    assert (full.remaining, full.next_seconds) == (3, 0)
    empty = LIMIT.allowance(drained(LIMIT), NOON)
    assert (empty.remaining, empty.next_seconds) == (0, 10)


@given(LIMITS, st.integers(min_value=1, max_value=50), st.integers(min_value=0, max_value=120_000))
def test_in_a_queue_everybody_gets_a_turn_and_nobody_waits_too_long(limit: Limit, many: int, longest_ms: int) -> None:
    longest, bucket, waits = timedelta(milliseconds=longest_ms), None, []
    for _ in range(many):
        bucket, wait = limit.reserved(bucket, NOON, longest=longest)
        waits.append(wait)
    assert waits == [min(max(NOTHING, (place - limit.burst) * limit.refill), longest) for place in range(1, many + 1)]


@given(LIMITS, st.integers(min_value=1, max_value=500))
def test_a_queue_is_gone_when_nobody_comes_any_more(limit: Limit, many: int) -> None:
    longest, bucket = 30 * SECOND, None
    for _ in range(many):
        bucket, _ = limit.reserved(bucket, NOON, longest=longest)
    assert bucket is not None
    assert not limit.wait(bucket, NOON + longest + limit.refill)
    assert bucket.expires_at <= NOON + longest + limit.window


@given(LIMITS, GAPS)
def test_what_is_given_back_is_as_if_it_had_not_been_taken(limit: Limit, gaps: list[int]) -> None:
    now, bucket = NOON, None
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        if not limit.wait(bucket, now):
            bucket = limit.taken(bucket, now)
    returned = limit.given_back(limit.taken(bucket, now), now)
    assert limit.allowance(returned, now) == limit.allowance(bucket, now)
    assert limit.allowance(limit.given_back(None, now), now) == limit.allowance(None, now)


def test_a_key_gives_away_neither_address_nor_network() -> None:
    key = LIMIT.key("olena@example.com", "203.0.113.7")
    assert "olena" not in key
    assert "203" not in key
    assert key.startswith("test#")
    assert len(key) == len("test#") + 43


def test_keys_are_as_different_as_their_subjects() -> None:
    subjects = [("a", "b"), ("ab",), ("a", "", "b"), ("a",), ("b", "a"), ("",), ("a\ud800",)]
    assert len({LIMIT.key(*subject) for subject in subjects}) == len(subjects)
    assert LIMIT.key("a") == LIMIT.key("a")


def test_every_limit_has_a_name_of_its_own() -> None:
    names = [limit.name for limit in ALL_LIMITS]
    assert len(set(names)) == len(names)


def test_every_limit_counts_in_whole_milliseconds() -> None:
    for limit in ALL_LIMITS:
        assert limit.refill % timedelta(milliseconds=1) == NOTHING


def test_seconds_are_rounded_up() -> None:
    assert [whole_seconds(timedelta(milliseconds=ms)) for ms in (0, 1, 1000, 1001)] == [0, 1, 1, 2]


def test_times_are_cut_to_milliseconds() -> None:
    assert whole_milliseconds(NOON + timedelta(microseconds=123_999)) == NOON + timedelta(milliseconds=123)
