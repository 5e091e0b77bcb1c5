"""POST /api/v1/auth/me/avatar."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from shared.domain.errors import AvatarUnavailableError, InvalidPictureError
from shared.domain.pictures.picture import MAX_PICTURE_BYTES
from shared.domain.pictures.reading import read_picture
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.fakes import DOWN, raising
from tests.support.sample_pictures import FORMATS, drawn, encoded, plain, talkative
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"
AVATAR = f"{ME}/avatar"
FORM = "multipart/form-data; boundary=x"


def part(content: bytes, *, name: str = "file", filename: str = "me.jpg", kind: str = "image/jpeg") -> bytes:
    head = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return head.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--x--\r\n"


def upload(person: Person, content: bytes, **more: Any) -> Answer:
    return person.request("POST", AVATAR, body=form(part(content, **more)), content_type=FORM)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_becomes_the_own_one(person: Person, wired: MemoryWiring, kind: str) -> None:
    picture = talkative(kind)  # each has the time in its color profile
    answer = upload(person, picture)
    assert answer.status == 200
    assert answer.json == person.request("GET", ME).json
    assert wired.avatar_pictures.find(answer.json["avatar_url"]) == read_picture(picture)


def test_without_one_there_is_no_url(person: Person) -> None:
    assert person.request("GET", ME).json["avatar_url"] is None


def test_a_second_one_takes_its_place(person: Person, wired: MemoryWiring) -> None:
    first = upload(person, plain("PNG")).json["avatar_url"]
    second = upload(person, plain("WEBP")).json["avatar_url"]
    assert first != second
    assert len(wired.avatar_pictures.pictures) == 1


def test_the_url_is_nothing_that_a_client_sets(person: Person) -> None:
    url = upload(person, plain()).json["avatar_url"]
    changed = person.request(
        "PUT", ME, json_body={"avatar_url": "https://elsewhere.example.com/", "full_name": "Olena"}
    )
    assert changed.json["avatar_url"] == url


@pytest.mark.parametrize("kind", ["text/plain", "image/svg+xml", "application/pdf"])
def test_what_the_client_says_of_the_file_does_not_matter(person: Person, kind: str) -> None:
    assert upload(person, plain("PNG"), filename="../../me.php", kind=kind).status == 200


REFUSED = {
    "picture_empty": b"",
    "picture_not_a_picture": b"<html>",
    "picture_unsupported_format": encoded(drawn(), "GIF"),
    "picture_truncated": plain("PNG")[:-2],
    "picture_animated": encoded(drawn(), "WEBP", save_all=True, append_images=[drawn().rotate(90)]),
    "picture_malformed": plain("PNG").replace(b"IDAT", b"IDAX"),
    "picture_too_many_pixels": encoded(drawn("1", (8193, 2)), "PNG"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_file_that_cannot_be_an_avatar_is_refused_with_the_reason(
    person: Person, wired: MemoryWiring, code: str
) -> None:
    answer = upload(person, REFUSED[code])
    assert answer.status == 422
    assert answer.pointers == {("/file", code)}
    assert wired.pictures.requests.total() == 0


def test_a_picture_that_the_keeper_cannot_decode_is_refused(person: Person, wired: MemoryWiring) -> None:
    wired.pictures.before("put", raising(InvalidPictureError("unreadable", "The picture cannot be decoded.")))
    assert upload(person, plain()).pointers == {("/file", "picture_unreadable")}


@pytest.mark.parametrize("size", [MAX_PICTURE_BYTES + 1, MAX_PICTURE_BYTES + 100_000])
def test_a_file_that_is_too_large_is_refused(person: Person, size: int) -> None:
    answer = upload(person, plain().ljust(size, b"."))
    assert (answer.status, answer.code) == (413, "content_too_large")


def test_a_file_of_the_largest_size_is_read(person: Person) -> None:
    assert upload(person, plain().ljust(MAX_PICTURE_BYTES, b".")).status == 200


def test_a_compressed_form_is_read(person: Person) -> None:
    body = gzip.compress(form(part(plain())))
    sent = {"body": body, "content_type": FORM, "headers": {"Content-Encoding": "gzip"}}
    assert person.request("POST", AVATAR, **sent).status == 200


def test_a_form_that_is_too_large_when_decompressed_is_refused(person: Person) -> None:
    body = gzip.compress(form(part(plain().ljust(MAX_PICTURE_BYTES + 100_000, b"."))))
    answer = person.request("POST", AVATAR, body=body, content_type=FORM, headers={"Content-Encoding": "gzip"})
    assert (answer.status, answer.code) == (413, "content_too_large")
    assert answer.json["detail"] == "A picture is at most 4 MiB."


@pytest.mark.parametrize(("body", "problems"), [
    (form(), {("/file", "required")}),
    (form(part(b"x", name="avatar")), {("/avatar", "unknown_member"), ("/file", "required")}),
    (form(part(plain()), part(plain())), {("/file", "too_many")}),
    (form(part(plain()), part(b"x", name="a/b")), {("/a~1b", "unknown_member")}),
])  # fmt: skip
def test_a_form_has_one_file_and_nothing_else(person: Person, body: bytes, problems: set[tuple[str, str]]) -> None:
    assert person.request("POST", AVATAR, body=body, content_type=FORM).pointers == problems


@pytest.mark.parametrize("body", [b"", b"hello", form(part(plain()))[:-8], part(plain()), form(part(plain()))[3:]])
def test_a_form_that_cannot_be_read_is_refused(person: Person, body: bytes) -> None:
    answer = person.request("POST", AVATAR, body=body, content_type=FORM)
    assert (answer.status, answer.code) == (400, "malformed_request")


@pytest.mark.parametrize("content_type", ["image/jpeg", "application/json", "application/x-www-form-urlencoded", None])
def test_another_media_type_is_refused(person: Person, content_type: str | None) -> None:
    answer = person.request("POST", AVATAR, body=plain(), content_type=content_type)
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    assert answer.headers["accept"] == "multipart/form-data"


def test_when_the_keeper_fails_the_request_may_be_repeated(person: Person, wired: MemoryWiring) -> None:
    before = upload(person, plain("PNG")).json
    wired.pictures.before("put", raising(AvatarUnavailableError("Cloudinary failed", retry_after_seconds=60)))
    answer = upload(person, plain())
    assert (answer.status, answer.code) == (502, "avatar_service_unavailable")
    assert answer.headers["retry-after"] == "60"
    assert "Cloudinary" not in answer.text
    assert person.request("GET", ME).json == before
    assert upload(person, plain()).status == 200


def test_when_the_store_fails_the_request_may_be_repeated(person: Person, wired: MemoryWiring) -> None:
    wired.people.before("update", raising(DOWN))
    answer = upload(person, plain())
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert upload(person, plain()).status == 200


def test_a_caller_is_needed(client: Client) -> None:
    assert client.request("POST", AVATAR, body=form(part(plain())), content_type=FORM).status == 401


def test_the_address_must_be_verified_whatever_the_token_says(new_person: NewPerson, wired: MemoryWiring) -> None:
    person = new_person(verified=False)
    assert upload(person, plain()).code == "email_not_verified"
    wired.verification.verify(wired.last_mailed_token())
    assert upload(person, plain()).status == 200


def test_an_account_that_is_gone_has_to_sign_in_again(new_person: NewPerson) -> None:
    assert upload(new_person(account_id="gone"), plain()).code == "account_gone"
