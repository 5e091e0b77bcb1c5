"""The outbox's stream."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.streams.send_mail import handler
from local.pump.delivery import Delivery
from shared.domain.errors import MailRefusedError, MailRejectedError, MailUnavailableError
from shared.domain.mails import STREAM_TIME, MailState
from shared.services.accounts.input import Registration
from shared.services.mail.mailing import LEASE_SECONDS
from tests.functions.conftest import PASSWORD
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring
from tools.template import Template

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    aws_request_id: str = "invocation"


@pytest.fixture
def three_mails(wired: MemoryWiring) -> list[str]:
    """The ids of three mails that wait."""
    for number in range(3):
        wired.registrations.register(Registration(email=f"person-{number}@example.com", password=PASSWORD))
    return list(wired.memory.mails)


@pytest.fixture
def sample(root: Path) -> Json:
    event: Json = json.loads((root / "events" / "streams" / "send_mail.json").read_text(encoding="utf-8"))
    return event


def records(sample: Json, mail_ids: list[str]) -> Json:
    """What the stream says of these mails; sequence numbers are 1, 2, 3."""
    (record,) = sample["Records"]
    event: Json = {"Records": []}
    for number, mail_id in enumerate(mail_ids, start=1):
        each = copy.deepcopy(record)
        each["dynamodb"]["Keys"]["id"]["S"] = mail_id
        each["dynamodb"]["SequenceNumber"] = str(number)
        event["Records"].append(each)
    return event


def told(capsys: pytest.CaptureFixture[str], message: str) -> list[Json]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line for line in lines if line["message"] == message]


def test_every_mail_is_sent_once(wired: MemoryWiring, sample: Json, three_mails: list[str]) -> None:
    event = records(sample, three_mails)
    for _ in range(2):
        assert handler(event, Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == three_mails
    assert {mail.state for mail in wired.memory.mails.values()} == {MailState.SENT}


def test_a_mail_that_is_gone_is_done_with(sample: Json) -> None:
    assert handler(sample, Context()) == {"batchItemFailures": []}


def test_the_first_mail_to_be_tried_again_is_reported_and_the_others_do_not_wait_for_it(
    wired: MemoryWiring, sample: Json, three_mails: list[str]
) -> None:
    wired.mailbox.faults += (None, MailUnavailableError("throttled"))
    event = records(sample, three_mails)
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert wired.mailbox.ids == [three_mails[0], three_mails[2]]
    assert handler(event, Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == [three_mails[0], three_mails[2], three_mails[1]]


def test_of_several_failures_the_first_is_reported(wired: MemoryWiring, sample: Json, three_mails: list[str]) -> None:
    wired.mailbox.faults += (MailUnavailableError("throttled"), None, MailUnavailableError("throttled"))
    assert handler(records(sample, three_mails), Context()) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert wired.mailbox.ids == [three_mails[1]]


def test_a_mail_of_a_kind_that_only_newer_code_knows_waits_for_that_and_holds_up_nobody(
    wired: MemoryWiring, clock: Clock, sample: Json, three_mails: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    known = wired.memory.mails[three_mails[0]]
    wired.memory.mails[three_mails[0]] = replace(known, kind="birthday_reminder")
    event = records(sample, three_mails)
    for _ in range(2):
        assert handler(event, Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == three_mails[1:]
    assert [line["mail_id"] for line in told(capsys, "MailPostponed")] == [three_mails[0]] * 2
    clock.advance(timedelta(days=3))
    assert wired.mailing.sweep().postponed == (three_mails[0],)
    wired.memory.mails[three_mails[0]] = replace(
        wired.memory.mails[three_mails[0]], kind=known.kind, created_at=clock()
    )
    assert handler(event, Context()) == {"batchItemFailures": []}


def test_a_mail_that_is_refused_alone_holds_up_nobody_and_is_left_to_the_sweeper(
    wired: MemoryWiring, clock: Clock, sample: Json, three_mails: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    wired.mailbox.faults += (MailRefusedError("MessageRejected"),)
    assert handler(records(sample, three_mails[:1]), Context()) == {"batchItemFailures": []}
    assert [line["reason"] for line in told(capsys, "MailPostponed")] == ["MessageRejected"]
    assert handler(records(sample, three_mails[1:]), Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == three_mails[1:]
    assert wired.memory.mails[three_mails[0]].state is MailState.PENDING
    clock.advance(STREAM_TIME + timedelta(seconds=1))
    wired.mailing.sweep()
    assert wired.mailbox.ids == [*three_mails[1:], three_mails[0]]


@pytest.mark.parametrize("kind", ["verify_email", "birthday_reminder"])
def test_whoever_registers_behind_a_mail_that_waits_alone_has_a_message_at_once(
    wired: MemoryWiring, template: Template, sample: Json, three_mails: list[str], kind: str
) -> None:
    """Lambda hands out nothing behind a batch that it repeats, so such a message must not be repeated there."""
    (first, *behind) = three_mails
    wired.memory.mails[first] = replace(wired.memory.mails[first], kind=kind)
    wired.mailbox.faults += (MailRefusedError("MessageRejected"),) if kind == "verify_email" else ()
    (source,) = template.functions["StreamsSendMailFunction"].streams
    pauses: list[float] = []

    def stop(seconds: float) -> bool:
        pauses.append(seconds)
        return False

    delivery = Delivery(
        source=replace(source, batch_size=1),
        invoke=lambda event: handler(event, Context()),
        done=lambda _: None,
        dead_letter=lambda *_: None,
        pause=stop,
        now=lambda: 0.0,
    )
    delivery.deliver(records(sample, three_mails)["Records"])
    assert (wired.mailbox.ids, pauses) == (behind, [])


def test_a_mail_whose_sender_broke_off_is_tried_again_until_its_lease_has_ended(
    wired: MemoryWiring, clock: Clock, sample: Json, three_mails: list[str]
) -> None:
    wired.outbox.start_attempt(three_mails[0], now=clock(), lease_seconds=LEASE_SECONDS, owner="somebody else")
    event = records(sample, three_mails)
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert wired.mailbox.ids == three_mails[1:]
    clock.advance(timedelta(seconds=LEASE_SECONDS))
    assert handler(event, Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == [*three_mails[1:], three_mails[0]]


def test_a_mail_that_the_provider_refuses_stops_no_other(
    wired: MemoryWiring, sample: Json, three_mails: list[str]
) -> None:
    wired.mailbox.faults += (MailRejectedError("MessageRejected"),)
    assert handler(records(sample, three_mails), Context()) == {"batchItemFailures": []}
    assert wired.mailbox.ids == three_mails[1:]
    assert wired.memory.mails[three_mails[0]].state is MailState.FAILED


def test_a_record_that_cannot_be_handled_is_reported_and_its_story_is_in_the_log(
    wired: MemoryWiring, sample: Json, three_mails: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    event = records(sample, three_mails)
    event["Records"][1]["dynamodb"]["Keys"] = {}
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    (line,) = (line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line["level"] == "ERROR")
    assert line["message"] == "record failed"
    assert line["record"] == sample["Records"][0]["eventID"]
    assert line["request_id"] == "invocation"
    assert "KeyError" in line["exception"]


def test_what_became_of_a_mail_is_counted(
    wired: MemoryWiring, sample: Json, three_mails: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    wired.mailbox.faults += (None, MailRejectedError("MessageRejected"))
    handler(records(sample, three_mails), Context())
    messages = [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()]
    assert messages == ["MailSent", "MailFailed", "MailSent"]


def test_no_web_framework_is_loaded(root: Path) -> None:
    code = "import sys, functions.streams.send_mail, functions.scheduled.sweep_outbox; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert {"fastapi", "starlette", "mangum", "pydantic"}.isdisjoint(loaded.stdout.split())
