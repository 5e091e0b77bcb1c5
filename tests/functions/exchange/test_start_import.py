"""POST /api/v1/imports."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Client
from tests.support.filling import OPERATIONS
from tests.support.import_requests import bring, rows, start
from tests.support.line_formats import file_of
from tests.support.uploads import IMPORTS, UPLOAD_ID
from tests.support.wiring import MemoryWiring

ADA = {"first_name": "Ada", "email": "ada@example.com"}
BOB = {"first_name": "Bob", "email": "bob@example.com"}
FILE = file_of([ADA, BOB])


def form(*fields: tuple[str, bytes]) -> dict[str, Any]:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value for name, value in fields]
    return {"content": b"\r\n".join([*parts, b"--x--\r\n"]), "media_type": "multipart/form-data; boundary=x"}


def names(person: Person) -> list[str]:
    return [one["first_name"] for one in person.request("GET", CONTACTS).json["items"]]


def problems(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status, answer.code) == (422, "invalid_input")
    return [(one.get("pointer", one.get("parameter")), one["code"]) for one in answer.json["errors"]]


def test_a_file_as_it_is_becomes_contacts(person: Person, wired: MemoryWiring) -> None:
    answer = start(person, FILE)
    assert (answer.status, answer.json["state"], answer.json["format"]) == (202, "pending", "lines")
    assert (answer.json["duplicates"], answer.json["dry_run"]) == ("skip", False)
    ended = carry_out(wired, person, answer.json["id"])
    assert (ended["kind"], ended["state"], ended["done"], ended["total"]) == ("import_contacts", "done", 2, 2)
    assert names(person) == ["Ada", "Bob"]


def test_a_form_with_a_file_does_so_too(person: Person, wired: MemoryWiring) -> None:
    sent = form(("file", FILE), ("mapping", b'{"Vorname": "first_name"}'))
    answer = start(person, **sent)
    carry_out(wired, person, answer.json["id"])
    assert names(person) == ["Ada", "Bob"]
    operation = wired.operation_store.find(person.account_id, answer.json["id"])
    assert operation is not None
    assert operation.parameters["mapping"] == {"Vorname": "first_name"}


def test_an_upload_can_be_tried_before_it_is_imported(person: Person, wired: MemoryWiring) -> None:
    upload = person.request("POST", f"{IMPORTS}/uploads", json_body={"size_bytes": len(FILE)}).json["id"]
    wired.files.put(person.account_id, f"uploads/{upload}", FILE)
    for query, expected in (({"dry_run": "true"}, []), ({}, ["Ada", "Bob"])):
        answer = person.request("POST", IMPORTS, json_body={"upload": upload}, query=query)
        assert answer.status == 202
        carry_out(wired, person, answer.json["id"])
        assert names(person) == expected
        assert [one["outcome"] for one in rows(person, answer.json["id"])] == ["created", "created"]


def test_nobody_elses_upload_is_found(person: Person, new_person: NewPerson, wired: MemoryWiring) -> None:
    wired.files.put(new_person().account_id, f"uploads/{UPLOAD_ID}", FILE)
    assert problems(person.request("POST", IMPORTS, json_body={"upload": UPLOAD_ID})) == [("/upload", "unknown_upload")]


def test_the_options_are_in_the_query(person: Person, wired: MemoryWiring) -> None:
    bring(person, wired, file_of([ADA]))
    found = bring(person, wired, file_of([{**ADA, "phone": "1"}]), query={"duplicates": "merge", "format": "lines"})
    assert (found["duplicates"], found["rows"]["merged"]) == ("merge", 1)


def test_a_compressed_file_is_read(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, gzip.compress(FILE), headers={"content-encoding": "gzip"})
    assert found["rows"]["created"] == 2


def test_all_of_it_is_undone_at_once(person: Person, wired: MemoryWiring) -> None:
    found = bring(person, wired, FILE)
    undo = person.request("POST", f"{OPERATIONS}/{found['id']}/undo")
    carry_out(wired, person, undo.json["id"])
    assert names(person) == []
    assert person.request("GET", f"{IMPORTS}/{found['id']}").json["undone_by"] == undo.json["id"]


def test_it_can_be_cancelled(person: Person) -> None:
    import_id = start(person, FILE).json["id"]
    assert person.request("POST", f"{OPERATIONS}/{import_id}/cancel").json["state"] == "cancelled"


def test_a_key_starts_one_import(person: Person) -> None:
    first, again = (start(person, FILE, headers={"idempotency-key": "k"}) for _ in range(2))
    assert (first.status, again.status, first.json["id"]) == (202, 202, again.json["id"])
    other = start(person, file_of([BOB]), headers={"idempotency-key": "k"})
    assert (other.status, other.code) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"duplicates": "double"}, ("duplicates", "not_one_of")),
        ({"dry_run": "perhaps"}, ("dry_run", "wrong_type")),
        ({"dryrun": "true"}, ("dryrun", "unknown_member")),
        ({"format": "x" * 21}, ("format", "too_long")),
    ],
)
def test_wrong_options_are_refused(person: Person, query: dict[str, str], code: tuple[str, str]) -> None:
    answer = start(person, FILE, query=query)
    assert (answer.status, answer.code) == (422, "invalid_input")
    [problem] = answer.json["errors"]
    assert (problem["parameter"], problem["code"]) == code


def test_an_unknown_format_is_refused(person: Person) -> None:
    assert problems(start(person, FILE, query={"format": "docx"})) == [("format", "unknown_format")]
    assert problems(start(person, b"garbage")) == [("", "unknown_format")]
    assert problems(person.request("POST", IMPORTS, json_body={"upload": UPLOAD_ID}, query={"format": "docx"})) == [
        ("format", "unknown_format")
    ]
    assert problems(start(person, b"")) == [("", "required")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], [("/file", "required")]),
        ([("file", FILE), ("file", FILE)], [("/file", "too_many")]),
        ([("file", FILE), ("other", b"")], [("/other", "unknown_member")]),
        ([("file", FILE), ("mapping", b"{}"), ("mapping", b"{}")], [("/mapping", "too_many")]),
        ([("file", FILE), ("mapping", b"[]")], [("/mapping", "wrong_form")]),
        ([("file", FILE), ("mapping", b'{"a": 1}')], [("/mapping", "wrong_form")]),
        ([("file", FILE), ("mapping", b"[" * 9_999)], [("/mapping", "wrong_form")]),
    ],
)
def test_a_form_that_is_none_is_refused(
    person: Person, fields: list[tuple[str, bytes]], expected: list[tuple[str, str]]
) -> None:
    assert problems(start(person, **form(*fields))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("/upload", "required")]),
        ({"upload": 7}, [("/upload", "wrong_type")]),
        ({"upload": UPLOAD_ID, "file": "x"}, [("/file", "unknown_member")]),
        ({"upload": UPLOAD_ID, "mapping": {"a": 1}}, [("/mapping/a", "wrong_type")]),
        ({"upload": "../other/uploads/1"}, [("/upload", "unknown_upload")]),
    ],
)
def test_json_that_names_no_upload_is_refused(
    person: Person, body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(person.request("POST", IMPORTS, json_body=body)) == expected


def test_a_larger_file_has_to_be_uploaded(person: Person) -> None:
    content = b"{" + b" " * 1024 * 1024
    for sent in ({"content": content, "media_type": "text/vcard"}, form(("file", content))):
        answer = start(person, **sent)
        assert (answer.status, answer.code) == (413, "content_too_large")
        assert "upload" in answer.json["detail"]


@pytest.mark.parametrize("media_type", ["image/png", "text/html", ""])
def test_other_media_types_are_refused(person: Person, media_type: str) -> None:
    assert start(person, FILE, media_type).status == 415


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", IMPORTS, body=FILE, content_type="text/vcard").status == 401
