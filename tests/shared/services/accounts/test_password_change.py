"""Changing one's own password."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.domain.accounts.errors import SessionEndedError
from shared.domain.accounts.security_events import SecurityEvent
from shared.domain.accounts.sessions import Origin
from shared.domain.errors import InvalidInputError, StoreUnavailableError, WeakPasswordError
from shared.domain.mails import MailKind
from tests.support.fakes import DOWN, OTHER_PASSWORD, PASSWORD, Stage, raising

ORIGIN = Origin(network="192.0.2.0/24", device="Firefox")


def change(stage: Stage, current: str = PASSWORD, password: str = OTHER_PASSWORD) -> str | None:
    """Change the password in a new session, and return the id of that."""
    caller = stage.caller(stage.account())
    stage.change.change(caller, current, password, ORIGIN)
    return caller.session_id


def changes(stage: Stage) -> list[SecurityEvent]:
    """Return the events that tell of a change."""
    return [event for event in stage.database.security_events.values() if event.kind == "password_changed"]


def test_the_new_password_counts_and_every_other_session_ends(stage: Stage) -> None:
    account = stage.registered()
    session_id = change(stage)
    changed = stage.account()
    assert stage.can_log_in(OTHER_PASSWORD)
    assert not stage.can_log_in(PASSWORD)
    at = stage.clock().replace(microsecond=0) + timedelta(seconds=1)
    assert changed.not_before is not None
    assert (changed.not_before.at, changed.not_before.kept_session_id) == (at, session_id)
    assert stage.database.books[account.book_id].not_before == changed.not_before
    (event,) = changes(stage)
    assert (event.session_id, event.origin) == (session_id, ORIGIN)
    assert stage.last_mail().kind is MailKind.PASSWORD_CHANGED


def test_the_present_password_is_needed(stage: Stage) -> None:
    stage.registered()
    stage.hasher.forget()
    with pytest.raises(InvalidInputError, match="/current_password"):
        change(stage, current="another one, that is wrong")
    assert stage.hasher.hashes == 1
    assert stage.can_log_in(PASSWORD)
    assert not changes(stage)


def test_the_session_that_asks_goes_on_and_others_end(stage: Stage) -> None:
    account = stage.registered()
    own, other = stage.caller(account), stage.caller(account)
    stage.change.change(own, PASSWORD, OTHER_PASSWORD, ORIGIN)
    stage.clock.advance(timedelta(seconds=2))
    assert stage.current_accounts.of(own).id == account.id
    with pytest.raises(SessionEndedError):
        stage.current_accounts.of(other)


def test_it_is_the_same_however_it_was_typed(stage: Stage) -> None:
    stage.registered(password="cafe\u0301 tables in the morning")
    change(stage, current="caf\u00e9 tables\u00a0in the morning")
    assert stage.can_log_in(OTHER_PASSWORD)


@pytest.mark.parametrize(("password", "reason"), [("short", "too_short"), ("a leaked one, and long", "breached")])
def test_the_new_one_follows_the_rules(stage: Stage, password: str, reason: str) -> None:
    stage.registered()
    stage.breached.passwords = {"a leaked one, and long"}
    with pytest.raises(WeakPasswordError) as caught:
        change(stage, password=password)
    assert caught.value.reason == reason
    assert stage.can_log_in(PASSWORD)


def test_a_lost_race_hashes_the_new_password_once(stage: Stage) -> None:
    account = stage.registered()
    stage.store.before("update", lambda: stage.writer.change(account.id, lambda one: one))
    stage.hasher.forget()
    change(stage)
    assert stage.hasher.hashes == 3, "the present one twice, since it might have been changed"
    assert stage.can_log_in(OTHER_PASSWORD)


def test_nobody_is_told_at_an_address_that_is_not_verified(stage: Stage) -> None:
    stage.register()
    change(stage)
    assert stage.last_mail().kind is MailKind.VERIFY_EMAIL


def test_a_change_that_fails_changes_nothing(stage: Stage) -> None:
    stage.registered()
    stage.store.before("update", raising(DOWN))
    with pytest.raises(StoreUnavailableError):
        change(stage)
    assert stage.can_log_in(PASSWORD)
    assert not changes(stage)
