"""What people write to name a moment in the life of a book."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.moments import Moment, NoMomentError, canonical, read_moment

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1234", 1234),
        ("r1234", 1234),
        ("0", 0),
        ("r007", 7),
        ("2026-11-29T12:00:00Z", NOON),
        ("2026-11-29t12:00:00z", NOON),
        ("2026-11-29T14:00:00+02:00", NOON),
        ("2026-11-29T07:00:00-05:00", NOON),
        ("2026-11-29T12:00:00.5Z", NOON + timedelta(milliseconds=500)),
        ("2026-11-29T12:00:00.000000999Z", NOON),
        ("2026-11-29T12:00:00-00:00", NOON),
    ],
)
def test_revisions_and_times_are_moments(text: str, moment: Moment) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-29T14:00:00 02:00", "%2B"),
        ("2026-11-29", "offset"),
        ("2026-11-29T14:00:00", "offset"),
        ("2026-11-29T14:00", "offset"),
        ("2026-02-30T12:00:00Z", "no such time"),
        ("2026-11-29T24:00:00Z", "no such time"),
        ("2026-11-29T12:00:00+99:00", "no such time"),
        ("0000-01-01T00:00:00Z", "no such time"),
        ("yesterday", "r1234"),
        ("-1", "r1234"),
        ("R7", "r1234"),
        ("", "r1234"),
        ("١٢", "r1234"),
        ("1" * 16, "r1234"),
        ("7\n", "r1234"),
        ("0001-01-01T00:00:00+02:00", "no such time"),
        ("9999-12-31T23:59:59-02:00", "no such time"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NoMomentError) as refused:
        read_moment(text)
    assert why.casefold() in str(refused.value).casefold()


@given(
    st.datetimes(
        min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - the strategy adds the time zone
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
    | st.integers(0, 10**15 - 1)
)
def test_equal_moments_have_one_text_which_is_read_as_the_same(moment: Moment) -> None:
    text = canonical(moment)
    assert read_moment(text) == moment
    assert canonical(read_moment(text)) == text


@given(st.text(max_size=40))
def test_every_text_is_a_moment_or_refused(text: str) -> None:
    with suppress(NoMomentError):
        assert canonical(read_moment(text))
