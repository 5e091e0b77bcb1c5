from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.pump.schedule_expression import ScheduleExpressionError, next_time

# A Wednesday.
NOW = datetime(2026, 1, 14, 10, 30, tzinfo=UTC)
CHANGES_OF_CLOCKS = (
    ("Europe/Kyiv", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Europe/Kyiv", datetime(2027, 10, 31, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 7, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, tzinfo=UTC)),  # by half an hour
)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("rate(1 minute)", datetime(2026, 1, 14, 10, 31, tzinfo=UTC)),
        ("rate(15 minutes)", datetime(2026, 1, 14, 10, 45, tzinfo=UTC)),
        ("rate(2 hours)", datetime(2026, 1, 14, 12, 30, tzinfo=UTC)),
        ("rate(1 day)", datetime(2026, 1, 15, 10, 30, tzinfo=UTC)),
        ("cron(0 8 * * ? *)", datetime(2026, 1, 15, 8, 0, tzinfo=UTC)),
        ("cron(30 10 * * ? *)", datetime(2026, 1, 15, 10, 30, tzinfo=UTC)),
        ("cron(0/20 * * * ? *)", datetime(2026, 1, 14, 10, 40, tzinfo=UTC)),
        ("cron(*/45 11-12 * * ? *)", datetime(2026, 1, 14, 11, 0, tzinfo=UTC)),
        ("cron(0 0 1 * ? *)", datetime(2026, 2, 1, tzinfo=UTC)),
        ("cron(0 9 ? * MON-FRI *)", datetime(2026, 1, 15, 9, 0, tzinfo=UTC)),
        ("cron(0 9 ? * SUN,SAT *)", datetime(2026, 1, 17, 9, 0, tzinfo=UTC)),
        ("cron(0 9 ? * 2 *)", datetime(2026, 1, 19, 9, 0, tzinfo=UTC)),
        ("cron(0 0 29 FEB ? *)", datetime(2028, 2, 29, tzinfo=UTC)),
        ("cron(0 0 1 1 ? 2030)", datetime(2030, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_next_time_is_after_now(expression: str, due: datetime) -> None:
    assert next_time(expression, NOW) == due


def test_cron_is_in_the_schedules_time_zone() -> None:
    assert next_time("cron(0 14 * * ? *)", NOW, "Europe/Kyiv") == datetime(2026, 1, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "after", "due"),
    [
        # The clocks of Kyiv go from 3 to 4 at 01:00 UTC of 28 March 2027, and from 4 to 3 at 01:00 UTC of 31 October.
        ("cron(30 3 * * ? *)", datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 29, 0, 30, tzinfo=UTC)),
        ("cron(0/30 * * * ? *)", datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("cron(45 3 * * ? *)", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 45, tzinfo=UTC)),
        ("cron(45 3 * * ? *)", datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 11, 1, 1, 45, tzinfo=UTC)),
    ],
    ids=["skipped hour", "after the skipped hour", "repeated hour, first", "repeated hour, second"],
)
def test_what_a_change_of_clocks_skips_is_left_out_and_what_it_repeats_comes_once(
    expression: str, after: datetime, due: datetime
) -> None:
    assert next_time(expression, after, "Europe/Kyiv") == due


@given(
    expression=st.sampled_from(["cron(0/20 * * * ? *)", "cron(45 3 * * ? *)", "cron(30 1,2 ? * SUN *)"]),
    change=st.sampled_from(CHANGES_OF_CLOCKS),
    minutes=st.integers(min_value=-180, max_value=180),
)
def test_the_next_time_is_after_now_on_the_night_of_a_change_of_clocks(
    expression: str, change: tuple[str, datetime], minutes: int
) -> None:
    time_zone, changed_at = change
    after = changed_at + timedelta(minutes=minutes)
    assert next_time(expression, after, time_zone).astimezone(UTC) > after


@pytest.mark.parametrize(
    "expression",
    [
        "at(2026-01-01T00:00:00)",
        "rate(soon)",
        "cron(0 8 * *)",
        "cron(0 8 L * ? *)",
        "cron(0 0 31 2 ? *)",
        "cron(0 0 1 1 ? 2020)",
    ],
)
def test_what_is_never_due_or_not_known_is_an_error(expression: str) -> None:
    with pytest.raises(ScheduleExpressionError):
        next_time(expression, NOW)
