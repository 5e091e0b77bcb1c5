"""POST /api/v1/exports."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.cards.forms import FORMS
from shared.services.exchange import written_contacts
from shared.services.exchange.exporting import MEDIA_TYPES
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.filling import OPERATIONS
from tests.support.made_exports import EXPORTS
from tests.support.wiring import MemoryWiring


def export(person: Person, body: Any = None, **more: Any) -> Answer:
    return person.request("POST", EXPORTS, json_body=body or {}, **more)


def content(wired: MemoryWiring, person: Person, answer: Answer) -> str:
    return wired.files.files[person.account_id, f"exports/{answer.json['id']}"].decode()


def exported(wired: MemoryWiring, person: Person, body: Any = None) -> str:
    answer = export(person, body)
    assert (answer.status, answer.json["state"]) == (201, "done"), answer.text
    return content(wired, person, answer)


def names(text: str) -> list[str]:
    return sorted(line.removeprefix("FN:") for line in text.splitlines() if line.startswith("FN:"))


@pytest.fixture
def people(person: Person) -> dict[str, str]:
    """Return the ids of some contacts by name."""
    return {
        "Ada": person.create(first_name="Ada", tags=["Work"], favorite=True, notes="chess").json["id"],
        "Bob": person.create(first_name="Bob", tags=["Home"]).json["id"],
        "Eve": person.create(first_name="Eve", emails=[{"value": "eve@example.com"}]).json["id"],
    }


def problems(answer: Answer) -> list[tuple[str, str]]:
    assert (answer.status, answer.code) == (422, "invalid_input"), answer.text
    return [(one["pointer"], one["code"]) for one in answer.json["errors"]]


def test_a_small_book_is_exported_at_once(person: Person, wired: MemoryWiring, people: dict[str, str]) -> None:
    answer = person.request("POST", EXPORTS)
    assert answer.status == 201
    assert answer.headers["location"] == f"{EXPORTS}/{answer.json['id']}"
    found = answer.json
    assert (found["state"], found["done"], found["total"], found["contacts"]) == ("done", 3, 3, 3)
    text = content(wired, person, answer)
    assert names(text) == [*people]
    assert found["size_bytes"] == len(text.encode())
    assert (found["media_type"], found["notices"]) == ("text/vcard; charset=utf-8; version=3.0", [])
    assert found["file_name"].startswith("contacts-20")
    assert f"/{person.account_id}/exports/{found['id']}?" in found["url"]
    assert not wired.queued_tasks.messages, "nobody is asked to go on"


def test_an_empty_book_is_a_file_without_contacts(person: Person, wired: MemoryWiring) -> None:
    assert exported(wired, person) == ""
    assert exported(wired, person, {"format": "jscontact"}) == "[\n\n]\n"
    assert exported(wired, person, {"format": "csv"}) == "uid\r\n"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_of_lists_can_be_exported(
    person: Person, wired: MemoryWiring, people: dict[str, str], form: Any
) -> None:
    [name] = [name for name, media_type in MEDIA_TYPES.items() if media_type == form.media_type]
    answer = export(person, {"format": name, **form.parameters})
    assert answer.json["media_type"] == form.content_type
    text = content(wired, person, answer)
    listed = person.request("GET", CONTACTS, headers={"accept": form.content_type}, described=False).text
    assert all(each in text for each in people)
    if form.name == "ldif":  # a list has groups as well, at its end
        assert not Counter(text.splitlines()) - Counter(listed.splitlines())
    elif not form.is_json:
        assert sorted(text.splitlines()) == sorted(listed.splitlines())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"tag": "work"}, ["Ada"]),
        ({"tag": "unknown"}, []),
        ({"favorite": True}, ["Ada"]),
        ({"favorite": False}, ["Bob", "Eve"]),
        ({"has": ["email"]}, ["Eve"]),
        ({"q": "che"}, ["Ada"]),
        ({"q": "work"}, ["Ada"]),
        ({"q": "eve example"}, ["Eve"]),
        ({"q": "evo"}, []),
        ({"q": "  "}, ["Ada", "Bob", "Eve"]),
        ({"q": "ada", "favorite": False}, []),
    ],
)
def test_what_does_not_match_is_left_out(
    person: Person, wired: MemoryWiring, people: dict[str, str], asked: Any, expected: list[str]
) -> None:
    assert set(expected) <= people.keys()
    assert names(exported(wired, person, asked)) == expected


def test_a_view_shows_what_is_exported(person: Person, wired: MemoryWiring, people: dict[str, str]) -> None:
    assert people
    view = person.request("POST", "/api/v1/views", json_body={"name": "w", "tag": "Work", "q": "ada"}).json["id"]
    assert names(exported(wired, person, {"view": view})) == ["Ada"]
    assert names(exported(wired, person, {"view": view, "favorite": False})) == []
    assert names(exported(wired, person, {"view": view, "q": "bob"})) == []
    assert problems(export(person, {"view": "unknown"})) == [("/view", "unknown_view")]


def test_named_contacts_are_exported_and_missing_ones_are_told(
    person: Person, new_person: NewPerson, wired: MemoryWiring, people: dict[str, str]
) -> None:
    theirs = new_person().create(first_name="Mallory").json["id"]
    answer = export(person, {"ids": [people["Eve"], theirs, people["Ada"], people["Ada"], "x"]})
    assert names(content(wired, person, answer)) == ["Ada", "Eve"]
    assert (answer.json["contacts"], answer.json["state"]) == (2, "done")
    assert answer.json["notices"] == [
        {"contact_id": each, "code": "contact_not_found", "text": "There is no such contact."}
        for each in sorted([theirs, "x"])
    ]
    assert names(exported(wired, person, {"ids": [people["Bob"], people["Ada"]], "favorite": True})) == ["Ada"]


def test_what_is_in_the_trash_is_not_exported(person: Person, wired: MemoryWiring, people: dict[str, str]) -> None:
    person.request("DELETE", f"{CONTACTS}/{people['Bob']}")
    assert names(exported(wired, person)) == ["Ada", "Eve"]


def test_what_a_form_does_not_hold_is_told(person: Person) -> None:
    first = person.create(first_name="Ada").json["id"]
    second = person.create(first_name="Bob", relations=[{"label": "friend", "value": "Ada", "contact_id": first}])
    assert second.status == 201, second.text
    found = export(person, {"format": "jscontact"}).json
    assert {one["contact_id"] for one in found["notices"]} == {first, second.json["id"]}
    assert found["notices"][0].keys() == {"contact_id", "code", "text"}


def test_notices_of_one_kind_leave_room_for_others(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written_contacts, "MAX_NOTICES_OF_A_CODE", 2)
    found = export(person, {"ids": ["a", "b", "c", "d"]}).json
    assert ([one["contact_id"] for one in found["notices"]], found["more_notices"]) == (["a", "b"], 2)


@pytest.fixture
def little_by_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a range be one contact."""
    monkeypatch.setattr(written_contacts, "MAX_PIECE_BYTES", 1)
    monkeypatch.setattr("shared.services.exchange.chosen_contacts.CONTACTS_AT_ONCE", 1)


