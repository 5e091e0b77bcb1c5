"""Contacts as cards: what GET returns, and POST and PUT take, besides JSON."""

from __future__ import annotations

import json

import pytest

from shared.domain.cards.forms import FORMS
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.support.client import Answer

CONTENT_TYPES = [each.content_type for each in FORMS]
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Shevchenko;Taras;;;\r\nFN:Taras Shevchenko\r\n"
    b"TEL;TYPE=cell:+380 44 123 45 67\r\nEND:VCARD\r\n"
)


def read(person: Person, path: str, accept: str, **headers: str) -> Answer:
    """Read in a form that the OpenAPI document names only in its text."""
    return person.request("GET", path, headers={"Accept": accept, **headers}, described=False)


def put(person: Person, path: str, content_type: str, body: bytes, **headers: str) -> Answer:
    return person.request("PUT", path, body=body, headers={"Content-Type": content_type, **headers})


@pytest.fixture
def path(person: Person) -> str:
    return f"{CONTACTS}/{person.create(**EVERYTHING).json['id']}"


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_every_form_is_had_by_its_media_type_and_has_a_tag_of_its_own(
    person: Person, path: str, content_type: str
) -> None:
    plain = person.request("GET", path)
    shown = read(person, path, content_type)
    assert (shown.status, shown.headers["content-type"]) == (200, content_type)
    assert "Accept" in shown.headers["vary"]
    assert "Accept" in plain.headers["vary"]
    assert shown.headers["etag"].startswith(plain.headers["etag"][:-1] + "+")
    again = read(person, path, content_type, **{"If-None-Match": shown.headers["etag"]})
    assert (again.status, again.headers["etag"]) == (304, shown.headers["etag"])
    assert read(person, path, content_type, **{"If-None-Match": plain.headers["etag"]}).status == 200
    assert person.request("GET", path, headers={"If-None-Match": shown.headers["etag"]}).status == 200


def test_the_tags_of_all_forms_differ(person: Person, path: str) -> None:
    tags = {read(person, path, each).headers["etag"] for each in [*CONTENT_TYPES, "application/json"]}
    assert len(tags) == len(CONTENT_TYPES) + 1


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/json, text/vcard", "application/json"),
        ("text/vcard, */*;q=0.5", "text/vcard; charset=utf-8; version=3.0"),
        ("text/vcard, */*", "text/vcard; charset=utf-8; version=3.0"),
        ("text/vcard;version=4.0", "text/vcard; charset=utf-8; version=4.0"),
        ("text/vcard;version=4.0;q=0.2, text/csv;q=0.9", "text/csv; charset=utf-8"),
        ("application/jscontact+json", "application/jscontact+json"),
        ("text/vcard;version=5.0, application/json;q=0.1", "application/json"),
        ("text/x-vcard", "text/vcard; charset=utf-8; version=3.0"),
        ("text/directory;profile=vCard, */*;q=0.1", "text/vcard; charset=utf-8; version=3.0"),
        ("text/x-vcard;version=2.1", "text/vcard; charset=utf-8; version=2.1"),
    ],
)
def test_the_form_that_is_wanted_most_is_returned(person: Person, path: str, accept: str, content_type: str) -> None:
    assert read(person, path, accept).headers["content-type"] == content_type


def test_a_form_that_there_is_not_is_no_surprise(person: Person, path: str) -> None:
    refused = read(person, path, "text/vcard;version=5.0")
    assert (refused.status, refused.json["code"]) == (406, "no_such_form")
    assert "version=4.0" in refused.json["detail"]


def test_only_json_is_had_in_part(person: Person, path: str) -> None:
    refused = read(person, f"{path}?fields=emails", "text/vcard")
    assert (refused.status, refused.json["errors"][0]["parameter"]) == (422, "fields")
    assert read(person, f"{path}?fields=emails", "application/json").status == 200


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_card_that_was_shown_changes_nothing_when_it_is_put_back(
    person: Person, path: str, content_type: str
) -> None:
    before = person.request("GET", path)
    shown = read(person, path, content_type)
    answer = put(person, path, content_type, shown.body, **{"If-Match": shown.headers["etag"]})
    assert answer.status == 200, answer.text
    assert answer.json == before.json
    assert answer.headers["etag"] == before.headers["etag"]


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_the_tag_of_a_form_stands_for_its_version(person: Person, path: str, content_type: str) -> None:
    shown = read(person, path, content_type)
    person.request("PATCH", path, json_body={"notes": "changed"})
    assert put(person, path, content_type, shown.body, **{"If-Match": shown.headers["etag"]}).status == 412


def test_what_is_changed_in_a_card_is_changed_in_the_contact_and_nothing_else(person: Person) -> None:
    created = person.create(first_name="Ann", favorite=True, emails=[{"value": "ann@example.com", "label": "home"}])
    path = f"{CONTACTS}/{created.json['id']}"
    shown = read(person, path, "text/vcard")
    answer = put(person, path, "text/vcard", shown.body.replace(b"Ann", b"Anna"))
    assert answer.json["first_name"] == "Anna"
    assert answer.json == created.json | {
        "first_name": "Anna",
        **{name: answer.json[name] for name in ("revision", "updated_at")},
    }


