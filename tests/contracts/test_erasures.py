"""Accounts are entered into the register of erasures with their deletion, and closed in whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from shared.adapters.dynamo.erasure_register import DynamoErasureRegister
from shared.domain.accounts.account import Account
from shared.domain.accounts.erasure import Erasure
from shared.services.ports.conflicts import AccountChangedError, BookMissingError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.test_email_changes import move, moving
from tests.support.account_builders import DAY, HOUR, NOON, new_account, register, verify
from tests.support.faulty_client import TRANSACTION, Fault, answer

DUE = (NOON + 7 * DAY).replace(microsecond=0)


def delete(engine: Engine, account: Account, *, at: datetime = NOON) -> Account:
    """Delete an account, and return it."""
    deleted = replace(account.deleted(at, keep_token_hash="hash"), version=account.version + 1)
    engine.accounts.update(deleted, replaces=account)
    return deleted


def deleted_account(engine: Engine, *, at: datetime = NOON) -> Account:
    return delete(engine, verify(engine.accounts, register(engine.accounts)), at=at)


def due(engine: Engine, account: Account, *, now: datetime = DUE) -> list[Erasure]:
    return [one for one in engine.erasures.list_due(now=now, limit=1000) if one.account_id == account.id]


def test_an_account_is_due_a_week_after_its_deletion(engine: Engine) -> None:
    account = deleted_account(engine)
    assert engine.accounts.find_account(account.id, now=NOON) == account
    assert engine.store.load(account.book_id).book.erase_at == DUE
    assert due(engine, account, now=DUE - HOUR / 3600) == []
    assert due(engine, account) == [Erasure(account_id=account.id, due_at=DUE)]
    assert due(engine, account, now=DUE + 100 * DAY) == [Erasure(account_id=account.id, due_at=DUE)]


def test_the_longest_due_come_first_and_no_more_than_asked_for(engine: Engine) -> None:
    early = NOON - 10_000 * DAY
    accounts = [deleted_account(engine, at=early + days * DAY) for days in (2, 0, 1)]
    listed = engine.erasures.list_due(now=early + 20 * DAY, limit=2)
    assert [one.account_id for one in listed] == [accounts[1].id, accounts[2].id]
    for account in accounts:
        engine.accounts.update(replace(account.kept(), version=account.version + 1), replaces=account)


def test_an_account_that_is_kept_is_not_due(engine: Engine) -> None:
    account = deleted_account(engine)
    kept = replace(account.kept(), version=account.version + 1)
    engine.accounts.update(kept, replaces=account)
    assert due(engine, account) == []
    assert engine.accounts.find_account(account.id, now=NOON) == kept
    assert engine.store.load(account.book_id).book.erase_at is None
    again = delete(engine, kept, at=NOON + DAY)
    assert due(engine, again, now=DUE + DAY) == [Erasure(account_id=account.id, due_at=DUE + DAY)]


def test_an_account_that_moves_back_to_its_address_is_not_due(engine: Engine) -> None:
    account = verify(engine.accounts, register(engine.accounts))
    moved = move(engine, account, f"new-{account.canonical_email}").after
    deleted = delete(engine, moved)
    back = moving(deleted, account.canonical_email)
    engine.email_changes.move_back(replace(back, after=back.after.kept()))
    assert due(engine, account) == []
    assert engine.store.load(account.book_id).book.erase_at is None


def test_account_address_and_book_end_together(engine: Engine) -> None:
    registered = register(engine.accounts)
    account = delete(engine, verify(engine.accounts, registered))
    [erasure] = due(engine, account)
    closed = engine.erasures.close(erasure, now=DUE + HOUR)
    assert closed == replace(erasure, closed_at=DUE + HOUR)
    assert due(engine, account) == [closed]
    assert engine.accounts.find_account(account.id, now=NOON) is None
    assert engine.accounts.find_claim(account.canonical_email, now=NOON) is None
    assert engine.accounts.find_token(registered.token.hash, now=NOON) is None
    with pytest.raises(BookMissingError):
        engine.store.load(account.book_id)
    register(engine.accounts, new_account(account.canonical_email))


def test_what_is_closed_stays_as_it_is(engine: Engine) -> None:
    account = deleted_account(engine)
    [erasure] = due(engine, account)
    closed = engine.erasures.close(erasure, now=DUE)
    assert closed is not None
    assert engine.erasures.close(closed, now=DUE + HOUR) == closed
    other = register(engine.accounts, new_account(account.canonical_email))
    assert engine.erasures.close(closed, now=DUE + HOUR) == closed
    assert engine.accounts.find_account(other.account.id, now=NOON) == other.account


def test_an_account_that_was_kept_meanwhile_is_not_closed(engine: Engine) -> None:
    account = deleted_account(engine)
    [erasure] = due(engine, account)
    kept = replace(account.kept(), version=account.version + 1)
    engine.accounts.update(kept, replaces=account)
    assert engine.erasures.close(erasure, now=DUE) is None
    assert engine.accounts.find_account(account.id, now=NOON) == kept
    assert engine.store.load(account.book_id).book.erase_at is None


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing comes between in memory")
def test_an_account_that_is_written_at_that_moment_is_closed_later(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = deleted_account(engine)
    [erasure] = due(engine, account)
    assert isinstance(engine.erasures, DynamoErasureRegister)
    stale = engine.erasures._profile(account.id)
    engine.accounts.update(replace(account, version=account.version + 1), replaces=account)
    with monkeypatch.context() as patched:
        patched.setattr(engine.erasures, "_profile", lambda _: stale)
        with pytest.raises(AccountChangedError):
            engine.erasures.close(erasure, now=DUE)
    assert engine.store.load(account.book_id).book.erase_at == DUE
    assert engine.erasures.close(erasure, now=DUE)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory always answers")
def test_it_is_closed_once_even_if_that_is_not_answered(engine: Engine) -> None:
    account = deleted_account(engine)
    [erasure] = due(engine, account)
    engine.network.faults.append(
        Fault(operation=TRANSACTION, error=answer("InternalServerError", status=500), arrives=True)
    )
    with pytest.raises(Exception, match="could not be written"):
        engine.erasures.close(erasure, now=DUE)
    assert due(engine, account) == [replace(erasure, closed_at=DUE)]


def test_a_tombstone_takes_the_place_of_an_erasure(engine: Engine) -> None:
    account = deleted_account(engine)
    [erasure] = due(engine, account)
    closed = engine.erasures.close(erasure, now=DUE)
    assert closed is not None
    engine.erasures.finish(closed, now=DUE + DAY)
    assert due(engine, account, now=DUE + 100 * DAY) == []
    engine.erasures.finish(closed, now=DUE + DAY)
