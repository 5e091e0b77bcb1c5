"""Administrators, for the tests of what they do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.domain.accounts.account import ADMIN_ROLE, DEFAULT_ROLE
from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.conftest import Person
from tests.support.client import Answer
from tests.support.wiring import MemoryWiring


def promote(wired: MemoryWiring, person: Person, role: str = ADMIN_ROLE) -> Person:
    """Give somebody a role, as only the database says; the token says that it is a user's."""
    account = wired.memory.accounts[person.account_id]
    wired.memory.accounts[person.account_id] = replace(account, role=role, version=account.version + 1)
    return person


def demote(wired: MemoryWiring, person: Person) -> None:
    promote(wired, person, DEFAULT_ROLE)


def act(admin: Person, person: Person, what: str, **more: Any) -> Answer:
    """Let an administrator do something to an account: ``POST disable``."""
    method, _, path = what.partition(" ")
    return admin.request(method, f"{ACCOUNTS}/{person.account_id}/{path}".rstrip("/"), **more)


def events_of(person: Person) -> list[Any]:
    return list(person.request("GET", "/api/v1/auth/events").json["items"])