@pytest.mark.parametrize("content_type", [each for each in CONTENT_TYPES if each.startswith("text/vcard")])
def test_what_a_client_does_not_say_of_a_card_the_card_or_the_tag_says(
    person: Person, path: str, content_type: str
) -> None:
    before = person.request("GET", path)
    shown = read(person, path, content_type)
    edited = shown.body.replace(b"END:VCARD", b"NOTE:Changed\r\nEND:VCARD")
    answer = put(person, path, "text/vcard", shown.body, **{"If-Match": shown.headers["etag"]})
    assert answer.json == before.json
    answer = put(person, path, "text/vcard", edited, **{"If-Match": shown.headers["etag"]})
    assert answer.json["notes"].endswith("Changed")
    changed = {name for name in answer.json if answer.json[name] != before.json.get(name)}
    assert changed == {"notes", "revision"}  # the clock stands still


def test_an_offline_edit_as_a_card_is_merged(person: Person) -> None:
    created = person.create(first_name="Ann", notes="old")
    path = f"{CONTACTS}/{created.json['id']}"
    shown = read(person, path, "text/vcard")
    person.request("PATCH", path, json_body={"notes": "new"})
    answer = put(
        person,
        path,
        "text/vcard",
        shown.body.replace(b"Ann", b"Anna"),
        **{"If-Match": shown.headers["etag"], "Prefer": "handling=merge"},
    )
    assert (answer.status, answer.json["first_name"], answer.json["notes"]) == (200, "Anna", "new")


ODD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Taras\r\nN:;Taras;;;\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\n"
    b"NOTE:" + b"x" * 20_000 + b"\r\n"
)


def test_what_was_odd_about_a_card_is_told(person: Person) -> None:
    posted = person.request("POST", CONTACTS, body=ODD, headers={"Content-Type": "text/vcard"})
    assert posted.status == 201
    codes = [each["code"] for each in posted.json["notices"]]
    assert codes[:2] == ["no_end", "picture_left_out"]
    assert len(codes) == 3
    assert posted.json["notices"][0]["line"] > 0
    path = posted.headers["location"]
    replaced = put(person, path, "text/vcard", ODD)
    assert [each["code"] for each in replaced.json["notices"]] == codes
    assert "notices" not in person.request("GET", path).json
    assert "notices" not in put(person, path, "text/vcard", VCARD).json


def test_notices_that_are_sent_back_are_ignored(person: Person) -> None:
    shown = person.request("POST", CONTACTS, body=ODD, headers={"Content-Type": "text/vcard"})
    replaced = person.request("PUT", shown.headers["location"], json_body=shown.json)
    assert replaced.status == 200
    assert "notices" not in replaced.json


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_contact_is_made_of_a_card_of_any_form(person: Person, content_type: str) -> None:
    card = read(person, f"{CONTACTS}/{person.create(**EVERYTHING).json['id']}", content_type)
    made = person.request("POST", CONTACTS, body=card.body, headers={"Content-Type": content_type})
    assert made.status == 201, made.text
    assert made.json["first_name"] == EVERYTHING["first_name"]
    assert made.json["last_name"].startswith(EVERYTHING["last_name"])  # older forms have one part for all surnames
    assert [each["value"] for each in made.json["emails"]] == [each["value"] for each in EVERYTHING["emails"]]


def test_a_card_as_a_phone_sends_it_is_stored(person: Person) -> None:
    made = person.request("POST", CONTACTS, body=VCARD, headers={"Content-Type": "text/x-vcard"})
    assert made.status == 201, made.text
    assert made.json["last_name"] == "Shevchenko"
    assert made.json["phones"][0]["e164"] == "+380441234567"


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/vcard", b"", 400),
        ("text/vcard", VCARD * 2, 400),
        ("text/vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", 422),
        ("application/vcard+json", b"{}", 422),
        ("application/vcard+json", b"[", 400),
        ("application/jscontact+json", b"[]", 400),
        ("application/jscontact+json", b"3", 422),
        ("application/jscontact+json", b'{"@type": "Card", "version": "2.0", "nickNames": {}}', 422),
        ("text/csv", b"First Name\r\n", 400),
        ("text/calendar", b"BEGIN:VCALENDAR", 415),
    ],
)
def test_what_is_no_card_is_refused(person: Person, content_type: str, body: bytes, status: int) -> None:
    refused = person.request("POST", CONTACTS, body=body, headers={"Content-Type": content_type})
    assert (refused.status, refused.headers["content-type"]) == (status, "application/problem+json"), refused.text
    path = f"{CONTACTS}/{person.create().json['id']}"
    assert put(person, path, content_type, body).status == status


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_pages_of_cards_are_linked(person: Person, content_type: str) -> None:
    names = [person.create(first_name=f"Person{number}", tags=["friends"]).json["first_name"] for number in range(5)]
    path, found = f"{CONTACTS}?limit=2&tag=friends", ""
    for _ in range(3):
        page = read(person, path, content_type)
        assert (page.status, page.headers["content-type"]) == (200, content_type)
        found += page.text
        link = page.headers.get("link", "")
        path = link.partition(">")[0].lstrip("<")
        assert link.endswith('; rel="next"') or not link
    assert not path
    assert all(name in found for name in names)


def test_a_list_of_nobody_is_a_list(person: Person) -> None:
    assert read(person, CONTACTS, "text/vcard").text == ""
    assert json.loads(read(person, CONTACTS, "application/jscontact+json").text) == []
    assert json.loads(read(person, CONTACTS, "application/vcard+json").text) == []
    assert read(person, CONTACTS, "text/csv").text.count("\n") == 1
