"""GET /api/v1/admin/accounts."""

from __future__ import annotations

import pytest

from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import demote, promote
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


@pytest.fixture
def admin(new_person: NewPerson, wired: MemoryWiring) -> Person:
    return promote(wired, new_person())


def emails(admin: Person, query: str = "") -> list[str]:
    answer = admin.request("GET", f"{ACCOUNTS}{query}")
    assert answer.status == 200, answer.text
    return [one["email"] for one in answer.json["items"]]


def test_all_accounts_are_listed_by_address(admin: Person, new_person: NewPerson) -> None:
    people = [admin, new_person(), new_person(verified=False)]
    assert emails(admin) == sorted(person.email for person in people)


def test_an_account_is_shown_without_anything_secret(admin: Person, person: Person) -> None:
    [shown] = admin.request("GET", f"{ACCOUNTS}?email={person.email}").json["items"]
    assert shown == {
        "id": person.account_id,
        "email": person.email,
        "full_name": "",
        "role": "user",
        "is_verified": True,
        "is_disabled": False,
        "disabled_at": None,
        **{name: shown[name] for name in ("created_at", "verified_at")},
    }


def test_accounts_are_found_by_the_beginning_of_their_address(admin: Person, person: Person) -> None:
    assert emails(admin, f"?email={person.email[:-4].upper()}") == [person.email]
    assert emails(admin, "?email=nobody") == []
    assert emails(admin, f"?email={person.email[1:]}") == []
    assert admin.email in emails(admin, "?email=person")


def test_pages_follow_each_other_and_miss_nobody(admin: Person, new_person: NewPerson) -> None:
    people = sorted([admin.email, *(new_person().email for _ in range(4))])
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.request("GET", f"{ACCOUNTS}?limit=2&cursor={cursor}").json
        seen += [one["email"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == people


def test_a_cursor_belongs_to_its_search_and_to_who_asked(
    admin: Person, new_person: NewPerson, wired: MemoryWiring
) -> None:
    new_person()
    cursor = admin.request("GET", f"{ACCOUNTS}?limit=1").json["next_cursor"]
    assert admin.request("GET", f"{ACCOUNTS}?email=p&cursor={cursor}").code == "invalid_cursor"
    assert promote(wired, new_person()).request("GET", f"{ACCOUNTS}?cursor={cursor}").code == "invalid_cursor"


def test_the_role_counts_at_once_and_no_token_has_it(
    new_person: NewPerson, person: Person, wired: MemoryWiring
) -> None:
    assert new_person(role="admin").request("GET", ACCOUNTS).code == "not_an_administrator"
    assert promote(wired, person).request("GET", ACCOUNTS).status == 200
    demote(wired, person)
    assert person.request("GET", ACCOUNTS).code == "not_an_administrator"


def test_what_there_is_not_to_search_by_is_refused(admin: Person) -> None:
    for query in ("?name=Ada", f"?email={'x' * 255}", "?email=a&email=b", "?limit=101"):
        assert admin.request("GET", f"{ACCOUNTS}{query}").status == 422


def test_a_list_of_accounts_needs_a_token(client: Client) -> None:
    assert client.request("GET", ACCOUNTS).status == 401
