"""GET /api/v1/admin/accounts/{account_id}."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import act, promote
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_an_administrator_reads_any_account(new_person: NewPerson, person: Person, wired: MemoryWiring) -> None:
    admin = promote(wired, new_person())
    answer = act(admin, person, "GET ")
    assert (answer.status, answer.json["email"]) == (200, person.email)
    assert act(admin, admin, "GET ").json["role"] == "admin"


def test_one_that_there_is_not_is_not_found(person: Person, wired: MemoryWiring) -> None:
    assert promote(wired, person).request("GET", f"{ACCOUNTS}/unknown").code == "account_not_found"


def test_nobody_else_learns_whether_there_is_one(new_person: NewPerson, person: Person) -> None:
    answers = [act(person, new_person(), "GET "), person.request("GET", f"{ACCOUNTS}/unknown")]
    assert [answer.code for answer in answers] == ["not_an_administrator"] * 2


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{ACCOUNTS}/x").status == 401
