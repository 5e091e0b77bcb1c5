"""Mails to one address: five in any hour, from however many networks they are asked for, and nobody is locked out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from shared.domain.accounts.account import MAILS_PER_HOUR
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.domain.errors import (
    MailLeasedError,
    MailRejectedError,
    MailUnavailableError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind, MailState, OutgoingMail
from shared.services.accounts.input import Registration
from shared.services.accounts.verification import VerificationOutcome
from shared.services.mail.mailing import LEASE_SECONDS
from shared.services.ports.conflicts import AccountChangedError
from shared.services.state_writer import MAX_ATTEMPTS
from tests.support.fakes import DAY, DOWN, EMAIL, LOST, OTHER_PASSWORD, PASSWORD, SECOND, Stage, raising

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)


def password(number: int) -> str:
    return f"password of the guest number {number}"


def deliver(stage: Stage, mail: OutgoingMail) -> None:
    """Do what the stream does with a message when it is added."""
    stage.mailing.deliver(mail.id)


def register(stage: Stage, number: int) -> OutgoingMail:
    """Register with a password of one's own; the stream delivers the message."""
    mail = stage.register(password=password(number))
    deliver(stage, mail)
    return mail


def resend(stage: Stage) -> None:
    before = len(stage.database.mails)
    stage.verification.resend(EMAIL)
    for mail in list(stage.database.mails.values())[before:]:
        deliver(stage, mail)


def can_verify(stage: Stage, mail: OutgoingMail) -> bool:
    try:
        return stage.verification.verify(stage.raw_token(mail)) is VerificationOutcome.VERIFIED
    except InvalidVerificationTokenError:
        return False


def filled(stage: Stage, more: int = 0) -> list[OutgoingMail]:
    """Register as often as an hour allows, and ``more`` often than that."""
    return [register(stage, number) for number in range(MAILS_PER_HOUR + more)]


def states(stage: Stage, *mails: OutgoingMail) -> list[str]:
    return [stage.database.mails[mail.id].state for mail in mails]


def sweep_for(stage: Stage, duration: timedelta) -> list[datetime]:
    """Sweep every quarter of an hour; return when messages were sent."""
    sent: list[datetime] = []
    for _ in range(duration // (15 * MINUTE)):
        stage.clock.advance(15 * MINUTE)
        before = len(stage.mailbox.ids)
        report = stage.mailing.sweep()
        assert report.faults == ()
        sent += [stage.clock()] * (len(stage.mailbox.ids) - before)
    return sent


def test_of_many_registrations_five_an_hour_are_mailed(stage: Stage) -> None:
    filled(stage, more=9)
    assert len(stage.mailbox.ids) == 5
    assert sweep_for(stage, 45 * MINUTE) == []
    assert len(sweep_for(stage, 30 * MINUTE)) == 1
    assert sweep_for(stage, DAY) == []


def test_in_no_hour_more_than_five_are_mailed_however_long_it_goes_on(stage: Stage) -> None:
    sent: list[datetime] = []
    for number in range(6 * 60):
        before = len(stage.mailbox.ids)
        register(stage, number)
        if number % 3 == 0:
            resend(stage)
        if number % 15 == 0:
            stage.mailing.sweep()
        sent += [stage.clock()] * (len(stage.mailbox.ids) - before)
        stage.clock.advance(MINUTE)
    assert len(sent) >= 5 * 5, "and the address is not kept waiting longer than it has to be"
    for first, sixth in zip(sent, sent[5:], strict=False):
        assert sixth - first >= HOUR


def test_the_link_mailed_last_works_until_the_next_one_is_mailed(stage: Stage) -> None:
    *_, last, _waiting, _latest = filled(stage, more=2)
    assert stage.can_log_in(password(4))
    assert not stage.can_log_in(password(6))
    assert can_verify(stage, last)
    assert stage.can_log_in(password(4))


def test_a_registration_takes_effect_when_its_mail_is_sent(stage: Stage) -> None:
    *_, last, waiting, latest = filled(stage, more=2)
    stage.clock.advance(HOUR)
    before = len(stage.mailbox.ids)
    stage.mailing.sweep()
    assert stage.mailbox.ids[before:] == [latest.id]
    assert states(stage, last, waiting, latest) == [MailState.SENT, MailState.SUPERSEDED, MailState.SENT]
    assert stage.can_log_in(password(6))
    assert not can_verify(stage, last)
    assert not can_verify(stage, waiting)
    assert can_verify(stage, latest)
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_mail_that_waited_names_the_time_from_when_it_was_sent(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR + 10 * MINUTE)
    stage.mailing.sweep()
    assert "24 hours, until 13:10 UTC on 18 May 2026" in stage.mailbox.mails[-1].text
    stage.clock.advance(DAY - SECOND)
    assert can_verify(stage, waiting)


def test_after_an_owner_has_verified_a_waiting_registration_comes_to_nothing(stage: Stage) -> None:
    *_, last, waiting = filled(stage, more=1)
    assert can_verify(stage, last)
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SUPERSEDED]
    assert stage.can_log_in(password(4))


