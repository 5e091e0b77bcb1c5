"""PUT /api/v1/admin/accounts/{account_id}/role."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.mails import MailKind
from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import act, demote, events_of, promote
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring


@pytest.fixture
def admin(new_person: NewPerson, wired: MemoryWiring) -> Person:
    return promote(wired, new_person())


def give(admin: Person, person: Person, role: str) -> Answer:
    return act(admin, person, "PUT role", json_body={"role": role})


def test_a_role_counts_from_the_next_request_on(admin: Person, person: Person) -> None:
    assert give(admin, person, "admin").json["role"] == "admin"
    assert person.request("GET", ACCOUNTS).status == 200
    assert give(admin, person, "user").json["role"] == "user"
    assert person.request("GET", ACCOUNTS).code == "not_an_administrator"


def test_the_owner_is_told(admin: Person, person: Person, wired: MemoryWiring) -> None:
    give(admin, person, "admin")
    assert give(admin, person, "admin").status == 200
    mails = [mail.account_id for mail in wired.memory.mails.values() if mail.kind is MailKind.ROLE_CHANGED]
    assert mails == [person.account_id]
    assert [(each["kind"], each["by_admin"]) for each in events_of(person)] == [("role_changed", True)]


def test_nobody_changes_their_own_role(admin: Person) -> None:
    for role in ("user", "admin"):
        assert give(admin, admin, role).code == "own_account"
    assert admin.request("GET", ACCOUNTS).status == 200


def test_of_two_who_demote_each_other_one_is_left(admin: Person, person: Person, wired: MemoryWiring) -> None:
    other = promote(wired, person)
    wired.people.before("update", lambda: demote(wired, admin))
    assert give(admin, other, "user").code == "not_an_administrator"
    assert wired.memory.accounts[other.account_id].role == "admin"


def test_an_address_that_is_not_verified_makes_no_administrator(admin: Person, new_person: NewPerson) -> None:
    newcomer = new_person(verified=False)
    assert give(admin, newcomer, "admin").code == "account_not_verified"
    assert give(admin, newcomer, "user").status == 200


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"role": "owner"}, {("/role", "not_one_of")}),
        ({}, {("/role", "required")}),
        ({"role": "user", "id": "x"}, {("/id", "unknown_member")}),
    ],
)
def test_other_roles_are_refused(admin: Person, person: Person, body: Any, problems: set[tuple[str, str]]) -> None:
    answer = act(admin, person, "PUT role", json_body=body)
    assert (answer.status, answer.pointers) == (422, problems)


def test_one_that_there_is_not_is_not_found(admin: Person) -> None:
    answer = admin.request("PUT", f"{ACCOUNTS}/unknown/role", json_body={"role": "user"})
    assert answer.code == "account_not_found"


def test_nobody_else_makes_administrators(person: Person, new_person: NewPerson) -> None:
    for other in (new_person(), person):
        assert give(person, other, "admin").code in {"not_an_administrator", "own_account"}
    assert person.request("GET", ACCOUNTS).code == "not_an_administrator"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("PUT", f"{ACCOUNTS}/x/role", json_body={}).status == 401
