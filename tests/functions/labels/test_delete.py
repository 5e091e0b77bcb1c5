"""DELETE /api/v1/labels/{label_id}."""

from __future__ import annotations

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_list import counts
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_no_contact_shows_it_from_the_answer_on(person: Person, wired: MemoryWiring) -> None:
    contact_id = person.create(tags=["Work", "Chess"]).json["id"]
    before = person.get(contact_id)
    answer = person.request("DELETE", f"{LABELS}/{label_id_of(person, 'Work')}")
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "delete_label", "pending")
    after = person.get(contact_id)
    assert (after.json["tags"], counts(person)) == (["Chess"], {"Chess": 1})
    assert after.headers["etag"] != before.headers["etag"]
    assert person.request("GET", CONTACTS, query={"tag": "Work"}).json["items"] == []
    operation = carry_out(wired, person, answer.json["id"])
    assert (operation["state"], operation["done"], operation["total"]) == ("done", 1, 1)
    assert person.get(contact_id).json["tags"] == ["Chess"]
    assert len(wired.memory.shelves[person.account_id].contacts[contact_id].label_ids) == 1


def test_its_name_is_free_at_once_for_a_label_that_no_contact_has(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    operation_id = person.request("DELETE", f"{LABELS}/{label_id_of(person, 'Work')}").json["id"]
    assert person.request("POST", LABELS, json_body={"name": "work"}).status == 201
    carry_out(wired, person, operation_id)
    assert counts(person) == {"work": 0}


def test_a_deleted_label_is_not_found_unless_the_key_is_that_of_its_deletion(person: Person) -> None:
    person.create(tags=["Work", "Chess"])
    path, key = f"{LABELS}/{label_id_of(person, 'Work')}", {"Idempotency-Key": "k"}
    first, second = (person.request("DELETE", path, headers=key) for _ in range(2))
    assert (first.status, first.json) == (second.status, second.json)
    answer = person.request("DELETE", path)
    assert (answer.status, answer.code) == (404, "label_not_found")
    answer = person.request("DELETE", f"{LABELS}/{label_id_of(person, 'Chess')}", headers=key)
    assert (answer.status, answer.code) == (422, "idempotency_key_reused")


def test_another_persons_label_is_not_found(person: Person, new_person: NewPerson) -> None:
    person.create(tags=["Work"])
    answer = new_person().request("DELETE", f"{LABELS}/{label_id_of(person, 'Work')}")
    assert (answer.status, answer.code) == (404, "label_not_found")
    assert counts(person) == {"Work": 1}


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{LABELS}/x").status == 401
