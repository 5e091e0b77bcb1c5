"""Every limit of a contact is on what is kept: what is stored at its edge comes back whole, and can be sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, ListValue
from shared.domain.contacts.members import Text, Texts, members_of
from tests.functions.conftest import CONTACTS, Person
from tests.support.client import Answer

Json = dict[str, Any]
MAX_BYTES = 32_768

LENGTHS = {
    "first_name": 200,
    "middle_name": 200,
    "last_name": 200,
    "prefix": 200,
    "suffix": 200,
    "nickname": 200,
    "phonetic_first_name": 200,
    "phonetic_last_name": 200,
    "notes": 10_000,
    "photo_url": 1_000,
    "organizations/name": 200,
    "organizations/department": 200,
    "organizations/title": 200,
    "addresses/street": 1_000,
    "addresses/extended": 1_000,
    "addresses/city": 200,
    "addresses/region": 200,
    "addresses/postal_code": 200,
    "addresses/country": 200,
    "emails/value": 1_000,
    "phones/value": 1_000,
    "urls/value": 1_000,
    "relations/value": 1_000,
    "custom/value": 1_000,
    "display_name": 500,
    "second_last_name": 200,
    "generation": 200,
    "phonetic_middle_name": 200,
    "birthday_text": 200,
    "birth_place": 200,
    "death_place": 200,
    "gender": 200,
    "pronouns": 200,
    "language": 35,
    "time_zone": 200,
    "coordinates": 200,
    "organizations/role": 200,
    "addresses/po_box": 200,
    "addresses/formatted": 1_000,
    "addresses/street_name": 200,
    "addresses/street_number": 200,
    "addresses/building": 200,
    "addresses/block": 200,
    "addresses/floor": 200,
    "addresses/apartment": 200,
    "addresses/room": 200,
    "addresses/landmark": 200,
    "addresses/direction": 200,
    "addresses/subdistrict": 200,
    "addresses/district": 200,
    "addresses/country_code": 10,
    "addresses/coordinates": 200,
    "addresses/time_zone": 200,
    "handles/value": 1_000,
    "handles/user_name": 200,
    "handles/service": 200,
    "personal_info/value": 1_000,
    "phones/label": 50,
    "phones/id": 64,
    "tags": 100,
}
"""The most characters of each text."""


LISTS_OF_TEXTS = {
    "nicknames": (20, 200),
    "first_names": (10, 200),
    "middle_names": (10, 200),
    "last_names": (10, 200),
    "prefixes": (10, 200),
    "suffixes": (10, 200),
    "members": (500, 200),
    "languages": (10, 35),
    "organizations/departments": (10, 200),
    "emails/kinds": (10, 50),
}
"""The most texts in each list, and the most characters of each; of a joined list, of all of them together."""


def contact_with(place: str, text: str) -> tuple[Json, str]:
    """Return a contact with a text in this place, and the pointer to it."""
    name, _, own = place.partition("/")
    if name == "tags":
        return {"first_name": "Taras", "tags": [text]}, "/tags/0"
    if own in {"label", "id"}:
        return {name: [{"value": "1", own: text}]}, f"/{place.replace('/', '/0/')}"
    if own:
        return {name: [{own: text}]}, f"/{name}/0/{own}"
    return {"first_name": "Taras", name: text}, f"/{name}"


def text_of(place: str, length: int) -> str:
    return f"{'https://' if place == 'photo_url' else ''}{'ж' * length}"[:length]


def put(person: Person, shown: Json) -> Answer:
    return person.request("PUT", f"{CONTACTS}/{shown['id']}", json_body=shown)


def patch(person: Person, shown: Json, **changes: Any) -> Answer:
    return person.request("PATCH", f"{CONTACTS}/{shown['id']}", json_body=changes)


def assert_comes_and_goes(person: Person, contact: Json) -> Json:
    """Store a contact, send it back whole as it is shown, mark it as a favorite and take that back."""
    created = person.request("POST", CONTACTS, json_body=contact)
    assert created.status == 201, created.text
    shown: Json = person.get(created.json["id"]).json
    assert put(person, shown).json == shown
    for favorite in (True, False):
        answer = patch(person, shown, favorite=favorite)
        assert (answer.status, answer.json["favorite"]) == (200, favorite)
        assert put(person, answer.json).json == answer.json
    unmarked = person.get(shown["id"]).json
    moved = {"revision", "updated_at"}
    assert {name: unmarked[name] for name in unmarked.keys() - moved} == {
        name: shown[name] for name in shown.keys() - moved
    }
    return shown


def test_every_text_has_an_edge_here() -> None:
    own = {
        f"{name}/{member}"
        for name, values in VALUE_TYPES.items()
        for member, kind in members_of(values).items()
        if isinstance(kind, Text) and not (kind.derived or kind.choices or member in {"id", "label", "contact_id"})
    }
    members = members_of(ContactDetails).items()
    texts = {name for name, kind in members if isinstance(kind, Text) and not kind.choices}
    assert texts | own | {"tags", "phones/label", "phones/id"} == LENGTHS.keys()


@pytest.mark.parametrize("place", LENGTHS)
def test_a_text_has_a_length(person: Person, place: str) -> None:
    longest = text_of(place, LENGTHS[place])
    contact, pointer = contact_with(place, longest)
    assert longest in json.dumps(assert_comes_and_goes(person, contact), ensure_ascii=False)
    answer = person.request("POST", CONTACTS, json_body=contact_with(place, longest + "ж")[0])
    assert answer.pointers == {(pointer, "too_long")}


def test_every_list_of_texts_has_an_edge_here() -> None:
    own = {
        f"{name}/{member}"
        for name, values in {"": ContactDetails, "emails": ListValue, **VALUE_TYPES}.items()
        for member, kind in members_of(values).items()
        if isinstance(kind, Texts) and (member != "kinds" or name == "emails")
    }
    assert {place.removeprefix("/") for place in own} == LISTS_OF_TEXTS.keys()


@pytest.mark.parametrize("place", LISTS_OF_TEXTS)
def test_a_list_of_texts_has_lengths(person: Person, place: str) -> None:
    name, _, own = place.partition("/")
    most, length = LISTS_OF_TEXTS[place]
    joined = name in {"first_names", "middle_names", "last_names", "prefixes", "suffixes"}

    def contact(texts: list[str]) -> Json:
        if own:
            return {name: [{"title" if name == "organizations" else "value": "x", own: texts}]}
        return {"notes": "x", name: texts}

    pointer = f"/{name}/0/{own}" if own else f"/{name}"
    shown = assert_comes_and_goes(person, contact([f"{number:03}" for number in range(most)]))
    assert len(shown[name][0][own] if own else shown[name]) == most
    answer = person.request("POST", CONTACTS, json_body=contact([f"{number:03}" for number in range(most + 1)]))
    assert answer.pointers == {(pointer, "too_many")}
    assert_comes_and_goes(person, contact(["ж" * length]))
    answer = person.request(
        "POST", CONTACTS, json_body=contact(["a", "ж" * length] if joined else ["ж" * (length + 1)])
    )
    assert (pointer if joined else f"{pointer}/0", "too_long") in answer.pointers


@pytest.mark.parametrize("surplus", [lambda text: f"  {text}\n", lambda text: text.replace("й", "и\u0306")])
@pytest.mark.parametrize("place", ["first_name", "notes", "emails/value", "tags"])
def test_a_length_is_that_of_what_is_kept(person: Person, place: str, surplus: Callable[[str], str]) -> None:
    text = "й" * LENGTHS[place]
    contact, _ = contact_with(place, surplus(text))
    created = person.request("POST", CONTACTS, json_body=contact)
    assert created.status == 201, created.text
    assert text in json.dumps(created.json, ensure_ascii=False)


@pytest.mark.parametrize("name", VALUE_TYPES)
def test_a_list_has_fifty_values(person: Person, name: str) -> None:
    own = {"organizations": "name", "addresses": "city"}.get(name, "value")
    values = [{own: f"20{number:02}"} for number in range(51)]
    assert_comes_and_goes(person, {name: values[:50]})
    answer = person.request("POST", CONTACTS, json_body={name: values})
    assert answer.pointers == {(f"/{name}", "too_many")}


def test_a_contact_has_fifty_tags_however_often_they_are_sent(person: Person) -> None:
    tags = [f"tag {number}" for number in range(51)]
    assert_comes_and_goes(person, {"first_name": "Taras", "tags": tags[:50]})
    again = {"first_name": "Taras", "tags": [*tags[:50], *(tag.upper() for tag in tags[:50])]}
    assert sorted(person.create(**again).json["tags"]) == sorted(tags[:50])
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras", "tags": tags})
    assert answer.pointers == {("/tags", "too_many")}


def test_foreign_properties_have_eight_levels(person: Person) -> None:
    extra: Any = "x"
    for _ in range(8):
        extra = {"a": extra}
    assert_comes_and_goes(person, {"first_name": "Taras", "extra": extra})
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras", "extra": {"a": extra}})
    assert answer.pointers == {("/extra", "too_deep")}


def large(size: int, **members: Any) -> Json:
    """Return a contact of this size in bytes as JSON: a favorite with these members, custom values and notes."""
    contact = {**members, "custom": [{"value": "x" * 1_000} for _ in range(31)], "notes": "", "favorite": True}
    missing = size - len(json.dumps(contact, separators=(",", ":")).encode())
    contact["notes"] = "x" * missing
    assert 0 < missing <= LENGTHS["notes"]
    return contact


@pytest.mark.parametrize("phones", [1, 10, 20])
def test_a_contact_at_the_limit_comes_back_whole_and_may_change(person: Person, phones: int) -> None:
    numbers = [{"value": f"+38044123{number:04}"} for number in range(phones)]
    contact = {**large(MAX_BYTES, phones=numbers), "favorite": None}
    shown = assert_comes_and_goes(person, contact)
    assert [phone["e164"] for phone in shown["phones"]] == [phone["value"] for phone in numbers]
    answer = patch(person, shown, notes=shown["notes"][:-1] + "y")
    assert (answer.status, answer.json["notes"][-1]) == (200, "y")
    assert patch(person, shown, notes=shown["notes"] + "y").pointers == {("", "too_large")}


def test_a_contact_over_the_limit_is_refused(person: Person) -> None:
    answer = person.request("POST", CONTACTS, json_body=large(MAX_BYTES + 1))
    assert answer.pointers == {("", "too_large")}


@pytest.mark.parametrize("text", ['"', "\\", "\u0001", "ж", "🎂"])
def test_the_largest_contact_fits_into_a_request(person: Person, text: str) -> None:
    """With every member that a response shows, and escaped as clients escape it that write ASCII only."""
    lists = {
        name: [{{"organizations": "name", "addresses": "city"}.get(name, "value"): f"20{n:02}"} for n in range(50)]
        for name in VALUE_TYPES
    }
    contact: Json = {**lists, "tags": [f"{number:02}" + "ж" * 98 for number in range(50)]}
    size = len(json.dumps({**lists, "extra": {"x": ""}, "favorite": True}, separators=(",", ":")))
    room = (MAX_BYTES - size) // (len(json.dumps(text, ensure_ascii=False).encode()) - 2)
    shown = assert_comes_and_goes(person, {**contact, "extra": {"x": text * room}})
    assert len(json.dumps(shown, indent=2)) > MAX_BYTES
