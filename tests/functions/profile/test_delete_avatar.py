"""DELETE /api/v1/auth/me/avatar."""

from __future__ import annotations

from shared.domain.errors import AvatarUnavailableError
from tests.functions.conftest import NewPerson, Person
from tests.functions.profile.test_upload_avatar import AVATAR, ME, upload
from tests.support.client import Client
from tests.support.fakes import raising
from tests.support.sample_pictures import plain
from tests.support.wiring import MemoryWiring


def test_a_deleted_picture_is_gone(person: Person, wired: MemoryWiring) -> None:
    upload(person, plain())
    answer = person.request("DELETE", AVATAR)
    assert (answer.status, answer.body) == (204, b"")
    assert person.request("GET", ME).json["avatar_url"] is None
    assert wired.avatar_pictures.pictures == {}


def test_there_need_not_be_one(person: Person) -> None:
    assert [person.request("DELETE", AVATAR).status for _ in range(2)] == [204, 204]


def test_when_the_keeper_fails_the_picture_is_still_there(person: Person, wired: MemoryWiring) -> None:
    before = upload(person, plain()).json
    wired.pictures.before("delete", raising(AvatarUnavailableError("Cloudinary failed")))
    answer = person.request("DELETE", AVATAR)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (502, "avatar_service_unavailable", "1")
    assert person.request("GET", ME).json == before
    assert person.request("DELETE", AVATAR).status == 204


def test_somebody_elses_picture_stays(person: Person, new_person: NewPerson) -> None:
    url = upload(person, plain()).json["avatar_url"]
    new_person().request("DELETE", AVATAR)
    assert person.request("GET", ME).json["avatar_url"] == url


def test_a_caller_is_needed(client: Client) -> None:
    assert client.request("DELETE", AVATAR).status == 401


def test_an_unverified_account_has_none(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("DELETE", AVATAR).code == "email_not_verified"