@pytest.mark.usefixtures("little_by_little")
def test_a_larger_book_is_exported_in_the_background(
    person: Person, wired: MemoryWiring, people: dict[str, str]
) -> None:
    answer = export(person)
    assert (answer.status, answer.json["state"], answer.json["url"]) == (201, "pending", None)
    assert (answer.json["done"], answer.json["total"], answer.json["contacts"]) == (2, 3, 2)
    person.create(first_name="Zoe")
    person.request("PATCH", f"{CONTACTS}/{people['Eve']}", json_body={"first_name": "Eva"})
    ended = carry_out(wired, person, answer.json["id"])
    assert (ended["kind"], ended["state"], ended["done"], ended["total"]) == ("export_contacts", "done", 3, 3)
    assert names(content(wired, person, answer)) == [*people], "as the book was when it was asked for"
    found = person.request("GET", f"{EXPORTS}/{answer.json['id']}").json
    assert (found["state"], found["contacts"], found["url"] is None) == ("done", 3, False)


@pytest.mark.usefixtures("little_by_little", "people")
def test_it_can_be_cancelled_and_has_nothing_to_undo(person: Person) -> None:
    export_id = export(person).json["id"]
    assert person.request("POST", f"{OPERATIONS}/{export_id}/cancel").json["state"] == "cancelled"
    found = person.request("GET", f"{EXPORTS}/{export_id}").json
    assert (found["state"], found["url"]) == ("cancelled", None)
    assert person.request("POST", f"{OPERATIONS}/{export_id}/undo").code == "undo_refused"


def test_a_key_makes_one_export(person: Person, wired: MemoryWiring, people: dict[str, str]) -> None:
    assert people
    first = export(person, headers={"idempotency-key": "k"})
    person.create(first_name="Zoe")
    again = export(person, headers={"idempotency-key": "k"})
    assert (first.status, again.status, first.json["id"]) == (201, 201, again.json["id"])
    assert len([name for _, name in wired.files.files if name.startswith("exports/")]) == 1
    other = export(person, {"format": "csv"}, headers={"idempotency-key": "k"})
    assert (other.status, other.code) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"format": "docx"}, ("/format", "not_one_of")),
        ({"version": "5.0"}, ("/version", "not_one_of")),
        ({"format": "csv", "version": "4.0"}, ("/version", "unknown_version")),
        ({"version": "2.1", "profile": "apple"}, ("/profile", "unknown_profile")),
        ({"profile": "plain", "version": "3.0"}, ("/profile", "unknown_profile")),
        ({"format": "jcard", "profile": "apple"}, ("/profile", "unknown_profile")),
        ({"ids": []}, ("/ids", "too_few")),
        ({"ids": ["x"] * 1001}, ("/ids", "too_many")),
        ({"ids": [7]}, ("/ids/0", "wrong_type")),
        ({"fields": "q"}, ("/fields", "unknown_member")),
        ({"q": "x" * 201}, ("/q", "too_long")),
    ],
)
def test_what_cannot_be_exported_is_refused(person: Person, body: Any, expected: tuple[str, str]) -> None:
    assert problems(export(person, body)) == [expected]


def test_exports_count_as_searches(person: Person) -> None:
    assert "contact-searches" in export(person).headers["ratelimit-policy"]


def test_a_profile_says_its_version(person: Person) -> None:
    for profile, version in (("apple", "3.0"), ("plain", "4.0")):
        found = export(person, {"profile": profile}).json
        assert found["media_type"] == f"text/vcard; charset=utf-8; version={version}; profile={profile}"


def test_a_week_later_there_is_no_file(new_person: NewPerson, clock: Clock) -> None:
    person = new_person(expires_at=clock() + timedelta(days=30))
    export_id = export(person).json["id"]
    clock.advance(timedelta(days=6, hours=23))
    assert person.request("GET", f"{EXPORTS}/{export_id}").json["url"] is not None
    clock.advance(timedelta(hours=1))
    found = person.request("GET", f"{EXPORTS}/{export_id}").json
    assert (found["state"], found["url"], found["url_expires_at"]) == ("done", None, None)


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", EXPORTS, json_body={}).status == 401