def test_an_owner_who_verifies_while_the_mail_is_on_its_way_keeps_the_account(stage: Stage) -> None:
    *_, last, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.store.before("register", lambda: can_verify(stage, last))
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert stage.can_log_in(password(4))
    assert not can_verify(stage, waiting)


@pytest.mark.parametrize("after", [HOUR, HOUR + 20 * MINUTE])
def test_a_later_registration_that_need_not_wait_takes_the_place_of_one_that_does(
    stage: Stage, after: timedelta
) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(after)
    latest = register(stage, 7)
    stage.mailing.sweep()
    assert states(stage, waiting, latest) == [MailState.SUPERSEDED, MailState.SENT]
    assert can_verify(stage, latest)
    assert stage.can_log_in(password(7))


def test_a_registration_beside_a_mail_on_its_way_waits_for_the_next_turn(stage: Stage) -> None:
    """Neither is lost: the first takes effect as its mail is sent, the second when its own is."""
    first, *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    later: list[OutgoingMail] = []

    def register_meanwhile() -> None:
        stage.clock.time -= MILLISECOND  # four other mails of the last hour
        later.append(register(stage, 8))
        stage.clock.time += MILLISECOND

    stage.store.before("register", register_meanwhile)
    stage.mailing.sweep()
    assert states(stage, waiting, later[0]) == [MailState.SENT, MailState.PENDING]
    assert stage.can_log_in(password(5))
    sweep_for(stage, HOUR)
    assert states(stage, later[0]) == [MailState.SENT]
    assert stage.can_log_in(password(8))
    assert not can_verify(stage, waiting)
    assert can_verify(stage, later[0])
    assert first.id in stage.mailbox.ids


def test_a_registration_whose_place_another_takes_meanwhile_is_finished(stage: Stage) -> None:
    """It need not win a race against every other: to any observer, the other came later."""
    filled(stage, more=1)
    stage.store.before("postpone", lambda: stage.register(password=password(8)))
    stage.register(password=password(7))
    assert stage.store.requests["postpone"] == 1 + 2, "one each"
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert stage.can_log_in(password(8))


def test_a_token_that_is_asked_for_meanwhile_takes_no_place_of_a_registration(stage: Stage) -> None:
    filled(stage)
    stage.store.before("postpone", lambda: stage.verification.resend(EMAIL))
    stage.register(password=password(7))
    assert stage.store.requests["postpone"] == 3, "the last one wins its race"
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert stage.can_log_in(password(7))


