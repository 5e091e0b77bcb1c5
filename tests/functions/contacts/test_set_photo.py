"""PUT /api/v1/contacts/{contact_id}/photo."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import AvatarUnavailableError
from shared.domain.limits import PHOTOS
from shared.domain.pictures.reading import read_picture
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.merge import PATH as MERGE
from tests.functions.contacts.merge import body_of
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.functions.profile.test_upload_avatar import FORM, form, part
from tests.support.client import Answer, Client
from tests.support.fakes import raising
from tests.support.sample_pictures import FORMATS, plain, talkative
from tests.support.wiring import MemoryWiring


def set_photo(person: Person, contact_id: str, content: bytes | None = None, **more: Any) -> Answer:
    body = form(part(plain("PNG") if content is None else content))
    return person.request("PUT", f"{CONTACTS}/{contact_id}/photo", body=body, content_type=FORM, **more)


@pytest.fixture
def contact_id(person: Person) -> str:
    return str(person.create(tags=["choir"]).json["id"])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_becomes_the_photo_of_the_contact(
    person: Person, contact_id: str, wired: MemoryWiring, kind: str
) -> None:
    before = person.get(contact_id).json
    answer = set_photo(person, contact_id, talkative(kind))
    assert answer.status == 200
    url = answer.json["photo_url"]
    changed = {"revision": 2, "updated_at": answer.json["updated_at"], "photo_url": url}
    thumbnail = url.replace("/upload/", "/upload/c_fill,h_96,w_96/")
    assert answer.json == {**before, **changed, "thumbnail_url": thumbnail}
    shown = person.get(contact_id)
    assert (shown.json, shown.headers["etag"]) == (answer.json, answer.headers["etag"])
    assert person.request("GET", CONTACTS).json["items"] == [answer.json]
    assert wired.photo_pictures.find(url) == read_picture(talkative(kind))
    assert wired.avatar_pictures.pictures == {}


def test_neither_account_nor_contact_can_be_told_from_the_url(person: Person, contact_id: str) -> None:
    first, second = (set_photo(person, contact_id).json["photo_url"] for _ in range(2))
    assert first != second
    assert len(first.rpartition("/")[2].partition(".")[0]) == 24
    assert person.account_id not in first
    assert contact_id not in first


def test_sending_back_what_is_shown_changes_nothing(person: Person, contact_id: str) -> None:
    shown = set_photo(person, contact_id)
    path = f"{CONTACTS}/{contact_id}"
    for method in ("PUT", "PATCH"):
        answer = person.request(method, path, json_body=shown.json)
        assert (answer.status, answer.json, answer.headers["etag"]) == (200, shown.json, shown.headers["etag"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_url_takes_the_place_of_the_photo_and_the_photo_that_of_a_url(
    person: Person, contact_id: str, method: str
) -> None:
    set_photo(person, contact_id)
    foreign = "https://example.com/taras.jpg"
    body = {"first_name": "Taras", "photo_url": foreign}
    answer = person.request(method, f"{CONTACTS}/{contact_id}", json_body=body)
    assert answer.json["photo_url"] == foreign
    assert "thumbnail_url" not in answer.json
    assert set_photo(person, contact_id).json["photo_url"] != foreign


def test_an_earlier_version_comes_back_with_its_photo(person: Person, contact_id: str, wired: MemoryWiring) -> None:
    first = set_photo(person, contact_id).json
    set_photo(person, contact_id, plain("JPEG"))
    person.request("DELETE", f"{CONTACTS}/{contact_id}/photo")
    restored = person.request("POST", f"{CONTACTS}/{contact_id}/restore", json_body={"revision": first["revision"]})
    assert restored.json["photo_url"] == first["photo_url"]
    assert wired.photo_pictures.find(first["photo_url"]) == read_picture(plain("PNG"))


def test_a_merged_contact_keeps_the_photo_of_the_other_when_that_is_gone(person: Person, wired: MemoryWiring) -> None:
    kept, other = person.create(), person.create()
    url = set_photo(person, other.json["id"]).json["photo_url"]
    merged = person.request("POST", MERGE, json_body=body_of(kept, person.get(other.json["id"])))
    assert merged.json["contact"]["photo_url"] == url
    empty_trash(person, wired)
    assert wired.photo_pictures.find(url) is not None
    person.request("DELETE", f"{CONTACTS}/{kept.json['id']}")
    empty_trash(person, wired)
    assert wired.photo_pictures.find(url) is None


def test_somebody_elses_photo_is_not_theirs_to_delete(
    person: Person, new_person: NewPerson, contact_id: str, wired: MemoryWiring
) -> None:
    url = set_photo(person, contact_id).json["photo_url"]
    thief = new_person()
    copies = [thief.create(), thief.create(photo_url=url)]
    thief.request("POST", MERGE, json_body=body_of(*copies))
    thief.request("DELETE", f"{CONTACTS}/{copies[0].json['id']}")
    empty_trash(thief, wired)
    assert wired.photo_pictures.find(url) is not None


def empty_trash(person: Person, wired: MemoryWiring) -> None:
    assert person.request("DELETE", "/api/v1/trash").status == 202
    while wired.queued_tasks.messages:
        message, _ = wired.queued_tasks.messages.pop(0)
        wired.task_runner.run(message, message_id="message", has_time=lambda: True)


def test_only_the_version_that_was_read_gets_a_photo(person: Person, contact_id: str, wired: MemoryWiring) -> None:
    version = person.get(contact_id).headers["etag"]
    refused = set_photo(person, contact_id, headers={"If-Match": '"9"'})
    assert (refused.status, refused.headers["etag"]) == (412, version)
    assert wired.photos.requests.total() == 0
    assert set_photo(person, contact_id, headers={"If-Match": version}).status == 200


def test_what_is_no_picture_is_refused(person: Person, contact_id: str, wired: MemoryWiring) -> None:
    answer = set_photo(person, contact_id, b"<html>")
    assert (answer.status, answer.pointers) == (422, {("/file", "picture_not_a_picture")})
    assert wired.photos.requests.total() == 0


def test_a_photo_needs_a_contact(person: Person, new_person: NewPerson, contact_id: str) -> None:
    answers = [set_photo(person, NOBODYS_ID), set_photo(new_person(), contact_id)]
    person.request("DELETE", f"{CONTACTS}/{contact_id}")
    answers.append(set_photo(person, contact_id))
    assert {(answer.status, answer.code) for answer in answers} == {(404, "contact_not_found")}


def test_when_the_keeper_fails_the_request_may_be_repeated(
    person: Person, contact_id: str, wired: MemoryWiring
) -> None:
    wired.photos.before("put", raising(AvatarUnavailableError("Cloudinary failed", retry_after_seconds=60)))
    answer = set_photo(person, contact_id)
    assert (answer.status, answer.headers["retry-after"]) == (502, "60")
    assert set_photo(person, contact_id).status == 200


def test_there_are_only_so_many_a_day(person: Person, contact_id: str) -> None:
    for _ in range(PHOTOS.burst):
        set_photo(person, contact_id, b"<html>")
    answer = set_photo(person, contact_id)
    assert (answer.status, answer.headers["retry-after"]) == (429, "173")
    assert PHOTOS.window.days == 1


def test_a_caller_with_a_verified_address_is_needed(client: Client, new_person: NewPerson, contact_id: str) -> None:
    path = f"{CONTACTS}/{contact_id}/photo"
    assert client.request("PUT", path, body=form(part(plain())), content_type=FORM).status == 401
    assert set_photo(new_person(verified=False), contact_id).code == "email_not_verified"
