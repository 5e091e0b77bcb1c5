"""POST /api/v1/contacts/merge."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.contacts.contact import ChangeKind
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.merge import NOBODY, PATH, body_of
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring

_B = {"id": "b", "if_match": '"7"'}


@pytest.fixture
def olena(person: Person) -> Answer:
    return person.create(
        first_name="Olena", emails=[{"value": "olena@example.com"}], phones=[{"value": "+380441234567"}], tags=["choir"]
    )


@pytest.fixture
def lesia(person: Person) -> Answer:
    phones = [{"value": "+380 44 123 45 67", "label": "work"}]
    return person.create(first_name="Леся", last_name="Коваленко", phones=phones, tags=["family"])


def test_one_contact_is_left_with_what_both_had(person: Person, olena: Answer, lesia: Answer) -> None:
    answer = person.request("POST", PATH, json_body=body_of(olena, lesia))
    assert answer.status == 200
    left = answer.json["contact"]
    assert (left["id"], left["uid"]) == (olena.json["id"], olena.json["uid"])
    assert (left["first_name"], left["last_name"], left["tags"]) == ("Olena", "Коваленко", ["choir", "family"])
    assert [(phone["value"], phone["label"]) for phone in left["phones"]] == [("+380441234567", "work")]
    assert left["phones"][0]["id"] == olena.json["phones"][0]["id"]
    assert left["extra"] == {"merged_uids": [lesia.json["uid"]]}
    shown = person.get(left["id"])
    assert shown.json == left
    assert shown.headers["etag"] == answer.headers["etag"]


def test_the_others_are_in_the_trash_and_all_changes_are_of_one_operation(
    person: Person, olena: Answer, lesia: Answer, wired: MemoryWiring
) -> None:
    third = person.create()
    answer = person.request("POST", PATH, json_body=body_of(olena, lesia, third))
    assert [person.get(each.json["id"]).status for each in (lesia, third)] == [404, 404]
    assert [each["id"] for each in person.request("GET", CONTACTS).json["items"]] == [olena.json["id"]]
    changes = wired.book_store.list_changes(person.account_id, after_revision=3, limit=10)
    assert [(change.contact_id, change.kind) for change in changes] == [
        (lesia.json["id"], ChangeKind.TRASHED),
        (third.json["id"], ChangeKind.TRASHED),
        (olena.json["id"], ChangeKind.UPDATED),
    ]
    assert {change.operation_id for change in changes} == {answer.json["operation_id"]}
    assert all(change.previous for change in changes)
    assert wired.memory.books[person.account_id].contact_count == 1


def test_relations_to_the_others_lead_to_the_contact_that_is_left(person: Person, olena: Answer) -> None:
    ivan = person.create(first_name="Ivan")
    spouse = {"label": "spouse", "value": "Ivan", "contact_id": ivan.json["id"]}
    lesia = person.create(first_name="Lesia", relations=[spouse])
    ivan_knows = person.get(ivan.json["id"]).json["relations"]
    assert [each["contact_id"] for each in ivan_knows] == [lesia.json["id"]]
    left = person.request("POST", PATH, json_body=body_of(olena, lesia)).json["contact"]
    assert [(each["value"], each["contact_id"]) for each in left["relations"]] == [("Ivan", ivan.json["id"])]
    (relation,) = person.get(ivan.json["id"]).json["relations"]
    assert (relation["id"], relation["contact_id"]) == (ivan_knows[0]["id"], left["id"])
    assert relation["inverse_id"] == left["relations"][0]["id"]


def test_a_choice_decides_whose_member_stays(person: Person, olena: Answer, lesia: Answer) -> None:
    theirs = lesia.json["id"]
    left = person.request("POST", PATH, json_body=body_of(olena, lesia, first_name=theirs, emails=theirs)).json
    assert (left["contact"]["first_name"], left["contact"]["emails"]) == ("Леся", [])


def test_any_of_the_contacts_may_be_the_one_that_stays(person: Person, olena: Answer, lesia: Answer) -> None:
    left = person.request("POST", PATH, json_body=body_of(olena, lesia, keep=lesia.json["id"])).json["contact"]
    assert (left["id"], left["first_name"]) == (lesia.json["id"], "Леся")


def test_nothing_is_merged_that_has_changed_since(person: Person, olena: Answer, lesia: Answer) -> None:
    body = body_of(olena, lesia)
    changed = person.request("PATCH", f"{CONTACTS}/{lesia.json['id']}", json_body={"notes": "new"})
    answer = person.request("POST", PATH, json_body=body)
    assert (answer.status, answer.code) == (412, "precondition_failed")
    assert lesia.json["id"] in answer.json["detail"]
    assert answer.headers["etag"] == changed.headers["etag"]
    assert person.get(olena.json["id"]).json == olena.json


def test_a_renamed_or_removed_tag_is_a_change_too(person: Person, olena: Answer, lesia: Answer) -> None:
    body = body_of(olena, lesia)
    body["contacts"][0]["if_match"] = '"1"'
    assert person.request("POST", PATH, json_body=body).status == 412


def test_a_repeated_request_with_its_key_merges_once(person: Person, olena: Answer, lesia: Answer) -> None:
    sent: dict[str, Any] = {"json_body": body_of(olena, lesia), "headers": {"Idempotency-Key": "k"}}
    first, second = (person.request("POST", PATH, **sent) for _ in range(2))
    assert (first.status, first.body) == (second.status, second.body)
    assert person.request("POST", PATH, json_body=sent["json_body"]).status == 422


def test_a_key_is_good_for_one_request_only(person: Person, olena: Answer, lesia: Answer) -> None:
    key = {"Idempotency-Key": "k"}
    person.request("POST", PATH, json_body=body_of(olena, lesia), headers=key)
    other = body_of(olena, lesia, keep=lesia.json["id"])
    answer = person.request("POST", PATH, json_body=other, headers=key)
    assert (answer.status, answer.code) == (422, "idempotency_key_reused")


def test_a_contact_that_was_deleted_or_is_somebody_elses_is_named(
    person: Person, olena: Answer, lesia: Answer, new_person: NewPerson
) -> None:
    other = new_person().create()
    person.request("DELETE", f"{CONTACTS}/{lesia.json['id']}")
    answer = person.request("POST", PATH, json_body=body_of(olena, lesia, other))
    assert answer.pointers == {("/contacts/1/id", "unknown_contact"), ("/contacts/2/id", "unknown_contact")}
    assert person.get(olena.json["id"]).json == olena.json


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ({"emails": [{"value": f"{number}@example.com"} for number in range(50)]}, "too_many"),
        ({"notes": "x" * 9_999}, "too_long"),
        ({"extra": {"a": "x" * 32_000}}, "too_large"),
        ({"tags": [f"tag {number}" for number in range(50)]}, "too_many"),
    ],
)
def test_a_merged_contact_that_would_break_a_rule_is_refused(
    person: Person, olena: Answer, members: dict[str, Any], rule: str
) -> None:
    kept = person.create(notes="y" * 900)
    large = person.create(**members)
    answer = person.request("POST", PATH, json_body=body_of(kept, olena, large))
    assert answer.status == 422
    assert ("/contacts", rule) in answer.pointers
    assert person.get(large.json["id"]).json == large.json


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"contacts": []}, ("/contacts", "too_few")),
        ({"contacts": NOBODY["contacts"] * 11}, ("/contacts", "too_many")),
        ({"contacts": NOBODY["contacts"] * 2}, ("/contacts/2/id", "repeated")),
        ({"keep": "nobody"}, ("/keep", "not_one_of")),
        ({"fields": {"a/b": NOBODY["keep"]}}, ("/fields/a~1b", "unknown_member")),
        ({"fields": {"extra": NOBODY["keep"]}}, ("/fields/extra", "unknown_member")),
        ({"fields": {"notes": "nobody"}}, ("/fields/notes", "not_one_of")),
        ({"contacts": [{"id": "a", "if_match": "7"}, _B]}, ("/contacts/0/if_match", "invalid_entity_tag")),
        ({"contacts": [{"id": "a", "if_match": 'W/"7"'}, _B]}, ("/contacts/0/if_match", "invalid_entity_tag")),
        ({"contacts": [_B, {"id": "a", "if_match": "*"}]}, ("/contacts/1/if_match", "invalid_entity_tag")),
        ({"contacts": [_B, {"id": "a"}]}, ("/contacts/1/if_match", "required")),
        ({"force": True}, ("/force", "unknown_member")),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_place(
    person: Person, change: dict[str, Any], problem: tuple[str, str]
) -> None:
    answer = person.request("POST", PATH, json_body={**NOBODY, **change})
    assert answer.status == 422
    assert problem in answer.pointers


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH).status == 401
