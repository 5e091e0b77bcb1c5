"""Bounces and complaints, as SES tells them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.streams.record_mail_feedback import handler
from shared.domain.errors import OutcomeUnknownError
from shared.domain.mails import MailKind, MailState, OutgoingMail
from shared.services.accounts.input import Registration
from tests.functions.conftest import PASSWORD
from tests.functions.streams.test_send_mail import Context
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

Json = dict[str, Any]
Tell = Callable[..., bool]
ADDRESS = "olena@example.com"
DAY = timedelta(days=1)
BOUNCED = "verification_mail_bounced"


@pytest.fixture
def sample(root: Path) -> Json:
    event: Json = json.loads((root / "events" / "streams" / "record_mail_feedback.json").read_text(encoding="utf-8"))
    return event


@pytest.fixture
def tell(sample: Json, clock: Clock) -> Tell:
    """Tell that a message came back, and return whether that was recorded."""

    def tell(
        mail: OutgoingMail, kind: str = "Bounce", *, address: str = ADDRESS, bounce_type: str = "Permanent"
    ) -> bool:
        event = copy.deepcopy(sample)
        detail = event["detail"]
        detail["mail"]["tags"]["mail_id"] = [mail.id]
        bounce = detail.pop("bounce")
        timestamp = f"{clock():%Y-%m-%dT%H:%M:%S.000Z}"
        if kind == "Bounce":
            recipients = [{**bounce["bouncedRecipients"][0], "emailAddress": address}]
            changes = {"bouncedRecipients": recipients, "bounceType": bounce_type, "timestamp": timestamp}
            detail["bounce"] = {**bounce, **changes}
        elif kind == "Complaint":
            detail["complaint"] = {"complainedRecipients": [{"emailAddress": address}], "timestamp": timestamp}
        detail["eventType"] = kind
        return handler(event, Context())["recorded"]

    return tell


def register(wired: MemoryWiring, clock: Clock) -> OutgoingMail:
    """Register the address, and send the message."""
    clock.advance(timedelta(minutes=1))
    wired.registrations.register(Registration(email=ADDRESS, password=PASSWORD))
    return send(wired)


def resend(client: Client, wired: MemoryWiring) -> OutgoingMail:
    answer = client.request("POST", "/api/v1/auth/resend-verification", json_body={"email": ADDRESS})
    assert answer.status == 202
    return send(wired)


def send(wired: MemoryWiring) -> OutgoingMail:
    """Send the newest message, and return it as it ended."""
    ended = wired.mailing.deliver(list(wired.memory.mails)[-1])
    assert ended is not None
    return ended


def log_in(client: Client, password: str = PASSWORD) -> Answer:
    return client.request("POST", "/api/v1/auth/login", json_body={"email": ADDRESS, "password": password})


def test_after_a_permanent_bounce_the_account_gets_no_more_mail_and_its_owner_is_told_so(
    client: Client, wired: MemoryWiring, clock: Clock, tell: Tell, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = register(wired, clock)
    assert mail.state is MailState.SENT
    assert "notice" not in log_in(client).json
    assert tell(mail)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["message"] == "MailBounce"
    again = resend(client, wired)
    assert (again.state, again.failure) == (MailState.SUPPRESSED, "bounce")
    assert len(wired.mailbox.mails) == 1
    answer = log_in(client)
    assert (answer.status, answer.json["notice"]) == (200, BOUNCED)
    assert log_in(client, "another wrong password").code == "invalid_credentials"


def test_whoever_registers_again_gets_mail_again(client: Client, wired: MemoryWiring, clock: Clock, tell: Tell) -> None:
    first = register(wired, clock)
    tell(first)
    assert register(wired, clock).state is MailState.SENT
    assert "notice" not in log_in(client).json
    tell(first)  # the bounce of the former account, once more
    assert resend(client, wired).state is MailState.SENT


def test_after_a_week_a_bounce_is_forgotten(client: Client, wired: MemoryWiring, clock: Clock, tell: Tell) -> None:
    tell(register(wired, clock))
    clock.advance(6 * DAY + timedelta(hours=23))
    assert resend(client, wired).state is MailState.SUPPRESSED
    clock.advance(timedelta(hours=2))
    assert resend(client, wired).state is MailState.SENT


def test_a_complaint_suppresses_the_address_whoever_registers_it_for_half_a_year(
    client: Client, wired: MemoryWiring, clock: Clock, tell: Tell
) -> None:
    mail = register(wired, clock)
    assert tell(mail, "Complaint", address="Olena@EXAMPLE.com")
    assert not wired.memory.mails[mail.id].failure
    tell(mail, "Bounce")
    again = register(wired, clock)
    assert (again.state, again.failure) == (MailState.SUPPRESSED, "complaint")
    assert log_in(client).json["notice"] == BOUNCED
    clock.advance(179 * DAY)
    assert register(wired, clock).state is MailState.SUPPRESSED
    clock.advance(2 * DAY)
    assert register(wired, clock).state is MailState.SENT


def test_the_owner_of_a_verified_address_who_complains_is_not_written_to(
    client: Client, wired: MemoryWiring, clock: Clock, tell: Tell
) -> None:
    register(wired, clock)
    wired.verification.verify(wired.last_mailed_token())
    taken = register(wired, clock)
    assert (taken.kind, taken.state) == (MailKind.ADDRESS_TAKEN, MailState.SENT)
    assert tell(taken, "Complaint")
    clock.advance(DAY)
    assert register(wired, clock).state is MailState.SUPPRESSED
    assert "notice" not in log_in(client).json


@pytest.mark.parametrize(
    ("kind", "bounce_type"),
    [("Bounce", "Transient"), ("Bounce", "Undetermined"), ("Delivery", ""), ("Subscription", "")],
)
def test_what_may_pass_suppresses_nothing(
    wired: MemoryWiring, clock: Clock, tell: Tell, kind: str, bounce_type: str
) -> None:
    assert not tell(register(wired, clock), kind, bounce_type=bounce_type)
    assert wired.memory.suppressions == {}


def test_a_message_that_is_not_ours_suppresses_nothing(
    wired: MemoryWiring, sample: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    assert handler(sample, Context()) == {"recorded": False}
    del sample["detail"]["mail"]["tags"]
    assert handler(sample, Context()) == {"recorded": False}
    assert wired.memory.suppressions == {}
    assert "MailBounce" not in capsys.readouterr().out


def test_an_event_may_come_twice_and_a_failure_is_tried_again(wired: MemoryWiring, clock: Clock, tell: Tell) -> None:
    mail = register(wired, clock)
    wired.suppressed.lose_answer("add", arrives=True)
    with pytest.raises(OutcomeUnknownError):
        tell(mail)
    for _ in range(2):
        assert tell(mail)
    assert len(wired.memory.suppressions) == 1


def test_no_address_is_logged(
    wired: MemoryWiring, clock: Clock, tell: Tell, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(register(wired, clock))
    assert ADDRESS not in capsys.readouterr().out
