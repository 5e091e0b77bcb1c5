"""PATCH /api/v1/auth/me."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.web.accounts.profile_patch import REMOVED
from shared.web.accounts.schemas import ProfileIn
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"
SETTINGS = {"full_name": "Olena", "locale": "uk", "time_zone": "Europe/Kyiv", "leap_day": "03-01", "phone_region": "UA"}
WRITABLE = [name for name, field in ProfileIn.model_fields.items() if not field.exclude]


def patched(person: Person, members: Any) -> Answer:
    return person.request("PATCH", ME, body=json.dumps(members), content_type="application/merge-patch+json")


def test_only_what_a_patch_names_changes(person: Person, wired: MemoryWiring) -> None:
    before = person.request("PUT", ME, json_body=SETTINGS).json
    answer = patched(person, {"time_zone": "Asia/Tokyo"})
    assert answer.status == 200
    assert answer.json == before | {"time_zone": "Asia/Tokyo"}
    assert person.request("GET", ME).json == answer.json
    assert wired.memory.books[person.account_id].settings.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize("member", WRITABLE)
def test_null_sets_a_member_back_to_that_of_a_new_account(new_person: NewPerson, member: str) -> None:
    person = new_person()
    new = person.request("GET", ME).json
    before = person.request("PUT", ME, json_body=SETTINGS).json
    assert before[member] != REMOVED[member]
    assert patched(person, {member: None}).json == before | {member: REMOVED[member]}
    if member != "full_name":
        assert new[member] == REMOVED[member]


def test_a_patch_may_come_as_plain_json(person: Person) -> None:
    assert person.request("PATCH", ME, json_body={"full_name": "Ivan"}).json["full_name"] == "Ivan"


def test_a_patch_that_is_repeated_has_no_second_effect(person: Person) -> None:
    assert patched(person, SETTINGS).json == patched(person, SETTINGS).json


def test_an_empty_patch_changes_nothing(person: Person) -> None:
    before = person.request("GET", ME).json
    assert patched(person, {}).json == before


def test_what_only_the_service_writes_is_ignored(person: Person) -> None:
    shown = person.request("GET", ME).json
    forged = {"role": "admin", "is_verified": False, "email": None, "id": "x", "created_at": None, "avatar_url": None}
    assert patched(person, forged).json == shown


def test_rules_of_form_and_of_content_are_named_at_once(person: Person) -> None:
    answer = patched(person, {"full_name": 7, "time_zone": "Nowhere", "leap_day": None, "fullname": "x"})
    assert answer.status == 422
    assert answer.pointers == {
        ("/full_name", "wrong_type"),
        ("/time_zone", "unknown_time_zone"),
        ("/fullname", "unknown_member"),
    }


@pytest.mark.parametrize("patch", [[], "x", 1, None, True])
def test_a_patch_is_an_object(person: Person, patch: Any) -> None:
    assert patched(person, patch).pointers == {("", "not_an_object")}


def test_other_media_types_are_refused_with_the_right_one(person: Person) -> None:
    answer = person.request("PATCH", ME, body="full_name=x", content_type="application/x-www-form-urlencoded")
    assert answer.status == 415
    assert answer.headers["accept-patch"] == "application/merge-patch+json, application/json"


def test_an_unverified_account_may_patch_its_profile(new_person: NewPerson) -> None:
    assert patched(new_person(verified=False), {"full_name": "Olena"}).json["full_name"] == "Olena"


def test_a_stranger_learns_nothing_about_the_body(client: Client) -> None:
    assert client.request("PATCH", ME, body="{").status == 401
