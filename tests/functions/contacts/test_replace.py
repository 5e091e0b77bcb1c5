"""PUT /api/v1/contacts/{contact_id}."""

from __future__ import annotations

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.support.wiring import MemoryWiring


def test_what_the_body_leaves_out_is_removed(person: Person) -> None:
    created = person.create(**EVERYTHING)
    answer = person.request("PUT", f"{CONTACTS}/{created.json['id']}", json_body={"last_name": "Melnyk"})
    assert answer.status == 200
    assert (answer.json["first_name"], answer.json["last_name"], answer.json["tags"]) == (None, "Melnyk", [])
    assert answer.headers["etag"] == '"2"'
    assert person.get(created.json["id"]).json == answer.json


def test_what_get_shows_can_be_put_back_whole_and_changes_nothing(person: Person) -> None:
    created = person.create(**EVERYTHING)
    answer = person.request("PUT", f"{CONTACTS}/{created.json['id']}", json_body=created.json)
    assert answer.status == 200
    assert answer.json == created.json
    assert answer.headers["etag"] == created.headers["etag"]


def test_what_only_the_service_writes_is_ignored(person: Person) -> None:
    created = person.create(phones=[{"value": "+380 44 123 4567"}]).json
    sent = created | {"id": "x", "uid": 1, "revision": None, "created_at": [], "updated_at": "now"}
    sent["phones"][0] |= {"e164": "+1", "extension": "12"}
    answer = person.request("PUT", f"{CONTACTS}/{created['id']}", json_body=sent)
    assert answer.json == person.get(created["id"]).json
    assert (answer.json["phones"][0]["e164"], answer.json["phones"][0]["extension"]) == ("+380441234567", None)
    assert answer.json["revision"] == 1


def test_a_list_value_without_an_id_keeps_the_one_that_it_had(person: Person) -> None:
    created = person.create(emails=[{"value": "a@example.com"}]).json
    sent = {"first_name": "Taras", "emails": [{"value": "b@example.com"}, {"value": "a@example.com"}]}
    answer = person.request("PUT", f"{CONTACTS}/{created['id']}", json_body=sent).json
    assert answer["emails"][1]["id"] == created["emails"][0]["id"] != answer["emails"][0]["id"]


def test_the_version_that_was_read_can_be_asked_for(person: Person) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    sent = {"json_body": {"first_name": "Olena"}, "headers": {"If-Match": '"1"'}}
    assert person.request("PUT", path, **sent).status == 200
    answer = person.request("PUT", path, json_body={"first_name": "Ivan"}, headers={"If-Match": '"1"'})
    assert (answer.status, answer.code, answer.headers["etag"]) == (412, "precondition_failed", '"2"')
    assert person.request("GET", path).json["first_name"] == "Olena"


def test_a_weak_tag_is_no_version_to_overwrite(person: Person) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request("PUT", path, json_body={"first_name": "Olena"}, headers={"If-Match": 'W/"1"'})
    assert answer.status == 412


def test_another_owners_contact_is_not_found(new_person: NewPerson) -> None:
    path = f"{CONTACTS}/{new_person().create().json['id']}"
    answer = new_person().request("PUT", path, json_body={"first_name": "Olena"}, headers={"If-Match": "*"})
    assert (answer.status, answer.code) == (404, "contact_not_found")


def test_nothing_is_created_by_replacing(person: Person) -> None:
    answer = person.request("PUT", f"{CONTACTS}/{NOBODYS_ID}", json_body={"first_name": "Olena"})
    assert answer.status == 404


def test_a_broken_rule_is_named(person: Person) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request("PUT", path, json_body={"first_name": "Olena", "photo_url": "x"})
    assert answer.pointers == {("/photo_url", "invalid_url")}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_in_a_race_the_version_is_the_one_that_get_shows(person: Person, wired: MemoryWiring, method: str) -> None:
    known = person.create(tags=["friends"]).json["id"]
    theirs = ContactDraft(details=ContactDetails(first_name="Olena"), tags=("family",))
    wired.books.before("commit", lambda: wired.contact_writer.add(person.account_id, theirs, actor="them"))
    path = CONTACTS if method == "POST" else f"{CONTACTS}/{known}"
    answer = person.request(method, path, json_body={"first_name": "Ivan", "tags": ["friends"]})
    assert answer.status in {200, 201}
    assert answer.headers["etag"] == person.get(answer.json["id"]).headers["etag"]
