"""Sending what is in the outbox."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from shared.domain.email_addresses import email_for_sending
from shared.domain.errors import (
    MailLeasedError,
    MailRefusedError,
    MailRejectedError,
    MailUnavailableError,
    SecretsUnavailableError,
    StoreUnavailableError,
)
from shared.domain.keyrings import Keyring
from shared.domain.mails import MailState, OutgoingMail
from shared.services.accounts.verification import VerificationOutcome
from shared.services.mail.mailing import LEASE_SECONDS
from tests.support.clock import NOON
from tests.support.fakes import DAY, DOWN, EMAIL, LOST, OTHER_PASSWORD, PUBLIC_URL, Stage, raising

MINUTE = timedelta(minutes=1)
LINK = re.compile(rf"^{re.escape(PUBLIC_URL)}/api/v1/auth/verify-email\?token=(\S+)$", re.MULTILINE)


class BrokenTemplateError(Exception):
    """Something that nobody expects."""


def found(stage: Stage, mail: OutgoingMail) -> OutgoingMail:
    return stage.database.mails[mail.id]


def test_a_mail_brings_a_link_that_works(stage: Stage) -> None:
    stage.mailing.deliver(stage.register().id)
    [mail] = stage.mailbox.mails
    assert mail.to == email_for_sending(EMAIL)
    link = LINK.search(mail.text)
    assert link
    assert "24 hours, until 12:00 UTC on 18 May 2026" in mail.text
    assert stage.verification.verify(link[1]) is VerificationOutcome.VERIFIED


@pytest.mark.parametrize(
    ("locale", "subject", "says"),
    [
        ("uk-UA", "Підтвердьте свою електронну адресу", "діє 24 години, до 12:00 UTC 18 травня 2026 року"),
        ("uk_UA.UTF-8", "Підтвердьте свою електронну адресу", "діє 24 години"),
        ("en_US", "Confirm your e-mail address", "for 24 hours"),
        ("en-US-u-rg-gbzzzz", "Confirm your e-mail address", "for 24 hours"),
        ("pl", "Confirm your e-mail address", "for 24 hours"),
    ],
)
def test_a_mail_is_in_the_language_of_its_account(stage: Stage, locale: str, subject: str, says: str) -> None:
    stage.mailing.deliver(stage.register(locale=locale).id)
    stage.verification.verify(stage.raw_token(stage.last_mail()))
    stage.mailing.deliver(stage.register(password=OTHER_PASSWORD).id)
    verify, taken = stage.mailbox.mails
    assert verify.subject == subject
    assert says in verify.text
    assert says in verify.html
    assert ("намагався" in taken.subject) is locale.startswith("uk"), "the owner's, not the other's"


def test_a_mail_says_nothing_that_was_typed_at_registration(stage: Stage) -> None:
    stage.mailing.deliver(stage.register(full_name="Win at evil.example.com").id)
    [mail] = stage.mailbox.mails
    assert "evil" not in mail.subject + mail.text + mail.html
    assert EMAIL.lower() not in (mail.subject + mail.text + mail.html).lower()


def test_a_sent_mail_is_kept_for_a_week(stage: Stage) -> None:
    mail = stage.register()
    ended = stage.mailing.deliver(mail.id)
    assert ended == found(stage, mail)
    assert (ended.state, ended.attempts, ended.failure) == (MailState.SENT, 1, "")
    assert ended.expires_at == NOON + 7 * DAY
    assert stage.mailbox.ids == [mail.id]


def test_a_mail_is_sent_once_however_often_it_is_named(stage: Stage) -> None:
    mail = stage.register()
    assert stage.mailing.deliver(mail.id)
    assert stage.mailing.deliver(mail.id) is None
    assert len(stage.mailbox.mails) == 1


def test_a_mail_that_does_not_exist_is_nothing_to_do(stage: Stage) -> None:
    assert stage.mailing.deliver("no-such-mail") is None


def test_the_owner_of_a_taken_address_is_told_at_that_address(stage: Stage) -> None:
    stage.registered()
    ended = stage.mailing.deliver(stage.register("OLENA@example.com", OTHER_PASSWORD).id)
    assert ended
    assert ended.state is MailState.SENT
    [mail] = stage.mailbox.mails
    assert mail.to == email_for_sending(EMAIL)
    assert "tried to use your e-mail address" in mail.subject


@pytest.mark.parametrize("event", ["resent", "registered again", "verified", "expired", "expired and registered again"])
def test_a_token_that_is_no_longer_waited_for_is_not_sent(stage: Stage, event: str) -> None:
    mail = stage.register()
    if event == "resent":
        stage.verification.resend(EMAIL)
    if event == "verified":
        stage.verification.verify(stage.raw_token(mail))
    if "expired" in event:
        stage.database.accounts.clear()
        stage.database.claims.clear()
    if "registered again" in event:
        stage.register(password=OTHER_PASSWORD)
    ended = stage.mailing.deliver(mail.id)
    assert ended == found(stage, mail)
    assert (ended.state, ended.expires_at) == (MailState.SUPERSEDED, NOON + 7 * DAY)
    assert stage.mailbox.mails == []


def test_a_mail_that_the_provider_refuses_has_failed_and_is_kept_for_a_month(stage: Stage) -> None:
    mail = stage.register()
    stage.mailbox.faults.append(MailRejectedError("MessageRejected"))
    ended = stage.mailing.deliver(mail.id)
    assert ended == found(stage, mail)
    assert (ended.state, ended.failure) == (MailState.FAILED, "MessageRejected")
    assert ended.expires_at == NOON + 30 * DAY
    assert stage.mailing.deliver(mail.id) is None


def refusals(stage: Stage, count: int) -> None:
    stage.mailbox.faults += [MailRefusedError("MessageRejected")] * count


def test_mails_stay_pending_while_the_provider_refuses_all_of_them(stage: Stage) -> None:
    mails = [stage.register(email=f"person-{number}@example.com") for number in range(3)]
    refusals(stage, 9)
    for mail in mails * 3:
        with pytest.raises(MailRefusedError):
            stage.mailing.deliver(mail.id)
    assert {(found(stage, mail).state, found(stage, mail).failure) for mail in mails} == {
        (MailState.PENDING, "MessageRejected")
    }
    ended = [stage.mailing.deliver(mail.id) for mail in mails]
    assert [mail.state for mail in ended if mail] == [MailState.SENT] * 3


def test_a_mail_that_is_refused_while_others_are_accepted_has_failed(stage: Stage) -> None:
    refused, other = stage.register(email="bad@example.com"), stage.register()
    stage.mailing.deliver(stage.register(email="earlier@example.com").id)
    refusals(stage, 1)
    with pytest.raises(MailRefusedError):
        stage.mailing.deliver(refused.id)
    assert found(stage, refused).state is MailState.PENDING, "what was accepted before says nothing about now"
    stage.mailing.deliver(other.id)
    refusals(stage, 1)
    ended = stage.mailing.deliver(refused.id)
    assert ended == found(stage, refused)
    assert (ended.state, ended.failure, ended.expires_at) == (MailState.FAILED, "MessageRejected", NOON + 30 * DAY)


def test_a_mail_refused_for_a_day_is_too_old(stage: Stage) -> None:
    mail = stage.register()
    refusals(stage, 1)
    with pytest.raises(MailRefusedError):
        stage.mailing.deliver(mail.id)
    stage.clock.advance(DAY)
    ended = stage.mailing.deliver(mail.id)
    assert ended
    assert (ended.state, ended.failure) == (MailState.FAILED, "TooOld")


def test_a_process_remembers_a_limited_number_of_refusals(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.services.mail.mailing.MAX_REFUSED", 2)
    mails = [stage.register(email=f"person-{number}@example.com") for number in range(3)]
    refusals(stage, 3)
    for mail in mails:
        with pytest.raises(MailRefusedError):
            stage.mailing.deliver(mail.id)
    stage.mailing.deliver(stage.register().id)
    refusals(stage, 2)
    with pytest.raises(MailRefusedError):
        stage.mailing.deliver(mails[0].id)
    ended = stage.mailing.deliver(mails[2].id)
    assert ended
    assert ended.state is MailState.FAILED


def test_a_mail_whose_key_is_gone_has_failed(stage: Stage) -> None:
    mail = stage.register()
    stage.keys.keys = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32})
    ended = stage.mailing.deliver(mail.id)
    assert ended
    assert (ended.state, ended.failure) == (MailState.FAILED, "SigningKeyGone")


def test_a_mail_that_was_queued_under_the_older_key_is_sent(stage: Stage) -> None:
    mail = stage.register()
    stage.keys.keys = Keyring(signing_key_id="k2", secrets={"k2": b"2" * 32, **stage.keys.keys.secrets})
    ended = stage.mailing.deliver(mail.id)
    assert ended
    assert ended.state is MailState.SENT


@pytest.mark.parametrize("error", [MailUnavailableError("slow down"), BrokenTemplateError("whose template?")])
def test_a_mail_that_could_not_be_sent_is_pending_and_free_to_be_tried_at_once(stage: Stage, error: Exception) -> None:
    mail = stage.register()
    stage.mailbox.faults.append(error)
    with pytest.raises(type(error)):
        stage.mailing.deliver(mail.id)
    assert (found(stage, mail).state, found(stage, mail).failure) == (MailState.PENDING, type(error).__name__)
    ended = stage.mailing.deliver(mail.id)
    assert ended
    assert (ended.state, ended.attempts, ended.failure) == (MailState.SENT, 2, "")


def test_a_mail_that_cannot_be_looked_into_stays_pending(stage: Stage) -> None:
    mail = stage.register()
    stage.store.before("find_account_and_token", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        stage.mailing.deliver(mail.id)
    assert stage.mailing.deliver(mail.id)


def test_a_mail_without_its_keys_stays_pending(stage: Stage) -> None:
    mail = stage.register()
    stage.keys.fault = SecretsUnavailableError("no keys")
    with pytest.raises(SecretsUnavailableError):
        stage.mailing.deliver(mail.id)
    stage.keys.fault = None
    assert stage.mailing.deliver(mail.id)


def test_two_do_not_send_the_same_mail(stage: Stage) -> None:
    mail = stage.register()

    def deliver_as_well() -> None:
        with pytest.raises(MailLeasedError):
            stage.mailing.deliver(mail.id)

    stage.store.before("find_account_and_token", deliver_as_well)
    assert stage.mailing.deliver(mail.id)
    assert len(stage.mailbox.mails) == 1


def test_a_mail_that_was_sent_and_could_not_be_marked_is_sent_again_when_its_lease_has_ended(stage: Stage) -> None:
    mail = stage.register()
    stage.outbox.before("finish", raising(LOST), raising(LOST))
    with pytest.raises(StoreUnavailableError):
        stage.mailing.deliver(mail.id)
    with pytest.raises(MailLeasedError):
        stage.mailing.deliver(mail.id)
    stage.clock.advance(timedelta(seconds=LEASE_SECONDS))
    assert stage.mailing.deliver(mail.id)
    assert stage.mailbox.ids == [mail.id, mail.id]


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("call", ["start_attempt", "finish"])
def test_one_lost_answer_holds_nothing_up(stage: Stage, call: str, arrives: bool) -> None:
    """Nor is a lease that one has oneself, without knowing it, taken for somebody else's."""
    mail = stage.register()
    stage.outbox.lose_answer(call, arrives=arrives)
    assert stage.mailing.deliver(mail.id)
    assert stage.mailbox.ids == [mail.id]
