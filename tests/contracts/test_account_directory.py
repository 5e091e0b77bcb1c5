"""The directory of all accounts, and changes that only an administrator may make."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from shared.domain.accounts.account import ADMIN_ROLE, Account
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import AccountChangedError
from shared.services.ports.side_writes import OnlyWhileAdmin
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.account_builders import DAY, NOON, new_account, register, verify
from tests.support.faulty_client import Fault, answer
from tests.support.session_builders import new_event

_NUMBERS = count(1)


@pytest.fixture
def place() -> str:
    """Return the beginning of addresses that no other test uses."""
    return f"place-{next(_NUMBERS)}-"


def person(engine: Engine, address: str, *, verified: bool = True) -> Account:
    registered = register(engine.accounts, new_account(address))
    return verify(engine.accounts, registered) if verified else registered.account


def changed(engine: Engine, account: Account, **members: Any) -> Account:
    after = replace(account, version=account.version + 1, **members)
    engine.accounts.update(after, replaces=account)
    return after


def listed(engine: Engine, beginning: str, *, limit: int = 100) -> list[str]:
    """Return the addresses of all pages."""
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        accounts, after = engine.directory.page(beginning, limit=limit, after=after, now=NOON)
        found += [account.canonical_email for account in accounts]
        pages += 1
    return found


def test_accounts_are_listed_by_address_as_they_are_now(engine: Engine, place: str) -> None:
    names = ["zoe", "ada", "Ada2", "ян"]
    accounts = {name: person(engine, f"{place}{name.lower()}@example.com") for name in names}
    newest = changed(engine, accounts["ada"], full_name="Ada", disabled_at=NOON)
    expected = [f"{place}{name}@example.com" for name in ("ada2", "ada", "zoe", "ян")]
    found, more = engine.directory.page(place, limit=100, now=NOON)
    assert ([account.canonical_email for account in found], more) == (expected, None)
    assert found[1] == newest


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_follow_each_other(engine: Engine, place: str, limit: int) -> None:
    addresses = [f"{place}{number}@example.com" for number in range(5)]
    for address in reversed(addresses):
        person(engine, address)
    assert listed(engine, place, limit=limit) == addresses


def test_a_beginning_finds_what_begins_so(engine: Engine, place: str) -> None:
    for name in ("ab", "abc", "b"):
        person(engine, f"{place}{name}@example.com")
    assert listed(engine, f"{place}ab") == [f"{place}ab@example.com", f"{place}abc@example.com"]
    assert listed(engine, f"{place}ab@") == [f"{place}ab@example.com"]
    assert listed(engine, f"{place}c") == []
    assert f"{place}b@example.com" in listed(engine, "")


def test_an_account_is_listed_once_whatever_else_has_its_address(engine: Engine, place: str) -> None:
    """Claims and verification tokens have it, too."""
    person(engine, f"{place}a@example.com", verified=False)
    assert listed(engine, place) == [f"{place}a@example.com"]


def test_one_that_has_expired_is_not_listed(engine: Engine, place: str) -> None:
    person(engine, f"{place}a@example.com", verified=False)
    later = NOON + 8 * DAY
    assert engine.directory.page(place, limit=9, now=later) == ([], None)


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
@pytest.mark.parametrize("operation", ["Query", "BatchGetItem"])
def test_a_page_that_cannot_be_read_says_so(engine: Engine, place: str, operation: str) -> None:
    person(engine, f"{place}a@example.com")
    engine.network.faults.append(Fault(operation=operation, error=answer("ThrottlingException")))
    with pytest.raises(StoreUnavailableError):
        engine.directory.page(place, limit=9, now=NOON)


def test_a_change_by_an_administrator_is_made_while_they_are_one(engine: Engine, place: str) -> None:
    admin = changed(engine, person(engine, f"{place}admin@example.com"), role=ADMIN_ROLE)
    account = person(engine, f"{place}a@example.com")
    disabled = replace(account.disabled(NOON), version=account.version + 1)
    engine.accounts.update(disabled, replaces=account, sides=[OnlyWhileAdmin(account_id=admin.id)])
    assert engine.accounts.find_account(account.id, now=NOON) == disabled
    head = engine.store.load(account.book_id).book
    assert (head.not_before, head.disabled_at) == (disabled.not_before, NOON)
    enabled = replace(disabled, disabled_at=None, version=disabled.version + 1)
    engine.accounts.update(enabled, replaces=disabled, sides=[OnlyWhileAdmin(account_id=admin.id)])
    assert engine.store.load(account.book_id).book.disabled_at is None


@pytest.mark.parametrize("members", [{"role": "user"}, {"role": ADMIN_ROLE, "disabled_at": NOON}])
def test_who_is_no_administrator_any_more_changes_nothing(engine: Engine, place: str, members: dict[str, Any]) -> None:
    admin = changed(engine, person(engine, f"{place}admin@example.com"), **members)
    account = person(engine, f"{place}a@example.com")
    after = replace(account, role=ADMIN_ROLE, version=account.version + 1)
    for actor in (admin.id, "nobody-with-this-id"):
        with pytest.raises(AccountChangedError):
            engine.accounts.update(
                after, replaces=account, sides=[OnlyWhileAdmin(account_id=actor)], events=[new_event(account.id)]
            )
    assert engine.accounts.find_account(account.id, now=NOON) == account
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == []


def test_an_account_that_is_verified_while_disabled_has_a_disabled_book(engine: Engine, place: str) -> None:
    registered = register(engine.accounts, new_account(f"{place}a@example.com"))
    disabled = replace(registered.account.disabled(NOON), version=registered.account.version + 1)
    engine.accounts.update(disabled, replaces=registered.account)
    verify(engine.accounts, replace(registered, account=disabled))
    assert engine.store.load(disabled.book_id).book.disabled_at == NOON


def test_who_did_it_is_kept_with_the_event(engine: Engine, place: str) -> None:
    account = person(engine, f"{place}a@example.com")
    event = new_event(account.id, at=NOON + timedelta(seconds=1), admin_id="an administrator")
    engine.events.add(event)
    assert engine.events.list_latest(account.id, limit=9, now=NOON) == [event]