@pytest.mark.parametrize("fault", [MailUnavailableError("slow down"), LookupError("whose template?")])
def test_while_the_provider_is_down_the_link_mailed_last_works(stage: Stage, fault: Exception) -> None:
    *_, last, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.mailbox.faults += [fault, fault]
    for _ in range(2):
        stage.mailing.sweep()
        assert states(stage, waiting) == [MailState.PENDING]
        assert stage.can_log_in(password(4))
    claim = stage.claim()
    assert claim is not None
    assert len([at for at in claim.mailed_at if at == stage.clock()]) == 1, "however often it is tried"
    stage.mailing.sweep()
    assert stage.can_log_in(password(5))
    assert not can_verify(stage, last)
    assert can_verify(stage, waiting)


def test_a_mail_that_is_refused_for_good_lets_nothing_take_effect(stage: Stage) -> None:
    *_, last, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.mailbox.faults.append(MailRejectedError("MessageRejected"))
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.FAILED]
    assert can_verify(stage, last)


def test_a_crash_after_a_mail_was_sent_sends_it_again_and_lets_it_take_effect(stage: Stage) -> None:
    *_, last, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.store.before("register", raising(KeyboardInterrupt()))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        stage.mailing.sweep()
    with pytest.raises(MailLeasedError):
        stage.mailing.deliver(waiting.id)
    stage.clock.advance(timedelta(seconds=LEASE_SECONDS))
    stage.mailing.sweep()
    assert stage.mailbox.ids[-2:] == [waiting.id, waiting.id]
    assert not can_verify(stage, last)
    assert can_verify(stage, waiting)


@pytest.mark.parametrize("call", ["update_claim", "register", "find_claim", "find_waiting"])
@pytest.mark.parametrize("error", [LOST, DOWN])
def test_a_mail_is_tried_again_after_a_fault_of_the_database(stage: Stage, call: str, error: Exception) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.store.before(call, raising(error))
    is_settled_at_once = error is LOST and call in ("update_claim", "register")
    assert stage.mailing.sweep().postponed == (() if is_settled_at_once else (waiting.id,))
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert can_verify(stage, waiting)


@pytest.mark.parametrize("call", ["update_claim", "register"])
def test_a_write_whose_answer_is_lost_happens_once(stage: Stage, call: str) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.store.lose_answer(call, arrives=True)
    stage.mailing.sweep()
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert stage.mailbox.ids.count(waiting.id) == 1
    claim = stage.claim()
    assert claim is not None
    assert claim.mailed_at.count(stage.clock()) == 1
    assert can_verify(stage, waiting)


