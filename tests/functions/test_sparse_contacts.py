"""Sparse contacts: ``fields`` of a list and of one contact."""

from __future__ import annotations

from typing import Any

import pytest

from shared.web.contacts.schemas.output import ContactOut
from shared.web.contacts.sparse import MAX_LENGTH, known_fields
from tests.functions.conftest import CONTACTS, Person
from tests.support.client import Answer

NAMES = "display_name,first_name,emails"


def one(person: Person, contact_id: str, fields: str, **more: Any) -> Answer:
    return person.request("GET", f"{CONTACTS}/{contact_id}", query={"fields": fields}, **more)


@pytest.fixture
def ada(person: Person) -> dict[str, Any]:
    """A contact with much in it."""
    created: dict[str, Any] = person.create(
        first_name="Ada", display_name="Ada L.", emails=[{"value": "ada@example.com"}], tags=["Work"], notes="x"
    ).json
    return created


def test_only_the_members_that_are_named_are_shown(person: Person, ada: dict[str, Any]) -> None:
    shown = {name: ada[name] for name in ("id", "revision", "first_name", "display_name", "emails")}
    [item] = person.request("GET", CONTACTS, query={"fields": NAMES}).json["items"]
    assert item == shown
    assert one(person, ada["id"], NAMES).json == shown


def test_id_and_revision_are_always_there(person: Person, ada: dict[str, Any]) -> None:
    for fields in ("notes", "id", "notes, id", "revision,notes"):
        assert {"id", "revision"} <= one(person, ada["id"], fields).json.keys() <= {"id", "revision", "notes"}


@pytest.mark.parametrize("fields", ["", ",".join(known_fields())])
def test_all_members_are_shown_by_default_and_can_be_named(person: Person, ada: dict[str, Any], fields: str) -> None:
    assert one(person, ada["id"], fields).json == ada
    assert person.request("GET", CONTACTS, query={"fields": fields}).json["items"] == [ada]


def test_every_member_of_a_contact_has_its_name() -> None:
    of_the_contact = ContactOut.model_fields.keys() - {"notices"}  # which are of a card that was sent
    assert sorted(known_fields()) == sorted(of_the_contact)
    assert len(", ".join(known_fields())) < MAX_LENGTH


def test_the_entity_tag_is_that_of_the_whole_contact(person: Person, ada: dict[str, Any]) -> None:
    whole = person.get(ada["id"]).headers["etag"]
    answer = one(person, ada["id"], "notes")
    assert answer.headers["etag"] == whole
    assert one(person, ada["id"], "notes", headers={"If-None-Match": whole}).status == 304
    changed = person.request(
        "PATCH", f"{CONTACTS}/{ada['id']}", json_body={"first_name": "Eve"}, headers={"If-Match": whole}
    )
    assert changed.status == 200
    assert one(person, ada["id"], "notes").headers["etag"] != whole, "although nothing that is shown has changed"


@pytest.mark.parametrize("path", [CONTACTS, f"{CONTACTS}/{{id}}"])
@pytest.mark.parametrize(
    ("query", "code", "detail"),
    [
        ("fields=emial,notes", "unknown_field", "A contact has no 'emial'. Did you mean emails?"),
        ("fields=first_name,first", "unknown_field", "'first'"),
        ("fields=qqq", "unknown_field", "A contact has no 'qqq'."),
        ("fields=notes,", "unknown_field", "A contact has no ''."),
        ("fields=emails.value", "unknown_field", "'emails.value'. Did you mean emails?"),
        ("fields=" + "x," * MAX_LENGTH, "too_long", ""),
        ("fields=notes&fields=tags", "repeated", ""),
    ],
)
def test_what_no_contact_has_is_refused_with_the_likely_name(
    person: Person, ada: dict[str, Any], path: str, query: str, code: str, detail: str
) -> None:
    answer = person.request("GET", f"{path.format(id=ada['id'])}?{query}")
    assert (answer.status, answer.code) == (422, "invalid_input")
    [error] = answer.json["errors"]
    assert (error["parameter"], error["code"]) == ("fields", code)
    assert detail in error["detail"]


def test_the_message_is_short_however_many_names_are_unknown(person: Person) -> None:
    [error] = person.request("GET", CONTACTS, query={"fields": ",".join(["zz"] * 200)}).json["errors"]
    assert error["detail"].count("zz") == 5


def test_fields_may_differ_from_page_to_page(person: Person, ada: dict[str, Any]) -> None:
    person.create(first_name="Bob")
    cursor = person.request("GET", CONTACTS, query={"limit": "1", "fields": "notes"}).json["next_cursor"]
    [item] = person.request("GET", CONTACTS, query={"cursor": cursor, "fields": "first_name"}).json["items"]
    assert (item["first_name"], len(item)) == ("Bob", 3)


def test_a_list_of_the_past_can_be_sparse(person: Person, ada: dict[str, Any]) -> None:
    [item] = person.request("GET", CONTACTS, query={"at": "1", "fields": "tags"}).json["items"]
    assert item == {"id": ada["id"], "revision": 1, "tags": ["Work"]}
