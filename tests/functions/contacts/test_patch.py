"""PATCH /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.support.client import JSON, Answer
from tests.support.wiring import MemoryWiring

MERGE_PATCH = "application/merge-patch+json"


def patch(person: Person, contact_id: str, changes: Any, **more: Any) -> Answer:
    return person.request(
        "PATCH", f"{CONTACTS}/{contact_id}", json_body=changes, **{"content_type": MERGE_PATCH, **more}
    )


def test_only_what_is_named_changes(person: Person) -> None:
    created = person.create(**EVERYTHING).json
    answer = patch(person, created["id"], {"last_name": "Koval", "notes": None})
    assert answer.status == 200
    assert answer.headers["etag"] == person.get(created["id"]).headers["etag"]
    changed = {"last_name", "last_names", "notes", "revision", "updated_at"}
    assert {name: value for name, value in answer.json.items() if name not in changed} == {
        name: value for name, value in created.items() if name not in changed
    }
    assert (answer.json["last_name"], answer.json["notes"]) == ("Koval", None)


def test_a_list_is_replaced_and_an_object_is_merged(person: Person) -> None:
    created = person.create(emails=[{"value": "a@example.com"}], extra={"a": {"b": 1, "c": 2}}).json
    answer = patch(person, created["id"], {"emails": [], "extra": {"a": {"b": None, "d": 3}}})
    assert (answer.json["emails"], answer.json["extra"]) == ([], {"a": {"c": 2, "d": 3}})


def test_tags_are_replaced_by_name(person: Person) -> None:
    created = person.create(tags=["friends"]).json
    assert patch(person, created["id"], {"tags": ["Family"]}).json["tags"] == ["Family"]


def test_null_takes_a_member_back_to_what_it_is_by_itself(person: Person) -> None:
    created = person.create(**EVERYTHING).json
    answer = patch(person, created["id"], {"favorite": None, "emails": None, "birthday": None, "extra": None}).json
    assert (answer["favorite"], answer["emails"], answer["birthday"], answer["extra"]) == (False, [], None, {})


@pytest.fixture
def at_home_in(person: Person) -> Callable[[str], None]:
    """Set the region of the person's phone numbers."""

    def at_home_in(region: str) -> None:
        assert person.request("PUT", "/api/v1/auth/me", json_body={"phone_region": region}).status == 200

    return at_home_in


@pytest.mark.parametrize("changes", [{"favorite": True}, {"tags": ["family"]}, {"notes": "abroad"}])
def test_a_number_stays_what_it_was_when_its_owner_moves(
    person: Person, at_home_in: Callable[[str], None], changes: dict[str, Any]
) -> None:
    at_home_in("UA")
    created = person.create(phones=[{"value": "067 765 43 21 x12"}]).json
    assert (created["phones"][0]["e164"], created["phones"][0]["extension"]) == ("+380677654321", "12")
    at_home_in("DE")
    assert patch(person, created["id"], changes).json["phones"] == created["phones"]
    sent = [{"value": "067 765 43 21 x12"}, {"value": "030/12 34 56"}]
    phones = patch(person, created["id"], {"phones": sent}).json["phones"]
    assert phones[0] == created["phones"][0]
    assert (phones[1]["e164"], phones[1]["extension"]) == ("+4930123456", None)


def test_a_number_without_a_country_gets_one_at_the_next_change_after_the_region_is_set(
    person: Person, at_home_in: Callable[[str], None]
) -> None:
    created = person.create(phones=[{"value": "067 765-43-21"}]).json
    assert created["phones"][0]["e164"] is None
    at_home_in("UA")
    assert person.get(created["id"]).json == created
    assert patch(person, created["id"], {"favorite": True}).json["phones"][0]["e164"] == "+380677654321"


@pytest.mark.parametrize("changes", [{}, {"first_name": "Taras"}, {"id": "x", "revision": 99}])
def test_a_patch_that_changes_nothing_makes_no_version(person: Person, changes: dict[str, Any]) -> None:
    created = person.create()
    answer = patch(person, created.json["id"], changes)
    assert (answer.status, answer.json, answer.headers["etag"]) == (200, created.json, '"1"')


def test_a_patch_is_applied_to_what_the_contact_became_meanwhile(person: Person, wired: MemoryWiring) -> None:
    contact_id = person.create().json["id"]
    draft = ContactDraft(details=ContactDetails(first_name="Taras", last_name="Melnyk"))
    wired.books.before(
        "commit", lambda: wired.contact_writer.revise(person.account_id, contact_id, lambda _: draft, actor="them")
    )
    answer = patch(person, contact_id, {"first_name": "Olena"}).json
    assert (answer["first_name"], answer["last_name"], answer["revision"]) == ("Olena", "Melnyk", 3)


def test_the_version_that_was_read_can_be_asked_for(person: Person) -> None:
    contact_id = person.create().json["id"]
    answer = patch(person, contact_id, {"first_name": "Olena"}, headers={"If-Match": '"0"'})
    assert (answer.status, answer.headers["etag"]) == (412, '"1"')


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"fist_name": "x"}, ("/fist_name", "unknown_member")),
        ({"emails": [{"value": "\u0007"}]}, ("/emails/0/value", "control_characters")),
        ({"emails": {"0": {"value": "x"}}}, ("/emails", "wrong_type")),
        ({"first_name": None}, ("", "nothing_to_show")),
        ({"first_name": {"a": 1}}, ("/first_name", "wrong_type")),
        ([], ("", "not_an_object")),
        ("text", ("", "not_an_object")),
    ],
)
def test_a_broken_rule_is_named_and_nothing_changes(person: Person, changes: Any, problem: tuple[str, str]) -> None:
    created = person.create()
    assert problem in patch(person, created.json["id"], changes).pointers
    assert person.get(created.json["id"]).json == created.json


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON; charset=utf-8"])
def test_plain_json_is_read_as_a_merge_patch(person: Person, content_type: str) -> None:
    contact_id = person.create(last_name="Melnyk", notes="Brings the bread.").json["id"]
    answer = patch(person, contact_id, {"first_name": "Olena", "notes": None}, content_type=content_type)
    changed = (answer.json["first_name"], answer.json["last_name"], answer.json["notes"])
    assert (answer.status, changed) == (200, ("Olena", "Melnyk", None))


@pytest.mark.parametrize(
    "content_type", ["application/json-patch+json", "text/plain", "application/x-www-form-urlencoded"]
)
def test_another_media_type_is_refused_with_those_that_a_patch_may_have(person: Person, content_type: str) -> None:
    contact_id = person.create().json["id"]
    answer = patch(person, contact_id, {"first_name": "Olena"}, content_type=content_type)
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    assert answer.headers["accept-patch"] == f"{MERGE_PATCH}, {JSON}"


def test_nobodys_contact_is_not_found(person: Person) -> None:
    assert patch(person, NOBODYS_ID, {"first_name": "Olena"}).status == 404
