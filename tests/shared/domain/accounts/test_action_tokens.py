"""The tokens in messages: their form, which stays, and how long they work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from shared.domain.accounts.account import NOBODY, EmailClaim, VerificationToken, verification_token
from shared.domain.accounts.action_tokens import ActionToken, Purpose, action_token, hash_of_sent
from tests.support.account_builders import NOON, new_account, new_mail

HOUR, DAY, MICROSECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
WHOLE_SECOND = NOON.replace(microsecond=0)


@pytest.mark.parametrize(
    ("purpose", "ttl"),
    [
        (Purpose.RESET_PASSWORD, HOUR),
        (Purpose.CHANGE_EMAIL, DAY),
        (Purpose.UNDO_EMAIL_CHANGE, 7 * DAY),
        (Purpose.KEEP_ACCOUNT, 7 * DAY),
    ],
)
def test_a_token_works_for_a_time_that_ends_on_a_whole_second(purpose: Purpose, ttl: timedelta) -> None:
    assert ActionToken.of("raw", purpose, "ann", "ann@example.com", now=NOON) == ActionToken(
        hash=sha256(b"raw").hexdigest(),
        purpose=purpose,
        account_id="ann",
        email="ann@example.com",
        expires_at=WHOLE_SECOND + ttl,
    )


def test_a_verification_token_works_for_a_day_that_ends_on_a_whole_second() -> None:
    assert VerificationToken.of("raw", "ann", "ann@example.com", now=NOON) == VerificationToken(
        hash=sha256(b"raw").hexdigest(),
        account_id="ann",
        canonical_email="ann@example.com",
        expires_at=WHOLE_SECOND + DAY,
    )


def test_their_form_stays_so_that_links_in_messages_go_on_working() -> None:
    assert action_token(b"1" * 32, Purpose.RESET_PASSWORD, "id") == "r6iano7LD2SjhH9xNIB2XacmuK6n4dQSSTg-rqpAtCU"
    assert verification_token(b"1" * 32, "id") == "wBVXfAYtjRfB-Dj-9Dcs_m54XPQH0bOU8M9cU4OOkTs"


def test_a_token_is_of_one_purpose() -> None:
    assert len({action_token(b"1" * 32, purpose, "id") for purpose in Purpose}) == len(Purpose)


@pytest.mark.parametrize("sent", ["a", "a" * 256, " a\n"])
def test_a_sent_token_is_looked_up_by_its_hash(sent: str) -> None:
    assert hash_of_sent(sent) == sha256(sent.strip().encode()).hexdigest()


@pytest.mark.parametrize("sent", ["", " ", "a" * 257, "é", "é" * 300, "\u0661"])
def test_what_can_be_none_of_ours_is_not_looked_up(sent: str) -> None:
    assert hash_of_sent(sent) is None


def test_an_address_that_is_held_is_the_account_s_that_left_it() -> None:
    account = new_account("ann@example.com")
    held = EmailClaim.held(account, until=NOON)
    assert held == EmailClaim(
        canonical_email="ann@example.com", account_id=NOBODY, held_for=account.id, expires_at=NOON
    )
    assert held.is_verified


def test_an_address_is_anybody_s_until_it_is_verified() -> None:
    account = new_account("ann@example.com")
    token = VerificationToken.of("raw", account.id, "ann@example.com", now=NOON)
    claimed = EmailClaim.of(account, token, mailed_at=(NOON,))
    assert claimed == EmailClaim(
        canonical_email="ann@example.com",
        account_id=account.id,
        token_hash=sha256(b"raw").hexdigest(),
        expires_at=account.expires_at,
        mailed_at=(NOON,),
    )
    assert not claimed.is_verified
    assert replace(claimed, expires_at=None).is_verified


def test_an_hour_has_five_messages_and_the_next_one_waits_until_it_has_had_them() -> None:
    four = claim(*(each * MICROSECOND for each in range(4)))
    assert four.next_mail_at(NOON + MICROSECOND) == NOON + MICROSECOND
    five = claim(*(each * MICROSECOND for each in range(5)))
    assert five.next_mail_at(NOON + MICROSECOND) == NOON + HOUR
    six = claim(*(each * MICROSECOND for each in range(6)))
    assert six.next_mail_at(NOON) == NOON + MICROSECOND + HOUR
    assert six.next_mail_at(NOON + DAY) == NOON + DAY
    assert six.mailed(NOON + DAY) == (*(NOON + each * MICROSECOND for each in range(2, 6)), NOON + DAY)


def claim(*mailed: timedelta, waiting: str | None = "mail") -> EmailClaim:
    mailed_at = tuple(NOON + each for each in mailed)
    return EmailClaim(canonical_email="ann@example.com", account_id="ann", mailed_at=mailed_at, waiting=waiting)


def test_a_message_waits_until_it_is_too_old_to_be_sent() -> None:
    """The oldest of five messages was sent at noon: the sixth is due an hour later, and its token works for a day."""
    waits = claim(*(each * MICROSECOND for each in range(5)))
    assert waits.awaits_mail(NOON + HOUR + DAY - MICROSECOND)
    assert not waits.awaits_mail(NOON + HOUR + DAY)
    assert not replace(waits, waiting=None).awaits_mail(NOON)


def test_a_claim_does_not_expire_before_the_message_that_waits() -> None:
    mail = replace(new_mail(), due_at=NOON)
    assert claim(waiting=None).with_waiting(mail).waiting == mail.id
    assert replace(claim(), expires_at=None).with_waiting(mail).expires_at == WHOLE_SECOND + DAY
    assert replace(claim(), expires_at=NOON + 7 * DAY).with_waiting(mail).expires_at == NOON + 7 * DAY
