"""make admin gives a role to an account, once, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

import shared.wiring.process
from local import change_role as local_change_role
from shared.domain.mails import MailKind
from shared.services.accounts.input import Registration
from tests.support.clock import NOON
from tests.support.wiring import MemoryWiring
from tools.operations import change_role

EMAIL = "ada@example.com"


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> MemoryWiring:
    wired = MemoryWiring()
    monkeypatch.setattr(shared.wiring.process, "wiring", lambda: wired)
    monkeypatch.setattr(change_role, "wiring", lambda: wired)
    return wired


def registered(wired: MemoryWiring, *, verified: bool = True) -> str:
    wired.registrations.register(Registration(email=EMAIL, password="violet tram over the river"))
    if verified:
        wired.verification.verify(wired.last_mailed_token())
    return wired.memory.claims[EMAIL].account_id


def test_an_account_becomes_that_of_an_administrator_and_a_user_again(
    wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    account_id = registered(wired)
    assert change_role.main(["Ada@Example.com"]) == 0
    assert wired.memory.accounts[account_id].is_admin
    assert capsys.readouterr().out == f"Account {account_id} has the role admin\n"
    assert change_role.main([EMAIL, "--role", "user"]) == 0
    assert not wired.memory.accounts[account_id].is_admin


def test_its_owner_is_told_once(wired: MemoryWiring) -> None:
    account_id = registered(wired)
    for _ in range(2):
        change_role.main([EMAIL])
    told = [mail.account_id for mail in wired.memory.mails.values() if mail.kind is MailKind.ROLE_CHANGED]
    assert told == [account_id]
    [event] = [each for each in wired.memory.security_events.values() if each.kind == "role_changed"]
    assert event.admin_id == "operator"


@pytest.mark.parametrize("state", ["unknown", "unverified", "disabled"])
def test_nobody_else_does(wired: MemoryWiring, capsys: pytest.CaptureFixture[str], state: str) -> None:
    if state != "unknown":
        account_id = registered(wired, verified=state == "disabled")
        account = wired.memory.accounts[account_id]
        wired.memory.accounts[account_id] = replace(account, disabled_at=NOON if state == "disabled" else None)
    assert change_role.main([EMAIL]) == 1
    assert capsys.readouterr().err
    assert not any(account.role == "admin" for account in wired.memory.accounts.values())


def test_without_tables_it_is_for_what_runs_here(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert local_change_role.main(["--data", str(tmp_path), EMAIL]) == 1
    assert "start make run first" in capsys.readouterr().err
