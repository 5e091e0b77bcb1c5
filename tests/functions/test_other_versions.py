"""Contacts that newer code has stored: what this code does not know is not shown, and not lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.books import BookSettings
from shared.domain.contacts.documents import Document
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_patch import patch
from tests.support.wiring import MemoryWiring

KNOWN = {
    "first_name": "Taras",
    "emails": [{"label": "work", "value": "a@example.com"}, {"value": "b@example.com"}],
    "addresses": [{"city": "Kyiv"}],
}


class Stored:
    """A contact of a person, as newer code would have stored it."""

    def __init__(self, wired: MemoryWiring, person: Person) -> None:
        self._shelf = wired.memory.shelves[person.account_id]
        self.seen = person.create(**KNOWN).json
        self.id = self.seen["id"]
        known = self.members
        first, second = known["emails"]
        self.newer = {
            "species": "human",
            **known,
            "emails": [{**first, "verified_by": {"x": [1]}}, {**second, "moods": ["home"]}],
            "addresses": [{"painted": "Kyiv!", **known["addresses"][0], "planet": "UA"}],
            "beacons": [{"id": "h1", "service": "x", "value": "t@example.com"}],
        }
        self._shelf.put(replace(self._shelf.contacts[self.id], document=Document.of(self.newer)))

    @property
    def members(self) -> dict[str, Any]:
        return dict(self._shelf.contacts[self.id].document.members)

    @property
    def revision(self) -> int:
        return self._shelf.contacts[self.id].revision


@pytest.fixture
def stored(wired: MemoryWiring, person: Person) -> Stored:
    return Stored(wired, person)


def test_members_that_newer_code_knows_are_not_shown(person: Person, stored: Stored) -> None:
    assert person.get(stored.id).json == stored.seen
    (item,) = person.request("GET", CONTACTS, query={"q": "taras"}).json["items"]
    assert item.pop("matches")
    assert item == stored.seen


def test_a_patch_of_something_else_keeps_them(person: Person, stored: Stored) -> None:
    answer = patch(person, stored.id, {"favorite": True})
    assert answer.status == 200
    assert stored.members == {**stored.newer, "favorite": True}


def test_what_was_got_may_be_put_back_and_makes_no_version(person: Person, stored: Stored) -> None:
    answer = person.request("PUT", f"{CONTACTS}/{stored.id}", json_body=stored.seen)
    assert (answer.status, answer.json["revision"]) == (200, stored.seen["revision"])
    assert stored.members == stored.newer
    for values in (stored.seen["emails"], stored.seen["addresses"]):
        for value in values:
            del value["id"]
    answer = person.request("PUT", f"{CONTACTS}/{stored.id}", json_body=stored.seen)
    assert (answer.status, stored.revision) == (200, stored.seen["revision"])


def test_a_replacement_keeps_them_with_the_contact_and_with_the_values_of_the_same_id(
    person: Person, stored: Stored
) -> None:
    second = stored.seen["emails"][1]
    body = {"last_name": "Koval", "emails": [{"value": "new@example.com"}, {**second, "value": "c@example.com"}]}
    assert person.request("PUT", f"{CONTACTS}/{stored.id}", json_body=body).status == 200
    new, kept = stored.members.pop("emails")
    assert stored.members.keys() == {"species", "last_name", "emails", "beacons"}
    assert new.keys() == {"id", "value"}
    assert kept == {"id": second["id"], "value": "c@example.com", "moods": ["home"]}


def test_they_outlive_the_trash(person: Person, stored: Stored) -> None:
    assert person.request("DELETE", f"{CONTACTS}/{stored.id}").status == 204
    assert stored.members == stored.newer


@pytest.mark.parametrize(
    "settings",
    [{"leap_day": "nearest"}, {"time_zone": "Moon/Tranquility"}, {"phone_region": "XX"}, {"time_zone": "/x"}],
)
def test_settings_that_newer_code_knows_do_not_fail(
    wired: MemoryWiring, person: Person, settings: Mapping[str, str]
) -> None:
    books = wired.memory.books
    books[person.account_id] = replace(books[person.account_id], settings=BookSettings(**settings))
    person.create(birthday="2000-02-29", phones=[{"value": "044 123 4567"}])
    [item] = person.request("GET", f"{CONTACTS}/birthdays", query={"days": "366"}).json["items"]
    assert item["next_birthday"] == "2027-02-28"


def test_a_birthday_in_a_form_that_newer_code_knows_is_shown_and_not_listed(
    wired: MemoryWiring, person: Person
) -> None:
    shelf = wired.memory.shelves[person.account_id]
    contact_id = person.create(birthday="2000-05-18").json["id"]
    contact = shelf.contacts[contact_id]
    shelf.put(replace(contact, document=Document.of({**contact.document.members, "birthday": "200X-05-18"})))
    assert person.get(contact_id).json["birthday"] == "200X-05-18"
    assert person.request("GET", f"{CONTACTS}/birthdays", query={"days": "366"}).json["items"] == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (CONTACTS, {}),
        (CONTACTS, {"sort": "-updated"}),
        (CONTACTS, {"q": "taras"}),
        (f"{CONTACTS}/birthdays", {"days": "366"}),
    ],
)
def test_a_cursor_that_lacks_what_this_code_needs_is_invalid(
    wired: MemoryWiring, person: Person, path: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        person.create(birthday="2000-05-18")
    cursor = person.request("GET", path, query={"limit": "1", **query}).json["next_cursor"]
    assert cursor
    monkeypatch.setattr(type(wired.cursors), "read", lambda *_, **__: {"snapshot": "s1"})
    answer = person.request("GET", path, query={"limit": "1", "cursor": cursor, **query})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


def rewritten(wired: MemoryWiring, person: Person, contact_id: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a stored document as code of the first release does, which leaves what it does not know as it is."""
    shelf = wired.memory.shelves[person.account_id]
    members = deepcopy(dict(shelf.contacts[contact_id].document.members))
    change(members)
    shelf.put(replace(shelf.contacts[contact_id], document=Document.of(members)))


