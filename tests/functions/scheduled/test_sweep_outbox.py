"""The sweeper of the outbox."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.scheduled.sweep_outbox import handler
from shared.domain.errors import MailUnavailableError
from shared.domain.mails import MailState
from shared.services.accounts.input import Registration
from tests.functions.conftest import PASSWORD
from tests.functions.streams.test_send_mail import Context
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


@pytest.fixture
def event(root: Path) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(
        (root / "events" / "scheduled" / "sweep_outbox.json").read_text(encoding="utf-8")
    )
    return event


@pytest.fixture
def waiting(wired: MemoryWiring, clock: Clock) -> list[str]:
    """Mails that the stream has not delivered in its fifteen minutes, the oldest first."""
    for number in range(2):
        wired.registrations.register(Registration(email=f"person-{number}@example.com", password=PASSWORD))
        clock.advance(timedelta(seconds=1))
    clock.advance(timedelta(minutes=15))
    return list(wired.memory.mails)


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what has been counted since the last call."""
    lines = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    return [line["message"] for line in lines if "_aws" in line]


def test_what_waits_too_long_is_sent(wired: MemoryWiring, waiting: list[str], event: dict[str, Any]) -> None:
    assert handler(event, Context()) == {"ended": 2, "postponed": 0}
    assert wired.mailbox.ids == waiting


def test_what_fails_is_left_to_the_next_time_and_stops_no_other(
    wired: MemoryWiring, waiting: list[str], event: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    wired.mailbox.faults += (MailUnavailableError("throttled"),)
    assert handler(event, Context()) == {"ended": 1, "postponed": 1}
    assert told(capsys) == ["MailSent", "MailPostponed"]
    assert handler(event, Context()) == {"ended": 1, "postponed": 0}
    assert wired.mailbox.ids == [waiting[1], waiting[0]]


def test_what_no_other_try_will_mend_fails_the_sweep_when_every_mail_has_been_tried_and_counted(
    wired: MemoryWiring, waiting: list[str], event: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    mistake = KeyError("whose template?")
    wired.mailbox.faults += (mistake,)
    with pytest.raises(ExceptionGroup) as caught:
        handler(event, Context())
    assert caught.value.exceptions == (mistake,)
    assert wired.mailbox.ids == [waiting[1]]
    assert told(capsys) == ["MailSent"]


def test_what_is_as_old_as_its_token_is_given_up_and_counted(
    wired: MemoryWiring,
    clock: Clock,
    waiting: list[str],
    event: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock.advance(timedelta(hours=24))
    assert handler(event, Context()) == {"ended": 2, "postponed": 0}
    assert wired.mailbox.ids == []
    assert {wired.memory.mails[mail_id].state for mail_id in waiting} <= {MailState.FAILED, MailState.SUPERSEDED}
    assert "MailFailed" in capsys.readouterr().out


def test_what_the_stream_still_has_time_for_is_left_to_it(wired: MemoryWiring, event: dict[str, Any]) -> None:
    wired.registrations.register(Registration(email="person@example.com", password=PASSWORD))
    assert handler(event, Context()) == {"ended": 0, "postponed": 0}
