"""What a first factor leads to: a session, or the question for a second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.account import Account
from shared.domain.accounts.errors import AccountDisabledError
from shared.domain.accounts.second_factors import SECOND_FACTOR, FirstFactor, SecondFactor, SecondFactorNeeded
from shared.services.accounts.issuing import IssuedTokens
from shared.services.ports.conflicts import ProofUsedError
from tests.support.fakes import EMAIL, PASSWORD, Stage
from tests.support.session_builders import ORIGIN


@pytest.fixture
def stage() -> Stage:
    return Stage()


def protected(stage: Stage) -> Account:
    account = stage.registered()
    return stage.writer.change(account.id, lambda one: one.with_second_factor(SecondFactor.TOTP))


@pytest.mark.parametrize("first", FirstFactor)
def test_without_a_second_factor_every_first_one_begins_a_session(stage: Stage, first: FirstFactor) -> None:
    assert isinstance(stage.steps.go_on(stage.registered(), ORIGIN, first, read_at=stage.clock()), IssuedTokens)


@pytest.mark.parametrize("first", FirstFactor)
def test_only_a_proof_of_both_factors_does_where_there_is_one(stage: Stage, first: FirstFactor) -> None:
    answer = stage.steps.go_on(protected(stage), ORIGIN, first, read_at=stage.clock())
    assert isinstance(answer, IssuedTokens) is (first is FirstFactor.PASSKEY)


def test_what_proves_both_factors_is_used_up_with_the_session(stage: Stage) -> None:
    account = protected(stage)
    proof = stage.challenges.read(stage.challenges.new(SECOND_FACTOR, account.id), SECOND_FACTOR, account.id)
    assert isinstance(
        stage.steps.go_on(account, ORIGIN, FirstFactor.PASSKEY, read_at=stage.clock(), uses=[proof]), IssuedTokens
    )
    sessions = len(stage.database.sessions)
    with pytest.raises(ProofUsedError):
        stage.steps.go_on(account, ORIGIN, FirstFactor.PASSKEY, read_at=stage.clock(), uses=[proof])
    assert len(stage.database.sessions) == sessions


def test_the_question_takes_no_request_and_names_what_can_be_sent(stage: Stage) -> None:
    account = protected(stage)
    stage.forget_counts()
    sessions = len(stage.database.sessions)
    question = stage.steps.go_on(account, ORIGIN, FirstFactor.PASSWORD, read_at=stage.clock())
    assert isinstance(question, SecondFactorNeeded)
    assert (stage.requests, len(stage.database.sessions)) == (0, sessions)
    assert list(question.methods) == ["totp", "recovery_code"]
    assert question.expires_in_seconds == 300
    account_id, _, text = question.challenge.rpartition(".")
    assert account_id == question.account_id == account.id
    assert stage.challenges.read(text, SECOND_FACTOR, account.id).subject == account.id
    assert text not in repr(question)


def test_a_disabled_account_is_asked_for_nothing(stage: Stage) -> None:
    for account in (protected(stage), stage.registered("other@example.com")):
        disabled = replace(account, disabled_at=stage.clock())
        with pytest.raises(AccountDisabledError):
            stage.steps.go_on(disabled, ORIGIN, FirstFactor.PASSWORD, read_at=stage.clock())


def test_a_question_in_the_second_in_which_all_sessions_were_ended_is_not_void(stage: Stage) -> None:
    """Sessions that begin then count as begun a second later, and so does this."""
    account = protected(stage)
    ended = stage.writer.change(account.id, lambda one: one.without_sessions(stage.clock()))
    assert ended.not_before is not None
    question = stage.steps.go_on(ended, ORIGIN, FirstFactor.PASSWORD, read_at=stage.clock())
    assert isinstance(question, SecondFactorNeeded)
    stage.clock.advance(timedelta(seconds=1))
    _, _, text = question.challenge.rpartition(".")
    assert stage.challenges.read(text, SECOND_FACTOR, account.id).began_at >= ended.not_before.at


def test_a_password_is_not_short_beside_a_second_factor(stage: Stage) -> None:
    account = protected(stage)
    short = "twelve lamps"
    stage.writer.change(account.id, lambda one: replace(one, password_hash=stage.hasher.hash(short)))
    assert not stage.sign_in.log_in(EMAIL, short, ORIGIN).password_is_short
    tiny = "old tiny"
    stage.writer.change(account.id, lambda one: replace(one, password_hash=stage.hasher.hash(tiny)))
    assert stage.sign_in.log_in(EMAIL, tiny, ORIGIN).password_is_short


@pytest.mark.parametrize(("password", "is_short"), [("an old one", True), (PASSWORD, False)])
def test_what_is_known_of_an_old_password_is_learnt_when_its_hash_is_replaced(
    stage: Stage, password: str, *, is_short: bool
) -> None:
    account = stage.registered()
    old = f"old {stage.hasher.hash(password)}"
    stage.writer.change(account.id, lambda one: replace(one, password_hash=old))
    stage.sign_in.log_in(EMAIL, password, ORIGIN)
    assert stage.account().password_is_short is is_short


def test_a_question_that_was_asked_while_all_sessions_were_ended_is_void(stage: Stage) -> None:
    account, read_at = protected(stage), stage.clock()
    ended = stage.writer.change(account.id, lambda one: one.without_sessions(stage.clock()))
    stage.clock.advance(timedelta(seconds=2))
    question = stage.steps.go_on(account, ORIGIN, FirstFactor.PASSWORD, read_at=read_at)
    assert isinstance(question, SecondFactorNeeded)
    _, _, text = question.challenge.rpartition(".")
    assert ended.not_before is not None
    assert stage.challenges.read(text, SECOND_FACTOR, account.id).began_at < ended.not_before.at
