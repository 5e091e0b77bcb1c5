"""DELETE /api/v1/contacts/{contact_id}."""

from __future__ import annotations

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID


def test_a_deleted_contact_is_found_and_listed_no_more(person: Person) -> None:
    contact_id = person.create().json["id"]
    answer = person.request("DELETE", f"{CONTACTS}/{contact_id}")
    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers
    assert person.get(contact_id).status == 404
    assert person.request("GET", CONTACTS).json["items"] == []


def test_a_second_time_there_is_nothing_to_delete(person: Person) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    person.request("DELETE", path)
    answer = person.request("DELETE", path)
    assert (answer.status, answer.code) == (404, "contact_not_found")


def test_only_the_version_that_was_read_is_deleted(person: Person) -> None:
    created = person.create(tags=["a"])
    path, version = f"{CONTACTS}/{created.json['id']}", created.headers["etag"]
    answer = person.request("DELETE", path, headers={"If-Match": '"1"'})
    assert (answer.status, answer.headers["etag"]) == (412, version)
    assert person.request("DELETE", path, headers={"If-Match": version}).status == 204


@pytest.mark.parametrize("unwanted", ["*", '"1"', 'W/"1"', '"0", "1"'])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_version_that_is_not_wanted_is_not_changed(person: Person, method: str, unwanted: str) -> None:
    created = person.create()
    path = f"{CONTACTS}/{created.json['id']}"
    body = None if method == "DELETE" else {"first_name": "Olena"}
    answer = person.request(method, path, json_body=body, headers={"If-None-Match": unwanted})
    assert (answer.status, answer.code, answer.headers["etag"]) == (412, "precondition_failed", '"1"')
    assert person.get(created.json["id"]).json == created.json


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_version_than_those_that_are_not_wanted_is_changed(person: Person, method: str) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    body = None if method == "DELETE" else {"first_name": "Olena"}
    answer = person.request(method, path, json_body=body, headers={"If-None-Match": '"0", W/"2"'})
    assert answer.status in {200, 204}


@pytest.mark.parametrize("wanted", ['"1"', "*", '"0"'])
def test_what_is_wanted_and_not_wanted_at_once_is_refused(person: Person, wanted: str) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request("DELETE", path, headers={"If-Match": wanted, "If-None-Match": '"1"'})
    assert (answer.status, answer.code) == (412, "precondition_failed")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_is_not_there_is_not_found_whatever_is_not_wanted(person: Person, method: str) -> None:
    body = None if method == "DELETE" else {"first_name": "Olena"}
    answer = person.request(method, f"{CONTACTS}/{NOBODYS_ID}", json_body=body, headers={"If-None-Match": "*"})
    assert (answer.status, answer.code) == (404, "contact_not_found")


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
def test_a_precondition_that_cannot_be_read_deletes_nothing(person: Person, name: str) -> None:
    created = person.create()
    answer = person.request("DELETE", f"{CONTACTS}/{created.json['id']}", headers={name: "1"})
    assert (answer.status, answer.code) == (400, "malformed_request")
    assert answer.json["detail"].startswith(name)
    assert person.get(created.json["id"]).status == 200


def test_another_owners_contact_stays(new_person: NewPerson) -> None:
    owner = new_person()
    contact_id = owner.create().json["id"]
    assert new_person().request("DELETE", f"{CONTACTS}/{contact_id}").status == 404
    assert owner.get(contact_id).status == 200
