"""GET /api/v1/views."""

from __future__ import annotations

from typing import Any

from tests.functions.conftest import NewPerson, Person
from tests.functions.views.list import VIEWS
from tests.support.client import Client


def create(person: Person, name: str, **members: Any) -> dict[str, Any]:
    """Store a view."""
    answer = person.request("POST", VIEWS, json_body={"name": name, **members})
    assert answer.status == 201, answer.text
    created: dict[str, Any] = answer.json
    return created


def listed(person: Person) -> list[dict[str, Any]]:
    answer = person.request("GET", VIEWS)
    assert answer.status == 200, answer.text
    return list(answer.json["items"])


def test_views_are_listed_by_name(person: Person) -> None:
    assert listed(person) == []
    views = [create(person, name) for name in ("zebra", "Élan", "apple")]
    assert [view["name"] for view in listed(person)] == ["apple", "Élan", "zebra"]
    assert listed(person) == [views[2], views[1], views[0]]


def test_nobody_elses_views_are_listed(person: Person, new_person: NewPerson) -> None:
    create(person, "mine")
    assert listed(new_person()) == []


def test_an_account_without_a_book_is_gone(new_person: NewPerson) -> None:
    answer = new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H").request("GET", VIEWS)
    assert (answer.status, answer.code) == (401, "account_gone")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", VIEWS).status == 401
