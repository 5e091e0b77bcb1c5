from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local.pump.schedule_expression import ScheduleExpressionError, next_time

# A Wednesday.
NOW = datetime(2026, 1, 14, 10, 30, tzinfo=UTC)


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
