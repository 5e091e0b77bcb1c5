"""All rules that the body of a contact breaks are named in one answer: those of its form and those of its content."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, Person

Json = dict[str, Any]
Problems = set[tuple[str, str]]

EVERYTHING_WRONG: Json = {
    "first_name": 7,
    "last_name": "x" * 201,
    "nickname": "a\u0007",
    "fist_name": "Taras",
    "emails": [{"value": "a", "primary": True}, {"value": "b\u0007", "primary": True, "label": 1}, "c", {"label": "d"}],
    "phones": [{"id": "p", "value": "1"}, {"id": "p", "value": "2"}, {"value": ""}],
    "addresses": {"city": "Kyiv"},
    "urls": [{"value": "javascript:alert(1)"}],
    "dates": [{"value": "1990-13"}, {"value": 1990}],
    "birthday": "1990-02-30",
    "favorite": "yes",
    "photo_url": "ftp://example.com",
    "extra": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}},
    "kind": "robot",
    "display_name": 1,
    "first_names": ["a", "b"],
    "suffix": "Jr",
    "suffixes": ["Sr", "II"],
    "prefixes": ["x" * 150, "y" * 50],
    "members": ["", 1, "ok"],
    "languages": "uk",
    "organizations": [{"departments": ["a", "b"], "department": "b", "kinds": ["x" * 51]}],
    "handles": [{"value": "javascript:alert(1)"}, {"label": "x"}],
    "anniversary": "yesterday",
    "personal_info": [{"value": "chess", "level": "master"}],
    "localizations": {"uk": {"last_name": " ", "tags": "x", "urls/u/value": "x" * 1001}, "not a language": {}, "pl": 1},
    "tags": ["", 1, "x" * 101],
}
PROBLEMS: Problems = {
    ("/first_name", "wrong_type"),
    ("/last_name", "too_long"),
    ("/nickname", "control_characters"),
    ("/fist_name", "unknown_member"),
    ("/emails", "two_primaries"),
    ("/emails/1/value", "control_characters"),
    ("/emails/1/label", "wrong_type"),
    ("/emails/2", "wrong_type"),
    ("/emails/3/value", "required"),
    ("/phones", "duplicate_id"),
    ("/phones/2", "empty"),
    ("/addresses", "wrong_type"),
    ("/urls/0/value", "invalid_url"),
    ("/dates/0/value", "invalid_date"),
    ("/dates/1/value", "wrong_type"),
    ("/birthday", "invalid_date"),
    ("/favorite", "wrong_type"),
    ("/photo_url", "invalid_url"),
    ("/extra", "too_deep"),
    ("/kind", "not_one_of"),
    ("/display_name", "wrong_type"),
    ("/suffixes", "disagrees"),
    ("/prefixes", "too_long"),
    ("/members/0", "empty"),
    ("/members/1", "wrong_type"),
    ("/languages", "wrong_type"),
    ("/organizations/0/departments", "disagrees"),
    ("/organizations/0/kinds/0", "too_long"),
    ("/handles/0/value", "invalid_url"),
    ("/handles/1", "empty"),
    ("/anniversary", "invalid_date"),
    ("/personal_info/0/level", "not_one_of"),
    ("/localizations/uk/last_name", "empty"),
    ("/localizations/uk/tags", "unknown_member"),
    ("/localizations/uk/urls~1u~1value", "too_long"),
    ("/localizations/not a language", "wrong_form"),
    ("/localizations/pl", "wrong_type"),
    ("/tags/0", "empty"),
    ("/tags/1", "wrong_type"),
    ("/tags/2", "too_long"),
}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_everything_that_is_wrong_is_named_once(person: Person, method: str) -> None:
    path = CONTACTS if method == "POST" else f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request(method, path, json_body=EVERYTHING_WRONG)
    assert answer.pointers == PROBLEMS
    assert len(answer.json["errors"]) == len(PROBLEMS)


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"first_name": 7}, {("/first_name", "wrong_type")}),
        ({"phones": [{}]}, {("/phones/0/value", "required")}),
        ({"fist_name": "Taras"}, {("/fist_name", "unknown_member"), ("", "nothing_to_show")}),
        ({"birthday": "1990-02-30"}, {("/birthday", "invalid_date")}),
        ({"birthday": "1990-02-30", "tags": [""]}, {("/birthday", "invalid_date"), ("/tags/0", "empty")}),
        ({"first_name": "x", "notes": 7, "extra": {"x": "x" * 32_768}}, {("/notes", "wrong_type"), ("", "too_large")}),
        ([{"first_name": 7}], {("", "wrong_type")}),
    ],
)
def test_nothing_is_named_that_only_follows_from_something_else(person: Person, body: Any, problems: Problems) -> None:
    assert person.request("POST", CONTACTS, json_body=body).pointers == problems


def test_a_patch_is_not_told_what_the_contact_has(person: Person) -> None:
    contact = f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request("PATCH", contact, json_body={"favorite": "yes", "tags": [""]})
    assert answer.pointers == {("/favorite", "wrong_type"), ("/tags/0", "empty")}


def test_very_many_broken_rules_are_found_in_time(person: Person) -> None:
    body = {"tags": [""] * 20_000 + [1] * 20_000, "emails": [{}] * 10_000}
    answer = person.request("POST", CONTACTS, json_body=body)
    assert (answer.status, len(answer.json["errors"])) == (422, 50)
