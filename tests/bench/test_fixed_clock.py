"""What is measured does not depend on the day of the measurement."""

from __future__ import annotations

import sysconfig
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bench.fixed_clock import MADE_AT, MEASURED_AT, TODAY
from bench.running import Function, call
from bench.runtime_api import run_function
from bench.world import TOKEN_SECONDS
from shared.domain.mails import STREAM_TIME
from shared.services.mail.mailing import GIVE_UP_AFTER

# They answer with an error, which is no measurement, unless the time is the one that they are asked for.
SERVICE = """
import sys

sys.path.append({libraries!r})

from shared.wiring import sources

def handler(event, context):
    return {{"statusCode": 200 if sources.now().isoformat() == event["expected"] else 500, "time": str(sources.now())}}
"""
REFERENCE = """
from datetime import UTC, datetime

def handler(event, context):
    return {"time": datetime.now(UTC).isoformat()}
"""


@pytest.fixture
def service(root: Path, tmp_path: Path) -> Function:
    """A function over the service's own code."""
    artifact = tmp_path / "artifact"
    artifact.mkdir()
    module = SERVICE.format(libraries=sysconfig.get_path("purelib"))
    (artifact / "asking.py").write_text(module, encoding="utf-8")
    (artifact / "shared").symlink_to(root / "shared")
    return Function(artifact=artifact, handler="asking.handler", environment={})


@pytest.fixture
def reference(tmp_path: Path) -> Function:
    (tmp_path / "plain.py").write_text(REFERENCE, encoding="utf-8")
    return Function(artifact=tmp_path, handler="plain.handler", environment={})


def test_a_function_is_counted_at_the_time_of_all_measurements(service: Function) -> None:
    call(service, [{"expected": MEASURED_AT.isoformat()}], times=2)


def test_a_function_is_timed_at_the_time_of_all_measurements(service: Function, runtime: Path) -> None:
    run_function(service, {"expected": MEASURED_AT.isoformat()}, times=2, runtime=runtime)


@pytest.mark.parametrize("time", [MADE_AT, datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)])
def test_a_function_may_be_called_at_another_time(service: Function, time: datetime) -> None:
    call(replace(service, time=time), [{"expected": time.isoformat()}])


def test_references_keep_the_time_of_the_machine(reference: Function) -> None:
    before = datetime.now(UTC)
    (answer,) = call(reference, [{}]).answers
    assert before <= datetime.fromisoformat(answer["time"]) <= datetime.now(UTC)


def test_nothing_of_the_world_has_expired_and_everything_has_settled() -> None:
    age = MEASURED_AT - MADE_AT
    assert STREAM_TIME < age < min(GIVE_UP_AFTER, timedelta(seconds=int(TOKEN_SECONDS)))
    assert datetime.now(UTC) < MADE_AT  # or the stand-in would remove what expires


def test_the_day_of_all_measurements_is_like_most_days() -> None:
    assert MADE_AT.date() == MEASURED_AT.date() == TODAY
    week = [TODAY + timedelta(days=number) for number in range(8)]
    assert {(day.year, day.month) for day in week} == {(TODAY.year, TODAY.month)}
    assert all((day.month, day.day) not in {(2, 28), (2, 29)} for day in week)
    changing = {name for name in available_timezones() if _offset(name, week[0]) != _offset(name, week[-1])}
    assert changing == set()


def _offset(time_zone: str, day: date) -> timedelta | None:
    return datetime.combine(day, MEASURED_AT.time(), tzinfo=ZoneInfo(time_zone)).utcoffset()