GROWN = {
    "nicknames": ["Tarasyk", "Tar"],
    "last_names": ["Melnyk", "Koval"],
    "organizations": [{"departments": ["Bread", "Rye"], "title": "Baker"}],
    "birthday": "1990-05-17",
    "birthday_text": "1990-05-17T10:00Z",
}


@pytest.mark.parametrize(
    ("change", "name", "shown"),
    [
        (lambda stored: stored.update(nickname="T"), "nicknames", ["T", "Tar"]),
        (lambda stored: stored.pop("nickname"), "nicknames", "absent"),
        (lambda stored: stored.update(last_name="Melnyk"), "last_names", "absent"),
        (lambda stored: stored.pop("last_name"), "last_names", "absent"),
        (lambda stored: stored.update(birthday="1991-05-17"), "birthday_text", "absent"),
        (lambda stored: stored["organizations"][0].update(department="Rye"), "departments", ["Rye"]),
        (lambda stored: stored["organizations"][0].pop("department"), "departments", "absent"),
        (lambda stored: stored.update(notes="x"), "nicknames", ["Tarasyk", "Tar"]),
    ],
)
def test_what_older_code_has_changed_counts(
    wired: MemoryWiring, person: Person, change: Callable[[dict[str, Any]], object], name: str, shown: Any
) -> None:
    contact_id = person.create(**GROWN).json["id"]
    rewritten(wired, person, contact_id, change)
    seen = person.get(contact_id).json
    place = seen["organizations"][0] if name == "departments" else seen
    assert place.get(name, "absent") == shown
    answer = person.request("PUT", f"{CONTACTS}/{contact_id}", json_body=seen)
    assert answer.status == 200, answer.text
    moved = {"revision", "updated_at"}
    assert {each: answer.json[each] for each in seen.keys() - moved} == {
        each: seen[each] for each in seen.keys() - moved
    }
    answer = patch(person, contact_id, {"favorite": True})
    place = answer.json["organizations"][0] if name == "departments" else answer.json
    assert place.get(name, "absent") == shown


def test_the_places_that_older_code_gives_to_members_make_no_version(wired: MemoryWiring, person: Person) -> None:
    contact_id = person.create(**GROWN, handles=[{"value": "x"}]).json["id"]

    def backwards(members: dict[str, Any]) -> None:
        items = list(members.items())[::-1]
        members.clear()
        members.update(items)

    rewritten(wired, person, contact_id, backwards)
    seen = person.get(contact_id)
    answer = person.request("PUT", f"{CONTACTS}/{contact_id}", json_body=seen.json)
    assert answer.headers["etag"] == seen.headers["etag"]