def test_a_mail_that_only_ever_meets_conflicts_stays_pending(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    stage.store.before("update_claim", *[raising(AccountChangedError("conflict"))] * MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        stage.mailing.deliver(waiting.id)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]


def test_a_mail_is_sent_once_however_often_it_is_named(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(HOUR)
    for _ in range(3):
        stage.mailing.deliver(waiting.id)
    assert stage.mailbox.ids.count(waiting.id) == 1


def test_a_mail_that_is_named_before_its_turn_stays_pending_and_uncounted(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    for _ in range(3):
        assert stage.mailing.deliver(waiting.id) is None
    assert stage.database.mails[waiting.id].attempts == 0


def test_a_registration_that_waited_a_day_too_long_is_given_up(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    stage.clock.advance(2 * DAY)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.FAILED]


def test_a_registration_waits_even_if_the_earlier_one_expires_meanwhile(stage: Stage) -> None:
    """Its address was first registered almost a week ago; the last token was sent again and again since."""
    mail = stage.register()
    stage.clock.advance(7 * DAY - 50 * MINUTE)
    claim = stage.claim()
    assert claim is not None
    stage.database.claims[claim.canonical_email] = type(claim)(
        canonical_email=claim.canonical_email,
        account_id=claim.account_id,
        token_hash=claim.token_hash,
        expires_at=claim.expires_at,
        mailed_at=(stage.clock(),) * MAILS_PER_HOUR,
    )
    waiting = register(stage, 1)
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert can_verify(stage, waiting)
    assert mail.account_id not in stage.database.accounts


def test_asking_for_another_mail_counts_and_waits_as_well(stage: Stage) -> None:
    first = stage.register()
    deliver(stage, first)
    for _ in range(8):
        resend(stage)
    assert len(stage.mailbox.ids) == 5
    last, waiting = stage.database.mails[stage.mailbox.ids[-1]], stage.last_mail()
    assert waiting.due_at is not None
    account = stage.account()
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert stage.account().id == account.id
    assert not can_verify(stage, last)
    assert can_verify(stage, waiting)
    assert stage.can_log_in(PASSWORD)


def test_asking_for_another_mail_does_not_displace_a_registration_that_waits(stage: Stage) -> None:
    *_, waiting = filled(stage, more=1)
    resend(stage)
    stage.clock.advance(HOUR)
    resend(stage)
    stage.mailing.sweep()
    assert states(stage, waiting) == [MailState.SENT]
    assert stage.can_log_in(password(5))


def test_a_registration_displaces_a_mail_that_was_asked_for_and_waits(stage: Stage) -> None:
    filled(stage)
    resend(stage)
    asked_for = stage.last_mail()
    latest = register(stage, 6)
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert states(stage, asked_for, latest) == [MailState.SUPERSEDED, MailState.SENT]
    assert stage.can_log_in(password(6))


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("how", ["registered", "asked for"])
def test_a_lost_answer_makes_it_wait_once(stage: Stage, how: str, arrives: bool) -> None:
    filled(stage)
    before = len(stage.database.mails)
    stage.store.lose_answer("postpone", arrives=arrives)
    if how == "registered":
        stage.register(password=OTHER_PASSWORD)
    else:
        stage.verification.resend(EMAIL)
    assert len(stage.database.mails) == before + 1
    claim = stage.claim()
    assert claim is not None
    assert claim.waiting == stage.last_mail().id


def test_waiting_takes_as_many_requests_as_anything_else(stage: Stage) -> None:
    filled(stage)
    for _ in range(2):
        stage.forget_counts()
        stage.register(password=OTHER_PASSWORD)
        assert (stage.hasher.hashes, stage.requests) == (1, 2)
        stage.forget_counts()
        stage.verification.resend(EMAIL)
        assert stage.requests == 2


def test_addresses_do_not_use_up_what_others_have(stage: Stage) -> None:
    filled(stage, more=3)
    other = stage.register(email="taras@example.com")
    deliver(stage, other)
    assert states(stage, other) == [MailState.SENT]


def test_an_owner_hears_of_registrations_once_a_day_however_many_there_are(stage: Stage) -> None:
    stage.registered()
    for number in range(50):
        register(stage, number)
    taken = [mail for mail in stage.database.mails.values() if mail.kind is MailKind.ADDRESS_TAKEN]
    assert len(taken) == len(stage.mailbox.ids) == 1


def test_of_registrations_at_the_same_time_five_are_mailed(stage: Stage) -> None:
    registrations = [Registration(email=EMAIL, password=password(number)) for number in range(40)]
    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(stage.registrations.register, registrations))
    due_at_once = [mail for mail in stage.database.mails.values() if mail.due_at is None]
    assert len(due_at_once) <= 5
    for mail in due_at_once:
        deliver(stage, mail)
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert sum(stage.can_log_in(password(number)) for number in range(40)) == 1
    assert len(stage.database.accounts) == len(stage.database.tokens) == 1


def test_a_waiting_registration_whose_outcome_is_unknown_may_be_made_again(stage: Stage) -> None:
    filled(stage)
    for _ in range(20):
        stage.store.lose_answer("postpone", arrives=False)
    with pytest.raises(OutcomeUnknownError):
        stage.register(password=OTHER_PASSWORD)
    stage.store._lost.clear()
    mail = stage.register(password=OTHER_PASSWORD)
    stage.clock.advance(HOUR)
    stage.mailing.sweep()
    assert can_verify(stage, mail)
    assert stage.can_log_in(OTHER_PASSWORD)
