"""DELETE /api/v1/contacts/{contact_id}/photo."""

from __future__ import annotations

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.functions.contacts.test_set_photo import set_photo
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring


def delete_photo(person: Person, contact_id: str, **more: dict[str, str]) -> Answer:
    return person.request("DELETE", f"{CONTACTS}/{contact_id}/photo", **more)


@pytest.mark.parametrize("is_uploaded", [True, False])
def test_a_contact_without_its_photo_is_as_before(person: Person, wired: MemoryWiring, is_uploaded: bool) -> None:
    before = person.create(**({} if is_uploaded else {"photo_url": "https://example.com/taras.jpg"})).json
    if is_uploaded:
        set_photo(person, before["id"])
    answer = delete_photo(person, before["id"])
    assert answer.status == 200
    assert answer.json == {
        **before,
        "photo_url": None,
        "revision": 3 if is_uploaded else 2,
        "updated_at": answer.json["updated_at"],
    }
    assert person.get(before["id"]).json == answer.json
    assert len(wired.photo_pictures.pictures) == is_uploaded, "it is kept for the history"


def test_a_second_time_there_is_nothing_to_take_away(person: Person) -> None:
    contact_id = person.create().json["id"]
    set_photo(person, contact_id)
    first, second = (delete_photo(person, contact_id) for _ in range(2))
    assert (first.status, first.json, first.headers["etag"]) == (200, second.json, second.headers["etag"])


def test_only_the_version_that_was_read_loses_its_photo(person: Person) -> None:
    contact_id = person.create().json["id"]
    version = set_photo(person, contact_id).headers["etag"]
    assert delete_photo(person, contact_id, headers={"If-Match": '"1"'}).status == 412
    assert delete_photo(person, contact_id, headers={"If-Match": version}).status == 200


def test_a_contact_of_nobody_or_somebody_else_is_not_found(person: Person, new_person: NewPerson) -> None:
    contact_id = person.create().json["id"]
    answers = [delete_photo(person, NOBODYS_ID), delete_photo(new_person(), contact_id)]
    assert {(answer.status, answer.code) for answer in answers} == {(404, "contact_not_found")}


def test_a_caller_is_needed(client: Client) -> None:
    assert client.request("DELETE", f"{CONTACTS}/{NOBODYS_ID}/photo").status == 401
