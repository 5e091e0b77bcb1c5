"""POST /api/v1/labels/{label_id}/contacts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_list import counts
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring

OTHER_ID = f"{NOBODYS_ID[:-1]}3"


def assign(person: Person, body: Any, **more: Any) -> Answer:
    path = f"{LABELS}/{label_id_of(person, 'Work')}/contacts"
    return person.request("POST", path, json_body=body, **more)


def test_named_contacts_get_the_label_and_lose_it(person: Person, wired: MemoryWiring) -> None:
    has, lacks = person.create(tags=["Work", "Chess"]).json["id"], person.create().json["id"]
    answer = assign(person, {"add": [lacks, lacks, NOBODYS_ID], "remove": [has]})
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "assign_label", "pending")
    operation = carry_out(wired, person, answer.json["id"])
    assert (operation["state"], operation["done"], operation["total"]) == ("done", 3, 3)
    assert operation["problem"] == "Contacts that were left out: 1 not in the book, or in the trash."
    assert [person.get(each).json["tags"] for each in (has, lacks)] == [["Chess"], ["Work"]]
    assert counts(person) == {"Chess": 1, "Work": 1}


@pytest.mark.parametrize(
    ("filtered", "action", "expected"),
    [
        ({"q": "Ołena"}, "add", [["Work"], ["Chess", "Work"], ["Work"]]),
        ({"tag": "chess"}, "add", [["Work"], ["Chess", "Work"], []]),
        ({"q": "olena", "tag": "WORK"}, "remove", [[], ["Chess"], []]),
        ({}, "remove", [[], ["Chess"], []]),
    ],
)
def test_whatever_a_filter_finds_gets_it_or_loses_it(
    person: Person, wired: MemoryWiring, filtered: dict[str, str], action: str, expected: list[list[str]]
) -> None:
    tags: tuple[list[str], ...] = (["Work"], ["Chess"], [])
    ids = [person.create(first_name="Olena", tags=each).json["id"] for each in tags]
    answer = assign(person, {"filter": filtered, "action": action})
    operation = carry_out(wired, person, answer.json["id"])
    assert (operation["state"], operation["done"], operation["problem"]) == ("done", 3, None)
    assert [person.get(each).json["tags"] for each in ids] == expected


@pytest.mark.parametrize(
    ("filtered", "expected"),
    [
        ({"favorite": True}, [True, False]),
        ({"favorite": False, "q": ""}, [False, True]),
        ({"has": ["email", "birthday"]}, [True, False]),
        ({"birthday_month": 5, "kind": "individual", "q": "ada"}, [True, False]),
        ({"organization": "ACME", "tag": ""}, [False, True]),
        ({"updated_since": "2020-01-01T00:00:00Z", "created_since": "2999-01-01T00:00:00Z"}, [False, False]),
    ],
)
def test_a_filter_is_that_of_the_list(
    person: Person, wired: MemoryWiring, filtered: dict[str, Any], expected: list[bool]
) -> None:
    person.create(tags=["Work"])
    emails = [{"value": "a@example.com"}]
    ada = person.create(first_name="Ada", favorite=True, birthday="1815-05-17", emails=emails).json["id"]
    other = person.create(organizations=[{"name": "Acme"}]).json["id"]
    answer = assign(person, {"filter": filtered, "action": "add"})
    carry_out(wired, person, answer.json["id"])
    assert [person.get(each).json["tags"] == ["Work"] for each in (ada, other)] == expected


def test_a_worker_that_does_not_know_a_filter_fails_instead_of_ignoring_it(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    for filtered, known in (({"tag": "x"}, True), ({"tag": "x", "favorite": False}, False)):
        operation_id = assign(person, {"filter": filtered, "action": "add"}).json["id"]
        parameters = wired.memory.operations[person.account_id, operation_id].parameters
        assert ({"q", "tag"} <= parameters.keys()) is known


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, {("", "required")}),
        (
            {"filter": {"has": ["fax"], "kind": "x", "favorite": "yes", "created_since": "now"}, "action": "add"},
            {
                ("/filter/has/0", "not_one_of"),
                ("/filter/kind", "not_one_of"),
                ("/filter/favorite", "wrong_type"),
                ("/filter/created_since", "wrong_form"),
            },
        ),
        (
            {"filter": {"birthday_month": 0, "updated_since": 7}, "action": "add"},
            {
                ("/filter/birthday_month", "out_of_range"),
                ("/filter/updated_since", "wrong_type"),
            },
        ),
        ({"add": [NOBODYS_ID], "remove": [OTHER_ID, NOBODYS_ID]}, {("/remove/1", "repeated")}),
        ({"filter": {}}, {("/action", "required")}),
        ({"add": [NOBODYS_ID], "action": "add"}, {("/filter", "required")}),
        ({"add": [NOBODYS_ID], "filter": {}, "action": "add"}, {("/filter", "not_together")}),
        ({"add": [NOBODYS_ID, "x"]}, {("/add/1", "wrong_form")}),
        ({"filter": {"query": "x"}, "action": "add"}, {("/filter/query", "unknown_member")}),
        ({"filter": {"q": "x" * 201}, "action": "replace"}, {("/filter/q", "too_long"), ("/action", "not_one_of")}),
        ({"add": [NOBODYS_ID] * 501}, {("/add", "too_many")}),
    ],
)
def test_all_broken_rules_are_named(person: Person, body: Any, problems: set[tuple[str, str]]) -> None:
    person.create(tags=["Work"])
    answer = assign(person, body)
    assert (answer.status, answer.pointers) == (422, problems)


def test_a_repeated_request_with_its_key_starts_one_operation(person: Person) -> None:
    contact_id = person.create(tags=["Work"]).json["id"]
    key = {"Idempotency-Key": "k"}
    first, second = (assign(person, {"remove": [contact_id]}, headers=key) for _ in range(2))
    assert (first.status, first.json) == (second.status, second.json)
    assert assign(person, {"add": [contact_id]}, headers=key).code == "idempotency_key_reused"
    path = f"{LABELS}/{label_id_of(person, 'Work')}"
    person.request("DELETE", path)
    again = person.request("POST", f"{path}/contacts", json_body={"remove": [contact_id]}, headers=key)
    assert (again.status, again.json["id"]) == (202, first.json["id"])
    assert person.request("POST", f"{path}/contacts", json_body={"remove": [contact_id]}).code == "label_not_found"


def test_contacts_of_others_stay_as_they_are(person: Person, new_person: NewPerson, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    other = new_person()
    contact_id = other.create().json["id"]
    operation = carry_out(wired, person, assign(person, {"add": [contact_id]}).json["id"])
    assert operation["problem"] == "Contacts that were left out: 1 not in the book, or in the trash."
    assert other.get(contact_id).json["tags"] == []
    path = f"{LABELS}/{label_id_of(person, 'Work')}/contacts"
    answer = other.request("POST", path, json_body={"add": [contact_id]})
    assert (answer.status, answer.code) == (404, "label_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", f"{LABELS}/x/contacts", json_body={"filter": {}, "action": "add"}).status == 401
