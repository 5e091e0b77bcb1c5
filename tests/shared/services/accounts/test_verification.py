"""Proving an address, and asking for another mail to prove it with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.input import ProfileUpdate
from shared.services.accounts.verification import VerificationOutcome
from shared.services.ports.conflicts import AccountChangedError
from shared.services.state_writer import MAX_ATTEMPTS
from tests.support.clock import NOON
from tests.support.fakes import DAY, EMAIL, LOST, OTHER_PASSWORD, SECOND, Stage, caller, raising


def test_a_token_proves_the_address_and_creates_the_book(stage: Stage) -> None:
    mail = stage.register()
    stage.clock.advance(SECOND)
    assert stage.verification.verify(stage.raw_token(mail)) is VerificationOutcome.VERIFIED
    account = stage.account()
    assert (account.verified_at, account.expires_at) == (NOON + SECOND, None)
    assert list(stage.database.books) == [account.id]


def test_a_verified_account_does_not_expire(stage: Stage) -> None:
    account = stage.registered()
    stage.clock.advance(1000 * DAY)
    assert stage.account() == account


def test_a_used_token_says_so_until_it_expires(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.verification.verify(token)
    assert stage.verification.verify(token) is VerificationOutcome.ALREADY_VERIFIED
    stage.clock.advance(DAY)
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(token)


def test_a_token_is_good_for_a_day(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.clock.advance(DAY - SECOND)
    stage.clock.time = stage.clock.time.replace(microsecond=0)
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED


def test_an_expired_token_proves_nothing(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.clock.advance(DAY)
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(token)
    assert not stage.account().is_verified


@pytest.mark.parametrize("token", ["", "no-such-token", "токен", "\ud800", "a" * 100_000])
def test_what_is_no_token_of_ours_proves_nothing(stage: Stage, token: str) -> None:
    stage.register()
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(token)


def test_of_two_uses_at_the_same_time_one_comes_second(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.store.before("verify", lambda: stage.verification.verify(token))
    assert stage.verification.verify(token) is VerificationOutcome.ALREADY_VERIFIED
    assert len(stage.database.books) == 1


def test_a_token_that_is_superseded_while_it_is_used_proves_nothing(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.store.before("verify", lambda: stage.register(password=OTHER_PASSWORD))
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(token)
    assert stage.database.books == {}
    assert not stage.account().is_verified


def test_a_profile_that_changes_meanwhile_is_verified_as_changed(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    update = ProfileUpdate(full_name="Meanwhile", phone_region="UA")
    stage.store.before("verify", lambda: stage.profiles.update(caller(stage.account().id), update))
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED
    account = stage.account()
    assert account.full_name == "Meanwhile"
    assert stage.database.books[account.id].settings.phone_region == "UA"


def test_a_verification_that_only_ever_meets_conflicts_asks_to_come_back(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.store.before("verify", *(raising(AccountChangedError("conflict")) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        stage.verification.verify(token)
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED


def test_a_proof_whose_outcome_was_unknown_may_be_given_again(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.store.before("verify", *[raising(LOST)] * MAX_ATTEMPTS)
    with pytest.raises(OutcomeUnknownError):
        stage.verification.verify(token)
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED


@pytest.mark.parametrize("arrives", [True, False])
def test_a_proof_is_taken_once_though_its_answer_is_lost(stage: Stage, arrives: bool) -> None:
    token = stage.raw_token(stage.register())
    stage.store.lose_answer("verify", arrives=arrives)
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED
    assert stage.store.requests["verify"] == (1 if arrives else 2)
    assert stage.account().version == 2


def test_a_proof_whose_answer_is_lost_may_be_changed_again_before_anybody_looks(stage: Stage) -> None:
    """The token tells who used it, whatever else has become of the account since."""
    token = stage.raw_token(stage.register())
    stage.store.lose_answer("verify", arrives=True)
    update = ProfileUpdate(full_name="Since")
    stage.store.before("find_token", lambda: None, lambda: stage.profiles.update(caller(stage.account().id), update))
    assert stage.verification.verify(token) is VerificationOutcome.VERIFIED


def test_somebody_elses_use_is_not_taken_for_the_own_one(stage: Stage) -> None:
    token = stage.raw_token(stage.register())
    stage.store.lose_answer("verify", arrives=False)

    def another_use() -> None:
        stage.clock.advance(SECOND)
        stage.verification.verify(token)

    stage.store.before("find_token", lambda: None, another_use)
    assert stage.verification.verify(token) is VerificationOutcome.ALREADY_VERIFIED


def test_a_new_token_voids_the_older_one(stage: Stage) -> None:
    older = stage.register()
    account = stage.account()
    stage.verification.resend(f" {EMAIL} ")
    newer = stage.last_mail()
    assert newer.id != older.id
    assert stage.account() == account
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(stage.raw_token(older))
    assert stage.verification.verify(stage.raw_token(newer)) is VerificationOutcome.VERIFIED


def test_a_new_token_outlives_the_week_of_its_account(stage: Stage) -> None:
    stage.register()
    stage.clock.advance(7 * DAY - timedelta(hours=1))
    stage.verification.resend(EMAIL)
    stage.clock.advance(timedelta(hours=23))
    assert stage.verification.verify(stage.raw_token(stage.last_mail())) is VerificationOutcome.VERIFIED


def test_a_new_token_never_shortens_the_life_of_its_account(stage: Stage) -> None:
    stage.register()
    before = stage.account().expires_at
    stage.verification.resend(EMAIL)
    assert stage.account().expires_at == before


@pytest.mark.parametrize("state", ["unknown", "unverified", "verified", "expired", "malformed"])
def test_asking_for_a_mail_takes_as_many_requests_whatever_becomes_of_it(stage: Stage, state: str) -> None:
    if state == "verified":
        stage.registered()
    elif state in {"unverified", "expired"}:
        stage.register()
        stage.clock.advance(8 * DAY if state == "expired" else SECOND)
    mails = len(stage.database.mails)
    stage.forget_counts()
    stage.verification.resend("not an address" if state == "malformed" else EMAIL)
    assert stage.store.requests == {"find_claim": 1, "renew_token": 1}
    assert len(stage.database.mails) - mails == (1 if state == "unverified" else 0)


def test_asking_in_vain_writes_nothing(stage: Stage) -> None:
    stage.registered()
    before = repr(stage.database)
    stage.verification.resend(EMAIL)
    stage.verification.resend("stranger@example.com")
    assert repr(stage.database) == before


@pytest.mark.parametrize("event", ["resent", "registered", "verified"])
def test_asking_while_something_newer_happens_leaves_that_alone(stage: Stage, event: str) -> None:
    token = stage.raw_token(stage.register())
    events = {
        "resent": lambda: stage.verification.resend(EMAIL),
        "registered": lambda: stage.register(password=OTHER_PASSWORD),
        "verified": lambda: stage.verification.verify(token),
    }
    stage.store.before("renew_token", events[event])
    stage.verification.resend(EMAIL)
    claim = stage.claim()
    assert claim is not None
    assert len(stage.database.mails) == (1 if event == "verified" else 2)
    if event != "verified":
        assert claim.token_hash == token_hash(stage.raw_token(stage.last_mail()))


def test_a_mail_is_asked_for_again_after_a_conflict(stage: Stage) -> None:
    stage.register()
    stage.store.before("renew_token", *(raising(AccountChangedError("conflict")) for _ in range(2)))
    stage.verification.resend(EMAIL)
    assert len(stage.database.mails) == 2


def test_a_mail_that_only_ever_meets_conflicts_asks_to_come_back(stage: Stage) -> None:
    stage.register()
    stage.store.before("renew_token", *(raising(AccountChangedError("conflict")) for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(StoreUnavailableError):
        stage.verification.resend(EMAIL)


@pytest.mark.parametrize("state", ["unknown", "unverified", "verified"])
@pytest.mark.parametrize("arrives", [True, False])
def test_after_a_lost_answer_it_is_looked_what_became_of_it_and_one_mail_is_queued(
    stage: Stage, state: str, arrives: bool
) -> None:
    if state == "verified":
        stage.registered()
    elif state == "unverified":
        stage.register()
    mails = len(stage.database.mails)
    stage.forget_counts()
    stage.store.lose_answer("renew_token", arrives=arrives)
    stage.verification.resend(EMAIL)
    assert len(stage.database.mails) - mails == (1 if state == "unverified" else 0)
    assert stage.store.requests["find_claim"] == 2
    assert stage.store.requests["renew_token"] == (2 if state == "unverified" and not arrives else 1)
