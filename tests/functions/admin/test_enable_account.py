"""POST /api/v1/admin/accounts/{account_id}/enable. What it does to a disabled account: see test_disable_account."""

from __future__ import annotations

from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import act, promote
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_an_account_that_is_not_disabled_stays_as_it_is(
    new_person: NewPerson, person: Person, wired: MemoryWiring
) -> None:
    admin = promote(wired, new_person())
    before = wired.memory.accounts[person.account_id]
    assert act(admin, person, "POST enable").status == 200
    assert wired.memory.accounts[person.account_id] == before


def test_nobody_else_enables_anybody(new_person: NewPerson, person: Person, wired: MemoryWiring) -> None:
    admin, other = promote(wired, new_person()), new_person()
    act(admin, person, "POST disable")
    assert act(other, person, "POST enable").code == "not_an_administrator"
    assert act(person, person, "POST enable").code == "account_disabled"
    assert wired.memory.accounts[person.account_id].disabled_at is not None


def test_one_that_there_is_not_is_not_found(person: Person, wired: MemoryWiring) -> None:
    assert promote(wired, person).request("POST", f"{ACCOUNTS}/unknown/enable").code == "account_not_found"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", f"{ACCOUNTS}/x/enable").status == 401
