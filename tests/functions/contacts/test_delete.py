"""DELETE /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from tests.functions.conftest import CONTACTS, NewPerson, Person


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
    path = f"{CONTACTS}/{person.create(tags=['a']).json['id']}"
    answer = person.request("DELETE", path, headers={"If-Match": '"1"'})
    assert (answer.status, answer.headers["etag"]) == (412, '"1-1"')
    assert person.request("DELETE", path, headers={"If-Match": '"1-1"'}).status == 204


def test_another_owners_contact_stays(new_person: NewPerson) -> None:
    owner = new_person()
    contact_id = owner.create().json["id"]
    assert new_person().request("DELETE", f"{CONTACTS}/{contact_id}").status == 404
    assert owner.get(contact_id).status == 200
