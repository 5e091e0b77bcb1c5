"""Sending what the stream has not delivered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.errors import (
    MailRejectedError,
    MailUnavailableError,
    StoreUnavailableError,
)
from shared.domain.mails import MailState, OutgoingMail
from shared.services.mail import mailing
from shared.services.mail.mailing import LEASE_SECONDS, SWEEP_TIME, SweepReport
from tests.support.fakes import (
    DAY,
    DOWN,
    SECOND,
    Stage,
    raising,
)

MINUTE = timedelta(minutes=1)


class BrokenTemplateError(Exception):
    """Something that nobody expects."""


def found(stage: Stage, mail: OutgoingMail) -> OutgoingMail:
    return stage.database.mails[mail.id]


def test_a_sweep_sends_what_is_pending_for_a_quarter_of_an_hour(stage: Stage) -> None:
    late = stage.register()
    stage.clock.advance(MINUTE)
    recent = stage.register("taras@example.com")
    stage.clock.advance(14 * MINUTE + SECOND)
    report = stage.mailing.sweep()
    assert report == SweepReport(ended=(found(stage, late),), postponed=())
    assert stage.mailbox.ids == [late.id]
    assert found(stage, recent).state is MailState.PENDING
    assert stage.mailing.sweep() == SweepReport(ended=(), postponed=())


def test_a_sweep_takes_a_bounded_number_the_oldest_first(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "SWEEP_LIMIT", 5)
    mails = []
    for number in range(6):
        mails.append(stage.register(f"guest{number}@example.com").id)
        stage.clock.advance(SECOND)
    stage.clock.advance(15 * MINUTE)
    stage.mailing.sweep()
    assert stage.mailbox.ids == mails[:-1]


def test_a_sweep_that_has_taken_its_time_leaves_the_rest_to_the_next_one(stage: Stage) -> None:
    """Mails that wait for a provider which does not answer, for example."""
    mails = [stage.register(f"guest{number}@example.com").id for number in range(4)]
    stage.clock.advance(16 * MINUTE)
    for _ in range(4):
        stage.outbox.before("start_attempt", lambda: stage.clock.advance(SWEEP_TIME / 2))
    report = stage.mailing.sweep()
    assert ([mail.id for mail in report.ended], report.postponed) == (mails[:2], ())
    assert [mail.id for mail in stage.mailing.sweep().ended] == mails[2:]


def test_hundreds_of_mails_that_fail_do_not_keep_a_sweep_from_the_others(stage: Stage) -> None:
    mails = [stage.register(f"guest{number}@example.com").id for number in range(200)]
    stage.clock.advance(16 * MINUTE)
    stage.mailbox.faults += [MailUnavailableError("slow down")] * 199
    report = stage.mailing.sweep()
    assert ([mail.id for mail in report.ended], len(report.postponed)) == (mails[199:], 199)


def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_others_of_a_sweep(stage: Stage) -> None:
    first, second, third = (stage.register(f"guest{number}@example.com") for number in range(3))
    stage.clock.advance(16 * MINUTE)
    stage.mailbox.faults += [MailUnavailableError("slow down"), MailRejectedError("MessageRejected"), None]
    report = stage.mailing.sweep()
    assert report.postponed == (first.id,)
    assert [(mail.id, mail.state) for mail in report.ended] == [
        (second.id, MailState.FAILED),
        (third.id, MailState.SENT),
    ]


def test_a_mistake_in_a_sweep_is_told_after_the_others_had_their_turn(stage: Stage) -> None:
    first, second = (stage.register(f"guest{number}@example.com") for number in range(2))
    stage.clock.advance(16 * MINUTE)
    mistake = BrokenTemplateError("whose template?")
    stage.mailbox.faults.append(mistake)
    report = stage.mailing.sweep()
    assert report.faults == (mistake,)
    assert [mail.id for mail in report.ended] == [second.id]
    assert stage.mailbox.ids == [second.id]
    assert found(stage, first).state is MailState.PENDING


def test_a_mail_that_another_one_is_at_is_left_to_it(stage: Stage) -> None:
    mail = stage.register()
    stage.clock.advance(16 * MINUTE)
    stage.outbox.before("start_attempt", lambda: stage.mailing.deliver(mail.id))
    assert stage.mailing.sweep() == SweepReport(ended=(), postponed=())
    assert stage.mailbox.ids == [mail.id]


def test_a_mail_that_somebody_holds_the_lease_of_is_neither_ended_nor_postponed(stage: Stage) -> None:
    held, free = stage.register(), stage.register("taras@example.com")
    stage.clock.advance(16 * MINUTE)
    stage.outbox.start_attempt(held.id, now=stage.clock(), lease_seconds=LEASE_SECONDS, owner="somebody else")
    report = stage.mailing.sweep()
    assert ([mail.id for mail in report.ended], report.postponed, report.faults) == ([free.id], (), ())


def test_a_mail_as_old_as_a_token_gets_is_given_up(stage: Stage) -> None:
    mail = stage.register()
    stage.clock.advance(DAY)
    [ended] = stage.mailing.sweep().ended
    assert ended == found(stage, mail)
    assert (ended.state, ended.failure) == (MailState.FAILED, "TooOld")
    assert stage.mailbox.mails == []


def test_a_sweep_of_an_outbox_that_is_down_says_so(stage: Stage) -> None:
    stage.outbox.before("list_pending", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        stage.mailing.sweep()
