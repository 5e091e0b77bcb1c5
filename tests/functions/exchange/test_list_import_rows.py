"""GET /api/v1/imports/{import_id}/rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.import_requests import bring, rows
from tests.support.line_formats import file_of
from tests.support.uploads import IMPORTS, UPLOAD_ID
from tests.support.wiring import MemoryWiring

CARDS = [{"first_name": f"P{number}"} if number % 3 else {"favorite": True} for number in range(70)]


@pytest.fixture
def person(new_person: NewPerson, clock: Clock) -> Person:
    """Somebody whose token is good for longer than rows are kept."""
    return new_person(expires_at=clock() + timedelta(days=30))


@pytest.fixture
def imported(person: Person, wired: MemoryWiring) -> str:
    return str(bring(person, wired, file_of(CARDS))["id"])


def test_every_row_says_what_became_of_it(person: Person, imported: str) -> None:
    first, second, *_ = rows(person, imported)
    contact_id = second["contact_id"]
    assert person.get(contact_id).json["first_name"] == "P1"
    assert second == {
        "row": 2,
        "line": 2,
        "name": "P1",
        "outcome": "created",
        "contact_id": contact_id,
        "problem": None,
        "notices": [],
        "more_notices": 0,
    }
    assert (first["outcome"], first["contact_id"]) == ("failed", None)
    assert first["problem"]["errors"][0].keys() == {"pointer", "code", "detail"}


def test_rows_come_page_by_page(person: Person, imported: str) -> None:
    path, found, cursor = f"{IMPORTS}/{imported}/rows", [], None
    while True:
        page = person.request("GET", path, query={"limit": "20"} | ({"cursor": cursor} if cursor else {})).json
        found += [one["row"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == list(range(1, 71))


def test_rows_with_one_outcome_are_listed_alone(person: Person, imported: str) -> None:
    assert [one["row"] for one in rows(person, imported, outcome="failed", limit="100")] == list(range(1, 71, 3))
    assert rows(person, imported, outcome="merged") == []


def test_a_cursor_belongs_to_its_outcome_and_import(person: Person, imported: str) -> None:
    path = f"{IMPORTS}/{imported}/rows"
    cursor = person.request("GET", path, query={"limit": "1", "outcome": "failed"}).json["next_cursor"]
    answer = person.request("GET", path, query={"limit": "1", "cursor": cursor})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


def test_a_week_later_there_are_no_rows(person: Person, imported: str, clock: Clock) -> None:
    clock.advance(timedelta(days=7))
    assert person.request("GET", f"{IMPORTS}/{imported}/rows").status == 404
    assert person.request("GET", f"{IMPORTS}/{imported}").status == 200


def test_nobody_sees_the_rows_of_another(imported: str, new_person: NewPerson) -> None:
    assert new_person().request("GET", f"{IMPORTS}/{imported}/rows").status == 404


def test_an_unknown_outcome_is_refused(person: Person, imported: str) -> None:
    assert person.request("GET", f"{IMPORTS}/{imported}/rows", query={"outcome": "lost"}).status == 422


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", f"{IMPORTS}/{UPLOAD_ID}/rows").status == 401
