"""POST /api/v1/contacts/{contact_id}/restore."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.support.client import Answer


def restore(person: Person, contact_id: str, body: Any = None, **more: Any) -> Answer:
    return person.request("POST", f"{CONTACTS}/{contact_id}/restore", json_body=body, **more)


def delete(person: Person, contact_id: str) -> None:
    assert person.request("DELETE", f"{CONTACTS}/{contact_id}").status == 204


def test_a_deleted_contact_comes_back_and_is_listed_again(person: Person) -> None:
    created = person.create(tags=["friends"]).json
    delete(person, created["id"])
    answer = restore(person, created["id"])
    assert answer.status == 200
    assert {name for name in created if answer.json[name] != created[name]} == {"revision"}
    read = person.get(created["id"])
    assert (read.json, read.headers["etag"]) == (answer.json, answer.headers["etag"])
    assert person.request("GET", CONTACTS).json["items"] == [answer.json]
    assert person.request("GET", "/api/v1/trash").json["items"] == []


@pytest.mark.parametrize("deleted", [False, True])
def test_a_contact_goes_back_to_a_version(person: Person, deleted: bool) -> None:
    created = person.create(first_name="Taras").json
    person.request("PATCH", f"{CONTACTS}/{created['id']}", json_body={"first_name": "Lesia"})
    if deleted:
        delete(person, created["id"])
    answer = restore(person, created["id"], {"revision": 1})
    assert (answer.status, answer.json["first_name"]) == (200, "Taras")
    assert person.get(created["id"]).json == answer.json


@pytest.mark.parametrize("body", [None, {}, {"revision": None}, {"revision": 1}])
def test_a_contact_that_is_as_it_is_wanted_does_not_change(person: Person, body: Any) -> None:
    created = person.create()
    answer = restore(person, created.json["id"], body)
    assert (answer.status, answer.json, answer.headers["etag"]) == (200, created.json, created.headers["etag"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"revision": 2}, "no_such_version"),
        ({"revision": 0}, None),
        ({"revision": "1"}, None),
        ({"revision": 1.5}, None),
        ({"version": 1}, None),
        ([], None),
    ],
)
def test_what_is_no_version_of_the_contact_is_refused(person: Person, body: Any, code: str | None) -> None:
    created = person.create()
    person.create()
    answer = restore(person, created.json["id"], body)
    assert (answer.status, answer.code) == (422, "invalid_input")
    [problem] = answer.json["errors"]
    assert code is None or (problem["pointer"], problem["code"]) == ("/revision", code)
    assert person.get(created.json["id"]).json == created.json


def test_a_body_that_is_not_json_is_refused(person: Person) -> None:
    contact_id = person.create().json["id"]
    path = f"{CONTACTS}/{contact_id}/restore"
    assert person.request("POST", path, body="{", content_type="application/json").status == 400
    assert person.request("POST", path, body="revision=1", content_type="text/plain").status == 415


def test_only_the_version_that_was_read_is_restored(person: Person) -> None:
    created = person.create()
    contact_id = created.json["id"]
    delete(person, contact_id)
    answer = restore(person, contact_id, headers={"If-Match": created.headers["etag"]})
    assert (answer.status, answer.code) == (412, "precondition_failed")
    assert restore(person, contact_id, headers={"If-Match": answer.headers["etag"]}).status == 200


def test_another_owners_contact_stays_where_it_is(new_person: NewPerson) -> None:
    owner = new_person()
    contact_id = owner.create().json["id"]
    delete(owner, contact_id)
    for unknown in (contact_id, NOBODYS_ID):
        answer = restore(new_person(), unknown)
        assert (answer.status, answer.code) == (404, "contact_not_found")
    assert owner.get(contact_id).status == 404
