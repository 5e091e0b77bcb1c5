"""Passkeys are read as they were written, changed with their account, belong to one, and count up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.dynamo.passkey_items import CredentialClaimItem, PasskeyItem
from shared.domain.accounts.account import Account
from shared.domain.accounts.passkeys import Passkey, PasskeysChange, PasskeyUse
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import AccountChangedError, ProofUsedError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.contracts.shelves import shelves_of
from tests.support.account_builders import DAY, NOON, register, verify
from tests.support.faulty_client import LOST_ANSWER, Fault, answer
from tests.support.passkey_builders import new_passkey
from tests.support.session_builders import new_event, new_session
from tools.template import Template


def new_account(engine: Engine) -> Account:
    return verify(engine.accounts, register(engine.accounts))


def change(engine: Engine, account: Account, *, added: Any = (), removed: Any = ()) -> Account:
    """Change the passkeys of an account, and return the new version of it."""
    gone = {each.id for each in removed}
    ids = (*(each for each in account.passkeys if each not in gone), *(each.id for each in added))
    new = replace(account, passkeys=ids, version=account.version + 1)
    engine.accounts.update(new, replaces=account, sides=[PasskeysChange(added=added, removed=removed)])
    return new


def with_passkey(engine: Engine, **more: Any) -> tuple[Account, Passkey]:
    account = new_account(engine)
    passkey = new_passkey(account, **more)
    return change(engine, account, added=[passkey]), passkey


def use_of(passkey: Passkey, sign_count: int, **more: Any) -> PasskeyUse:
    use = PasskeyUse(
        account_id=passkey.account_id, passkey_id=passkey.id, sign_count=sign_count, is_backed_up=True, at=NOON
    )
    return replace(use, **more)


def is_used(engine: Engine, use: PasskeyUse) -> bool:
    """Begin a session with a passkey; return False if it refused."""
    session = new_session(use.account_id)
    try:
        engine.sessions.add(session, new_event(use.account_id), uses=[use])
    except ProofUsedError:
        assert engine.sessions.find(use.account_id, session.id, now=NOON)[1] is None
        return False
    return True


def found(engine: Engine, passkey: Passkey) -> Passkey | None:
    return engine.passkeys.find(passkey.account_id, passkey.id, now=NOON)[1]


def test_a_passkey_is_read_as_it_was_written(engine: Engine) -> None:
    account, passkey = with_passkey(engine, last_used_at=NOON + DAY)
    assert engine.passkeys.find(account.id, passkey.id, now=NOON) == (account, passkey)
    assert engine.accounts.find_account(account.id, now=NOON) == account
    plain = new_passkey(account, transports=(), sign_count=7, is_backup_eligible=False)
    account = change(engine, account, added=[plain])
    assert found(engine, plain) == plain
    assert sorted(engine.passkeys.list_all(account.id), key=lambda each: each.id) == sorted(
        [passkey, plain], key=lambda each: each.id
    )


def test_there_may_be_no_such_passkey_or_account(engine: Engine) -> None:
    account, passkey = with_passkey(engine)
    assert engine.passkeys.find(account.id, "unknown", now=NOON) == (account, None)
    assert engine.passkeys.find("nobody", passkey.id, now=NOON) == (None, None)
    assert engine.passkeys.list_all("nobody") == []


def test_an_account_finds_its_own_passkeys_alone(engine: Engine) -> None:
    _, passkey = with_passkey(engine)
    other = new_account(engine)
    assert engine.passkeys.find(other.id, passkey.id, now=NOON) == (other, None)
    assert engine.passkeys.list_all(other.id) == []
    assert not engine.passkeys.rename(other.id, passkey.id, "Mine")
    assert not is_used(engine, use_of(passkey, 1, account_id=other.id))
    assert found(engine, passkey) == passkey


def test_a_passkey_belongs_to_one_account(engine: Engine) -> None:
    account, passkey = with_passkey(engine)
    other = new_account(engine)
    with pytest.raises(AccountChangedError):
        change(engine, other, added=[replace(passkey, account_id=other.id)])
    with pytest.raises(AccountChangedError):
        change(engine, account, added=[passkey])
    assert engine.accounts.find_account(other.id, now=NOON) == other
    assert engine.passkeys.is_known(passkey.id)


@pytest.mark.engines("memory", "stand_in", because="moto is for one thread")
def test_of_two_accounts_that_add_it_at_once_one_does(engine: Engine) -> None:
    accounts = [new_account(engine) for _ in range(2)]
    passkey = new_passkey(accounts[0])

    def is_added(account: Account) -> bool:
        try:
            change(engine, account, added=[replace(passkey, account_id=account.id)])
        except AccountChangedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        added = list(pool.map(is_added, accounts))
    assert sum(added) <= 1
    assert sum(len(engine.passkeys.list_all(account.id)) for account in accounts) == sum(added)


def test_a_passkey_that_was_removed_is_gone_and_may_be_added_by_anybody(engine: Engine) -> None:
    account, passkey = with_passkey(engine)
    account = change(engine, account, removed=[passkey])
    assert account.passkeys == ()
    assert (found(engine, passkey), engine.passkeys.is_known(passkey.id)) == (None, False)
    assert engine.accounts.find_account(account.id, now=NOON) == account
    other = new_account(engine)
    change(engine, other, added=[replace(passkey, account_id=other.id)])
    assert engine.passkeys.is_known(passkey.id)


def test_passkeys_change_with_the_version_that_was_read(engine: Engine) -> None:
    account, passkey = with_passkey(engine)
    change(engine, account)
    with pytest.raises(AccountChangedError):
        change(engine, account, removed=[passkey])
    with pytest.raises(AccountChangedError):
        change(engine, account, added=[new := new_passkey(account)])
    assert found(engine, passkey) == passkey
    assert not engine.passkeys.is_known(new.id)


def test_another_name(engine: Engine) -> None:
    _, passkey = with_passkey(engine)
    assert engine.passkeys.rename(passkey.account_id, passkey.id, "Old phone")
    assert found(engine, passkey) == replace(passkey, name="Old phone")
    assert not engine.passkeys.rename(passkey.account_id, "unknown", "Old phone")
    assert engine.passkeys.find(passkey.account_id, "unknown", now=NOON)[1] is None


def test_a_use_is_stored_with_the_session(engine: Engine) -> None:
    _, passkey = with_passkey(engine)
    at = NOON + timedelta(minutes=1)
    assert is_used(engine, use_of(passkey, 1, at=at))
    assert found(engine, passkey) == replace(passkey, sign_count=1, is_backed_up=True, last_used_at=at)


@pytest.mark.parametrize(("stored", "sent", "follows"), [
    (0, 0, True), (0, 5, True), (5, 6, True), (5, 900, True), (5, 5, False), (5, 4, False), (5, 0, False),
])  # fmt: skip
def test_a_counter_goes_up_or_there_is_none(engine: Engine, stored: int, sent: int, follows: bool) -> None:
    _, passkey = with_passkey(engine, sign_count=stored)
    use = use_of(passkey, sent)
    assert (is_used(engine, use), use.follows(passkey)) == (follows, follows)
    assert (found(engine, passkey) != passkey) is follows


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
def test_of_many_uses_of_one_signature_one_begins_a_session(engine: Engine) -> None:
    _, passkey = with_passkey(engine)
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: _is_used_soon(engine, use_of(passkey, 1)), range(8)))
    assert sum(begun) == 1


def _is_used_soon(engine: Engine, use: PasskeyUse) -> bool:
    try:
        return is_used(engine, use)
    except StoreUnavailableError:  # another transaction held the passkey
        return False


def test_a_passkey_that_was_removed_begins_no_session(engine: Engine) -> None:
    account, passkey = with_passkey(engine)
    change(engine, account, removed=[passkey])
    assert not is_used(engine, use_of(passkey, 1))
    assert found(engine, passkey) is None


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network")
def test_a_fault_is_told_from_a_passkey_that_there_is_not(engine: Engine) -> None:
    _, passkey = with_passkey(engine)
    engine.network.faults.append(Fault(operation="UpdateItem", error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.passkeys.rename(passkey.account_id, passkey.id, "Old phone")
    engine.network.faults.append(Fault(operation="UpdateItem", error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        engine.passkeys.rename(passkey.account_id, passkey.id, "Old phone")
    assert found(engine, passkey) == replace(passkey, name="Old phone")


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory keeps no items")
def test_the_claim_on_a_passkey_says_whose_it_is_and_goes_with_it(engine: Engine, template: Template) -> None:
    account, passkey = with_passkey(engine)
    shelves = shelves_of(engine, template)
    claim = shelves("AccountsTable", *CredentialClaimItem.key(passkey.id))
    assert claim.read()["account_id"] == {"S": account.id}
    assert shelves("AccountsTable", *PasskeyItem.key(account.id, passkey.id)).read()
    change(engine, account, removed=[passkey])
    with pytest.raises(KeyError):
        claim.read()
