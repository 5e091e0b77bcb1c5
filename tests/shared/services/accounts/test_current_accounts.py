"""The account of a caller: only for a session that is alive, at one request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.account import Account
from shared.domain.accounts.errors import AccountDisabledError, SessionEndedError, StepUpRequiredError
from shared.domain.accounts.sessions import FRESH_FOR, IDLE_TTL
from shared.domain.errors import AccountGoneError
from shared.services.accounts.current_accounts import CurrentAccounts
from shared.services.accounts.issuing import IssuedTokens
from shared.services.books.access import Caller
from tests.support.fakes import SECOND
from tests.support.session_builders import new_end
from tests.support.session_world import SessionWorld


@pytest.fixture
def world() -> SessionWorld:
    return SessionWorld()


def caller_of(world: SessionWorld, issued: IssuedTokens) -> Caller:
    claims = world.claims(issued)
    return Caller(account_id=claims.account_id, verified=True, session_id=claims.session_id, issued_at=claims.issued_at)


def account_of(world: SessionWorld, caller: Caller) -> Account:
    return CurrentAccounts(world.store, now=world.clock).of(caller)


def test_the_account_of_a_session_is_the_one_that_is_stored(world: SessionWorld) -> None:
    account = world.account()
    caller = caller_of(world, world.signed_in(account))
    world.put(changed := replace(account, role="admin"))
    assert account_of(world, caller) == changed


@pytest.mark.parametrize("end", ["ended", "expired", "void", "unknown", "of somebody else"])
def test_a_session_that_is_not_alive_has_no_account(world: SessionWorld, end: str) -> None:
    account = world.account()
    issued = world.signed_in(account)
    caller = caller_of(world, issued)
    if end == "ended":
        world.store.end(new_end(world.session(issued)))
    elif end == "expired":
        world.clock.advance(IDLE_TTL)
    elif end == "void":
        world.put(account.without_sessions(world.clock()))
    elif end == "unknown":
        caller = replace(caller, session_id="unknown")
    else:
        caller = replace(caller, session_id=world.signed_in().session_id)
    with pytest.raises(SessionEndedError):
        account_of(world, caller)


@pytest.mark.parametrize(("age", "is_fresh"), [(FRESH_FOR, True), (FRESH_FOR + SECOND, False)])
def test_a_caller_who_must_be_fresh_has_an_account_for_ten_minutes(
    world: SessionWorld, age: timedelta, *, is_fresh: bool
) -> None:
    account = world.account()
    caller = caller_of(world, world.signed_in(account))
    world.clock.advance(age)
    assert account_of(world, caller) == account
    fresh = replace(caller, must_be_fresh=True)
    if is_fresh:
        assert account_of(world, fresh) == account
    else:
        with pytest.raises(StepUpRequiredError):
            account_of(world, fresh)


def test_a_caller_without_a_session_is_never_fresh(world: SessionWorld) -> None:
    account = world.account()
    caller = Caller(account_id=account.id, verified=True, session_id=None, issued_at=world.clock())
    assert account_of(world, caller) == account
    with pytest.raises(StepUpRequiredError):
        account_of(world, replace(caller, must_be_fresh=True))


def test_whether_a_session_is_alive_matters_more_than_whether_it_is_fresh(world: SessionWorld) -> None:
    issued = world.signed_in(world.account())
    world.store.end(new_end(world.session(issued)))
    world.clock.advance(FRESH_FOR + SECOND)
    with pytest.raises(SessionEndedError):
        account_of(world, replace(caller_of(world, issued), must_be_fresh=True))


def test_a_session_that_began_between_two_endings_in_one_second_has_no_account(world: SessionWorld) -> None:
    account = world.account().without_sessions(world.clock())
    caller = caller_of(world, world.signed_in(account))
    world.put(account.without_sessions(world.clock()))
    with pytest.raises(SessionEndedError):
        account_of(world, caller)


def test_a_session_is_void_whenever_its_token_was_issued(world: SessionWorld) -> None:
    """As by a refresh at the same time, on a machine whose clock is ahead."""
    account = world.account()
    caller = caller_of(world, world.signed_in(account))
    world.put(account.without_sessions(world.clock()))
    with pytest.raises(SessionEndedError):
        account_of(world, replace(caller, issued_at=world.clock() + timedelta(minutes=1)))


def test_the_session_that_was_kept_has_its_account(world: SessionWorld) -> None:
    account = world.account()
    issued = world.signed_in(account)
    world.put(kept := account.without_sessions(world.clock(), but=issued.session_id))
    assert account_of(world, caller_of(world, issued)) == kept


def test_a_token_of_the_former_type_is_good_unless_all_sessions_were_ended(world: SessionWorld) -> None:
    account = world.account()
    caller = Caller(account_id=account.id, verified=True, session_id=None, issued_at=world.clock())
    assert account_of(world, caller) == account
    world.put(account.without_sessions(world.clock() - timedelta(minutes=1)))
    assert account_of(world, caller).id == account.id
    world.put(account.without_sessions(world.clock()))
    with pytest.raises(SessionEndedError):
        account_of(world, caller)


def test_an_account_that_was_not_verified_in_time_is_gone(world: SessionWorld) -> None:
    account = world.account(verified_at=None, expires_at=world.clock() + SECOND)
    caller = caller_of(world, world.signed_in(account))
    assert account_of(world, caller) == account
    world.clock.advance(SECOND)
    with pytest.raises(AccountGoneError):
        account_of(world, caller)


def test_an_account_that_is_gone_or_disabled_is_not_returned(world: SessionWorld) -> None:
    account = world.account()
    caller = caller_of(world, world.signed_in(account))
    world.put(replace(account, disabled_at=world.clock() - SECOND))
    with pytest.raises(AccountDisabledError):
        account_of(world, caller)
    del world.database.accounts[account.id]
    with pytest.raises(AccountGoneError):
        account_of(world, caller)
