"""POST /api/v1/labels/{label_id}/merge."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_list import counts
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring


def merge(person: Person, name: str, into: str, **more: Any) -> Answer:
    path = f"{LABELS}/{label_id_of(person, name)}/merge"
    return person.request("POST", path, json_body={"into": label_id_of(person, into)}, **more)


def test_one_label_shows_in_place_of_two_from_the_answer_on(person: Person, wired: MemoryWiring) -> None:
    ids = [person.create(tags=tags).json["id"] for tags in (["Mates"], ["Friends"], ["Mates", "Friends"], [])]
    answer = merge(person, "Mates", "Friends")
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "merge_labels", "pending")
    for is_carried_out in (False, True):
        if is_carried_out:
            operation = carry_out(wired, person, answer.json["id"])
            assert (operation["state"], operation["done"]) == ("done", 4)
        assert [person.get(each).json["tags"] for each in ids] == [["Friends"], ["Friends"], ["Friends"], []]
        assert counts(person) == {"Friends": 3}
        assert len(person.request("GET", CONTACTS, query={"tag": "friends"}).json["items"]) == 3
    stored = wired.memory.shelves[person.account_id].contacts
    assert {stored[each].label_ids for each in ids} == {(label_id_of(person, "Friends"),), ()}


def test_the_other_label_keeps_its_colour(person: Person) -> None:
    for name, color in (("Mates", "#111111"), ("Friends", "#222222")):
        person.request("POST", LABELS, json_body={"name": name, "color": color})
    merge(person, "Mates", "Friends")
    [label] = person.request("GET", LABELS).json["items"]
    assert (label["name"], label["color"]) == ("Friends", "#222222")


def test_merging_into_itself_or_into_no_label_is_refused(person: Person) -> None:
    person.create(tags=["Mates"])
    label_id = label_id_of(person, "Mates")
    for into, code in ((label_id, "same_label"), ("unknown", "unknown_label")):
        answer = person.request("POST", f"{LABELS}/{label_id}/merge", json_body={"into": into})
        assert (answer.status, answer.pointers) == (422, {("/into", code)})
    assert counts(person) == {"Mates": 1}


@pytest.mark.parametrize(
    ("body", "problem"), [({}, ("/into", "required")), ({"into": "x", "to": "y"}, ("/to", "unknown_member"))]
)
def test_the_body_has_one_member(person: Person, body: Any, problem: tuple[str, str]) -> None:
    answer = person.request("POST", f"{LABELS}/x/merge", json_body=body)
    assert (answer.status, answer.pointers) == (422, {problem})


def test_a_merged_label_is_not_found_unless_the_key_is_that_of_its_merger(person: Person) -> None:
    person.create(tags=["Mates", "Friends"])
    path = f"{LABELS}/{label_id_of(person, 'Mates')}/merge"
    body, key = {"into": label_id_of(person, "Friends")}, {"Idempotency-Key": "k"}
    first, second = (person.request("POST", path, json_body=body, headers=key) for _ in range(2))
    assert (first.status, first.json) == (second.status, second.json)
    assert person.request("POST", path, json_body=body).code == "label_not_found"
    other = person.request("POST", path, json_body={"into": "other"}, headers=key)
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_another_persons_label_is_not_found(person: Person, new_person: NewPerson) -> None:
    person.create(tags=["Mates"])
    stranger = new_person()
    stranger.create(tags=["Friends"])
    body = {"into": label_id_of(stranger, "Friends")}
    answer = stranger.request("POST", f"{LABELS}/{label_id_of(person, 'Mates')}/merge", json_body=body)
    assert (answer.status, answer.code) == (404, "label_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", f"{LABELS}/x/merge", json_body={"into": "y"}).status == 401
