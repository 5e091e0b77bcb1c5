"""Resetting a forgotten password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.errors import InvalidActionTokenError, InvalidVerificationTokenError
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.accounts.sessions import Origin
from shared.domain.errors import OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError, WeakPasswordError
from shared.domain.mails import MailKind, MailState
from tests.support.fakes import ADDRESS, DOWN, EMAIL, OTHER_PASSWORD, PASSWORD, PUBLIC_URL, Stage, raising

ORIGIN = Origin(network="192.0.2.0/24", device="Firefox")
THIRD = "a third one, with a comma"


def ask(stage: Stage, email: str = EMAIL) -> str:
    """Ask for a message, and return its token."""
    stage.reset.ask(email)
    return stage.links.raw_token(stage.last_mail())


def reset(stage: Stage, token: str, password: str = OTHER_PASSWORD) -> None:
    stage.reset.reset(token, password, ORIGIN)


def is_useless(stage: Stage, token: str) -> bool:
    try:
        reset(stage, token, THIRD)
    except InvalidActionTokenError:
        return True
    return False


def test_who_has_the_token_chooses_a_new_password(stage: Stage) -> None:
    stage.registered()
    reset(stage, ask(stage))
    assert stage.can_log_in(OTHER_PASSWORD)
    assert not stage.can_log_in(PASSWORD)


def test_a_token_works_once(stage: Stage) -> None:
    stage.registered()
    token = ask(stage)
    reset(stage, token)
    assert is_useless(stage, token)
    assert stage.can_log_in(OTHER_PASSWORD)


def test_all_sessions_end_and_the_owner_is_told_in_one_transaction(stage: Stage) -> None:
    account = stage.registered()
    token = ask(stage)
    stage.store.requests.clear()
    reset(stage, token)
    assert stage.store.requests == {"find_account": 2, "update": 1}
    changed = stage.account()
    at = stage.clock().replace(microsecond=0) + timedelta(seconds=1)
    assert changed.not_before is not None
    assert (changed.not_before.at, changed.not_before.kept_session_id) == (at, None)
    assert stage.database.books[account.book_id].not_before == changed.not_before
    (event,) = stage.database.security_events.values()
    assert (event.kind, event.origin, event.account_id) == (SecurityEventKind.PASSWORD_RESET, ORIGIN, account.id)
    assert stage.last_mail().kind is MailKind.PASSWORD_CHANGED


def test_a_newer_message_voids_the_older_one(stage: Stage) -> None:
    stage.registered()
    older, newer = ask(stage), ask(stage)
    assert is_useless(stage, older)
    reset(stage, newer)


def test_a_token_works_for_an_hour(stage: Stage) -> None:
    stage.registered()
    token = ask(stage)
    stage.clock.advance(timedelta(minutes=59))
    stage.reset.check(token)
    stage.clock.advance(timedelta(minutes=1))
    assert is_useless(stage, token)


def test_a_changed_password_voids_the_token(stage: Stage) -> None:
    account = stage.registered()
    token = ask(stage)
    stage.change.change(stage.caller(account), PASSWORD, OTHER_PASSWORD, ORIGIN)
    assert is_useless(stage, token)


@pytest.mark.parametrize("token", ["", "a" * 43, "ї" * 43, "a" * 257, "a\r\nX: y", " "])
def test_what_is_no_token_is_refused_and_hashes_nothing(stage: Stage, token: str) -> None:
    stage.registered()
    stage.hasher.forget()
    assert is_useless(stage, token)
    assert stage.hasher.hashes == 0


def test_a_token_is_good_for_nothing_else(stage: Stage) -> None:
    verification = stage.raw_token(stage.register())
    assert is_useless(stage, verification)
    stage.verification.verify(verification)
    with pytest.raises(InvalidVerificationTokenError):
        stage.verification.verify(ask(stage))


def test_the_rules_for_passwords_know_whose_it_is(stage: Stage) -> None:
    stage.registered(full_name="Olena Kovalenko")
    token = ask(stage)
    for password, reason in (("short", "too_short"), ("olena.kovalenko", "like_name"), (THIRD, "breached")):
        stage.breached.passwords = {THIRD}
        with pytest.raises(WeakPasswordError) as caught:
            reset(stage, token, password)
        assert caught.value.reason == reason
    reset(stage, token)


def test_an_unverified_address_stays_so_and_its_mailbox_gets_no_notice(stage: Stage) -> None:
    stage.register()
    token = ask(stage)
    reset(stage, token)
    assert not stage.account().is_verified
    assert stage.can_log_in(OTHER_PASSWORD)
    assert stage.last_mail().kind is MailKind.RESET_PASSWORD


def test_the_owner_of_an_address_takes_over_what_somebody_else_registered_there(stage: Stage) -> None:
    """Whoever confirms a message that somebody else has asked for has an account with their password, for once."""
    stage.registered(password="the password of a stranger")
    reset(stage, ask(stage))
    assert not stage.can_log_in("the password of a stranger")
    assert stage.account().not_before is not None


def test_registering_anew_voids_the_token(stage: Stage) -> None:
    stage.register()
    token = ask(stage)
    stage.register(password=THIRD)
    assert is_useless(stage, token)


@pytest.mark.parametrize("state", ["unknown", "impossible", "verified", "unverified"])
def test_asking_costs_the_same_for_every_address(stage: Stage, state: str) -> None:
    if state == "verified":
        stage.registered()
    if state == "unverified":
        stage.register()
    stage.hasher.forget()
    stage.store.requests.clear()
    stage.reset.ask("no address" if state == "impossible" else EMAIL)
    assert stage.store.requests == {"find_claim": 1, "find_account": 1, "update": 1}
    assert stage.hasher.hashes == 0


def test_nothing_is_stored_for_an_unknown_address(stage: Stage) -> None:
    stage.reset.ask("nobody@example.com")
    assert not stage.database.mails
    assert not stage.database.action_tokens
    assert not stage.database.accounts


@pytest.mark.parametrize("known", [True, False])
def test_faults_look_the_same_for_every_address(stage: Stage, *, known: bool) -> None:
    if known:
        stage.registered()
    stage.keys.fault = SecretsUnavailableError("no answer")
    with pytest.raises(SecretsUnavailableError):
        stage.reset.ask(EMAIL)
    stage.keys.fault = None
    for method in ("find_claim", "find_account", "update"):
        stage.store.before(method, raising(DOWN))
        with pytest.raises(StoreUnavailableError):
            stage.reset.ask(EMAIL)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_reset_whose_response_is_lost_happens_once(stage: Stage, *, arrives: bool) -> None:
    stage.registered()
    token = ask(stage)
    stage.store.lose_answer("update", arrives=arrives)
    reset(stage, token)
    assert stage.can_log_in(OTHER_PASSWORD)
    events = [each.kind for each in stage.database.security_events.values()]
    assert events.count(SecurityEventKind.PASSWORD_RESET) == 1


@pytest.mark.parametrize("method", ["find_account", "update"])
def test_a_reset_that_fails_changes_nothing_and_may_be_repeated(stage: Stage, method: str) -> None:
    stage.registered()
    token = ask(stage)
    stage.store.before(method, raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        reset(stage, token)
    assert stage.can_log_in(PASSWORD)
    reset(stage, token)


def test_of_two_resets_at_once_one_wins(stage: Stage) -> None:
    stage.registered()
    token = ask(stage)
    passwords = [f"a password, and number {number}" for number in range(8)]

    def attempt(password: str) -> bool:
        try:
            reset(stage, token, password)
        except (InvalidActionTokenError, OutcomeUnknownError):
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(attempt, passwords))
    assert won.count(True) == 1
    assert [stage.can_log_in(password) for password in passwords] == won


def test_the_message_has_a_link_that_works(stage: Stage) -> None:
    stage.registered()
    token = ask(stage)
    stage.mailing.deliver(stage.last_mail().id)
    message = stage.mailbox.mails[-1]
    assert f"{PUBLIC_URL}/api/v1/auth/reset-password?token={token}" in message.text
    assert message.to.lower() == ADDRESS
    assert "1 hour" in message.text


def test_a_message_whose_link_no_longer_works_is_not_sent(stage: Stage) -> None:
    stage.registered()
    stage.reset.ask(EMAIL)
    older = stage.last_mail()
    stage.reset.ask(EMAIL)
    ended = stage.mailing.deliver(older.id)
    assert ended is not None
    assert ended.state is MailState.SUPERSEDED


def test_neither_the_token_nor_its_secret_is_stored(stage: Stage) -> None:
    stage.registered()
    token = ask(stage)
    assert token not in repr(stage.database)
    assert replace(stage.account(), reset_token_hash="x") != stage.account()
    assert ADDRESS not in repr(list(stage.database.action_tokens.values()))
