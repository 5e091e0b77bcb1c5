"""GET /api/v1/operations."""

from __future__ import annotations

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.filling import OPERATIONS

ME = "/api/v1/auth/me"


def move(person: Person, *regions: str) -> list[str]:
    """Set phone regions, one after the other, and return the ids of the operations that this begins, latest first."""
    for region in regions:
        assert person.request("PUT", ME, json_body={"phone_region": region}).status == 200
    return [operation["id"] for operation in person.request("GET", OPERATIONS).json["items"]]


def test_without_operations_the_list_is_empty(person: Person) -> None:
    person.create()
    assert person.request("GET", OPERATIONS).json == {"items": [], "next_cursor": None}


def test_operations_are_listed_latest_first_and_page_by_page(person: Person) -> None:
    third, second, first = move(person, "UA", "PL", "DE")
    page = person.request("GET", OPERATIONS, query={"limit": "2"}).json
    assert [operation["id"] for operation in page["items"]] == [third, second]
    rest = person.request("GET", OPERATIONS, query={"limit": "2", "cursor": page["next_cursor"]}).json
    assert ([operation["id"] for operation in rest["items"]], rest["next_cursor"]) == ([first], None)


def test_another_owners_operations_are_not_listed(person: Person, new_person: NewPerson) -> None:
    move(person, "UA")
    assert new_person().request("GET", OPERATIONS).json["items"] == []


def test_a_cursor_of_another_list_is_refused(person: Person) -> None:
    person.create()
    person.create()
    cursor = person.request("GET", CONTACTS, query={"limit": "1"}).json["next_cursor"]
    answer = person.request("GET", OPERATIONS, query={"cursor": cursor})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"state": "running"}])
def test_a_list_that_does_not_exist_is_refused(person: Person, query: dict[str, str]) -> None:
    assert person.request("GET", OPERATIONS, query=query).status == 422
