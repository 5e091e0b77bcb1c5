"""PATCH /api/v1/labels/{label_id}."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_list import counts
from tests.support.arrangements import MERGE_PATCH
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring


def label_id_of(person: Person, name: str) -> str:
    return next(str(label["id"]) for label in person.request("GET", LABELS).json["items"] if label["name"] == name)


def patch(person: Person, label_id: str, **body: Any) -> Answer:
    return person.request("PATCH", f"{LABELS}/{label_id}", json_body=body)


@pytest.fixture
def tagged(person: Person) -> tuple[Person, str]:
    """Somebody with a contact that has a label, and the label's id."""
    person.create(tags=["Work"])
    return person, label_id_of(person, "Work")


def test_a_rename_shows_in_all_contacts_at_once(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    ids = [person.create(tags=tags).json["id"] for tags in (["work"], [], ["Work", "Chess"])]
    before = [person.get(contact_id).headers["etag"] for contact_id in ids]
    answer = patch(person, label_id, name="Job")
    assert (answer.status, answer.json) == (200, {"id": label_id, "name": "Job", "color": None})
    assert [person.get(contact_id).json["tags"] for contact_id in ids] == [["Job"], [], ["Chess", "Job"]]
    after = [person.get(contact_id).headers["etag"] for contact_id in ids]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True, False]
    assert counts(person) == {"Chess": 1, "Job": 3}


def test_the_case_of_a_name_can_be_changed(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    assert patch(person, label_id, name="WORK").status == 200
    assert counts(person) == {"WORK": 1}


def test_a_colour_changes_no_contact(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    [contact] = person.request("GET", CONTACTS).json["items"]
    before = person.get(contact["id"])
    assert patch(person, label_id, color="#ABCDEF").json["color"] == "#abcdef"
    assert person.get(contact["id"]).headers["etag"] == before.headers["etag"]
    assert patch(person, label_id, name="Job").json == {"id": label_id, "name": "Job", "color": "#abcdef"}
    assert patch(person, label_id, color=None).json["color"] is None


def test_it_is_one_change_of_the_book_and_none_if_nothing_changes(
    tagged: tuple[Person, str], wired: MemoryWiring
) -> None:
    person, label_id = tagged
    revision = wired.memory.books[person.account_id].revision
    for _ in range(2):
        patch(person, label_id, name="Job", color="#112233")
    assert wired.memory.books[person.account_id].revision == revision + 1
    change = wired.memory.shelves[person.account_id].changes[-1]
    assert (change.contact_id, change.actor) == (None, person.account_id)


def test_a_name_that_another_label_has_is_refused_with_that_label(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    person.create(tags=["Café"])
    answer = patch(person, label_id, name="cafe")
    assert (answer.status, answer.code) == (409, "label_exists")
    assert label_id_of(person, "Café") in answer.json["detail"]
    assert counts(person) == {"Café": 1, "Work": 1}


def test_a_patch_may_be_of_either_media_type(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    answer = person.request("PATCH", f"{LABELS}/{label_id}", body='{"name": "Job"}', content_type=MERGE_PATCH)
    assert answer.json["name"] == "Job"
    answer = person.request("PATCH", f"{LABELS}/{label_id}", body="name=x", content_type="text/plain")
    assert (answer.status, answer.headers["accept-patch"]) == (415, MERGE_PATCH + ", application/json")


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"name": None}, {("/name", "required")}),
        ({"name": ""}, {("/name", "empty")}),
        ({"name": "", "color": "red"}, {("/name", "empty"), ("/color", "invalid_color")}),
        ({"title": "x"}, {("/title", "unknown_member")}),
    ],
)
def test_all_broken_rules_are_named(
    tagged: tuple[Person, str], body: dict[str, Any], problems: set[tuple[str, str]]
) -> None:
    person, label_id = tagged
    answer = patch(person, label_id, **body)
    assert (answer.status, answer.pointers) == (422, problems)


def test_a_patch_is_an_object(tagged: tuple[Person, str]) -> None:
    person, label_id = tagged
    assert person.request("PATCH", f"{LABELS}/{label_id}", json_body=[]).status == 422


def test_an_unknown_label_and_another_persons_are_not_found(tagged: tuple[Person, str], new_person: NewPerson) -> None:
    _, label_id = tagged
    stranger = new_person()
    for unknown in (label_id, "x", "%20"):
        answer = patch(stranger, unknown, name="Mine")
        assert (answer.status, answer.code) == (404, "label_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("PATCH", f"{LABELS}/x", json_body={"name": "x"}).status == 401
