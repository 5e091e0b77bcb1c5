"""A client made from the document of the first release: it loses nothing, and understands everything.

It does what docs/versioning.md asks of clients: it ignores unknown members of responses.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.members import Text, Texts, later_members_of, members_of
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_create import EVERYTHING
from tests.functions.contacts.test_patch import MERGE_PATCH, patch

Json = dict[str, Any]
SCHEMAS = json.loads((Path(__file__).parent / "schemas_of_the_first_release.json").read_text(encoding="utf-8"))
LATER = sorted(later_members_of(ContactDetails))
LATER_OF_VALUES = [
    (name, member) for name, values in VALUE_TYPES.items() for member, kind in later_members_of(values).items()
    if name in SCHEMAS["ContactIn"]["properties"] and not (isinstance(kind, Text) and kind.derived)
]  # fmt: skip
MOVED = {"revision", "updated_at"}


def valid(name: str, value: Any) -> Any:
    """Return the value if it is what the first document calls this, with no member beside those that it names."""
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}).validate(value)
    return value


def known(schema: Json, value: Any) -> Any:
    """Return what a client sees that has this schema: objects without unknown members."""
    if "$ref" in schema:
        return known(SCHEMAS[schema["$ref"].rpartition("/")[2]], value)
    if isinstance(value, list):
        return [known(schema["items"], each) for each in value]
    if isinstance(value, dict) and "properties" in schema:
        members = schema["properties"].items()
        return {name: known(member, value[name]) for name, member in members if name in value}
    return value


class OlderClient:
    """A client that sends and reads only what the first document describes."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def get(self, contact_id: str) -> Json:
        return self._read("ContactOut", self._person.get(contact_id).json)

    def listed(self, **query: str) -> list[Json]:
        page = self._person.request("GET", CONTACTS, query=query).json
        return list(self._read("ContactPageOut", page)["items"])

    def birthdays(self) -> list[Json]:
        page = self._person.request("GET", f"{CONTACTS}/birthdays", query={"days": "366"}).json
        return list(self._read("BirthdayPageOut", page)["items"])

    def create(self, body: Json) -> Json:
        return self._send("POST", CONTACTS, valid("ContactIn", body), 201)

    def put(self, contact_id: str, body: Json) -> Json:
        sent = {name: value for name, value in body.items() if name in SCHEMAS["ContactIn"]["properties"]}
        return self._send("PUT", f"{CONTACTS}/{contact_id}", valid("ContactIn", sent), 200)

    def patch(self, contact_id: str, body: Json) -> Json:
        return self._send("PATCH", f"{CONTACTS}/{contact_id}", valid("ContactPatch", body), 200, MERGE_PATCH)

    def _send(self, method: str, path: str, body: Json, status: int, content_type: str | None = None) -> Json:
        answer = self._person.request(method, path, json_body=body, content_type=content_type)
        assert answer.status == status, answer.text
        return self._read("ContactOut", answer.json)

    def _read(self, name: str, value: Any) -> Json:
        return dict(valid(name, known(SCHEMAS[name], value)))


@pytest.fixture
def older(person: Person) -> OlderClient:
    return OlderClient(person)


@pytest.fixture
def grown(person: Person) -> Json:
    """Return a contact that has every member, as a client of today sees it."""
    friend = person.create(first_name="Olena").json["id"]
    relation = {"label": "spouse", "value": "Olena", "contact_id": friend, "kinds": ["family"]}
    lists = {name: [{"kinds": ["a", "b"], **EVERYTHING[name][0]}] for name in VALUE_TYPES}
    return dict(person.create(**{**EVERYTHING, **lists, "relations": [relation]}).json)


def now(person: Person, contact: Json) -> Json:
    return dict(person.get(contact["id"]).json)


def unmoved(contact: Json, *besides: str) -> Json:
    return {name: value for name, value in contact.items() if name not in {*MOVED, *besides}}


def test_the_contact_has_every_member_of_today(grown: Json) -> None:
    assert grown.keys() >= members_of(ContactDetails).keys()
    assert [place for place in LATER_OF_VALUES if place[1] not in grown[place[0]][0]] == []


def test_what_it_creates_is_read_by_everybody(older: OlderClient, person: Person) -> None:
    sent = {name: EVERYTHING[name] for name in SCHEMAS["ContactIn"]["properties"] if name in EVERYTHING}
    sent = {**sent, "organizations": [{"name": "Example Bakery", "department": "Bread"}], "relations": []}
    sent |= {name: [{"value": "1"}] for name in ("emails", "phones")} | {"addresses": [{"city": "Kyiv"}]}
    created = older.create(sent)
    assert older.get(created["id"]) == created
    assert older.listed() == older.listed(q="tarasyk") == older.listed(sort="-updated") == [created]
    assert [item["contact"] for item in older.birthdays()] == [created]
    shown = now(person, created)
    assert (shown["nicknames"], shown["organizations"][0]["departments"]) == (["Tarasyk"], ["Bread"])


def test_it_reads_a_contact_that_has_grown_everywhere(older: OlderClient, grown: Json) -> None:
    seen = older.get(grown["id"])
    assert seen.keys() == SCHEMAS["ContactOut"]["properties"].keys()
    assert (seen["nickname"], seen["organizations"][0]["department"], seen["last_name"]) == (
        "Tarasyk",
        "Bread",
        "Melnyk Koval",
    )
    assert seen in older.listed()
    for typed in ("pekar", "пекар"):
        (item,) = older.listed(q=typed)
        assert {name: item[name] for name in seen} == seen
    assert [item["contact"] for item in older.birthdays()] == [seen]


def test_what_it_puts_back_whole_changes_nothing(older: OlderClient, person: Person, grown: Json) -> None:
    etag = person.get(grown["id"]).headers["etag"]
    older.put(grown["id"], older.get(grown["id"]))
    assert now(person, grown) == grown
    assert person.get(grown["id"]).headers["etag"] == etag


def test_what_it_puts_back_without_ids_changes_nothing(older: OlderClient, person: Person, grown: Json) -> None:
    seen = older.get(grown["id"])
    for name in VALUE_TYPES:
        for value in seen.get(name, ()):
            del value["id"]
    older.put(grown["id"], seen)
    assert now(person, grown) == grown


@pytest.mark.parametrize(
    ("name", "value"), [("notes", "x"), ("favorite", False), ("tags", ["work"]), ("phonetic_last_name", None)]
)
def test_what_it_changes_is_all_that_changes(
    older: OlderClient, person: Person, grown: Json, name: str, value: Any
) -> None:
    older.put(grown["id"], {**older.get(grown["id"]), name: value})
    changed = now(person, grown)
    assert changed[name] == value
    assert unmoved(changed, name) == unmoved(grown, name)
    older.patch(grown["id"], {name: grown[name]})
    assert unmoved(now(person, grown)) == unmoved(grown)


@pytest.mark.parametrize("write", ["put", "patch"])
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("organizations", {"name": "x", "title": None}),
        ("emails", {"value": "x", "primary": False}),
        ("phones", {"value": "+380 44 765 4321"}),
        ("addresses", {"city": "Lviv", "label": "work"}),
        ("urls", {"value": "https://example.org"}),
        ("dates", {"value": "2001"}),
        ("relations", {"label": "friend"}),
        ("custom", {"value": "44"}),
    ],
)
def test_a_value_that_it_changes_keeps_what_it_does_not_know(
    older: OlderClient, person: Person, grown: Json, name: str, changes: Json, write: str
) -> None:
    seen = older.get(grown["id"])
    body = {name: [seen[name][0] | changes]}
    getattr(older, write)(grown["id"], {**seen, **body} if write == "put" else body)
    changed = now(person, grown)
    derived = {"e164", "extension"}
    kept = grown[name][0].keys() - changes.keys() - derived
    assert {each: changed[name][0][each] for each in kept} == {each: grown[name][0][each] for each in kept}
    assert unmoved(changed, name) == unmoved(grown, name)


def test_a_value_that_it_removes_is_gone_with_all_that_it_had(older: OlderClient, person: Person, grown: Json) -> None:
    older.put(grown["id"], {**older.get(grown["id"]), "addresses": [{"city": "Lviv"}]})
    [address] = now(person, grown)["addresses"]
    assert address.keys() == SCHEMAS["AddressOut"]["properties"].keys()


@pytest.mark.parametrize(
    ("sent", "nicknames"),
    [("Tarasko", ["Tarasko", "Tar"]), ("Tar", ["Tar"]), ("Tarasyk", ["Tarasyk", "Tar"]), (None, None), ("", None)],
)
@pytest.mark.parametrize("write", ["put", "patch"])
def test_a_nickname_that_it_changes_is_the_first_of_all(
    older: OlderClient, person: Person, grown: Json, write: str, sent: str | None, nicknames: list[str] | None
) -> None:
    seen = older.get(grown["id"])
    body = {"nickname": sent}
    for _ in range(2):  # a repeated request makes no difference
        getattr(older, write)(grown["id"], {**seen, **body} if write == "put" else body)
        changed = now(person, grown)
        assert (changed["nickname"], changed.get("nicknames")) == (sent or None, nicknames)


def test_a_department_that_it_changes_is_the_first_of_all(older: OlderClient, person: Person, grown: Json) -> None:
    seen = older.get(grown["id"])
    seen["organizations"][0]["department"] = "Cakes"
    older.put(grown["id"], seen)
    assert now(person, grown)["organizations"][0]["departments"] == ["Cakes", "Rye"]
    seen["organizations"][0]["department"] = None
    older.patch(grown["id"], {"organizations": seen["organizations"]})
    assert "departments" not in now(person, grown)["organizations"][0]


@pytest.mark.parametrize("write", ["put", "patch"])
def test_a_name_that_it_changes_is_no_longer_taken_apart(
    older: OlderClient, person: Person, grown: Json, write: str
) -> None:
    body = {"last_name": "Melnyk"}
    getattr(older, write)(grown["id"], {**older.get(grown["id"]), **body} if write == "put" else body)
    changed = now(person, grown)
    assert ("last_names" in changed, changed["first_names"]) == (False, grown["first_names"])


def test_a_text_of_a_birthday_goes_with_the_birthday(older: OlderClient, person: Person, grown: Json) -> None:
    older.patch(grown["id"], {"birthday": "1990-05-17"})
    assert "birthday_text" not in now(person, grown)
    unknown = person.create(birthday_text="circa 1800").json
    older.patch(unknown["id"], {"notes": "x"})
    older.put(unknown["id"], older.get(unknown["id"]))
    assert now(person, unknown)["birthday_text"] == "circa 1800"


@pytest.mark.parametrize("name", [name for name, kind in later_members_of(ContactDetails).items() if name != "kind"
                                  and not (isinstance(kind, Texts) and kind.head)])  # fmt: skip
def test_a_contact_in_which_it_sees_nothing_may_be_put_back(older: OlderClient, person: Person, name: str) -> None:
    created = person.request("POST", CONTACTS, json_body={name: EVERYTHING[name]})
    if created.status == 422:  # what is only about a contact is nothing to show, for anybody
        assert created.pointers == {("", "nothing_to_show")}
        created = person.create(**{name: EVERYTHING[name]})
    older.put(created.json["id"], older.get(created.json["id"]))
    assert now(person, created.json) == created.json


@pytest.fixture(params=["put null", "put nothing", "patch null", "patch nothing"])
def remove(request: pytest.FixtureRequest, person: Person) -> Callable[[Json, str], Json]:
    """Remove a member by null, or by an empty text or list; there is no empty date, and {} patches nothing."""

    def remove(contact: Json, name: str) -> Json:
        method, _, value = request.param.partition(" ")
        has_empty = name not in {"anniversary", "death_date", "localizations"}
        empty = type(contact[name])() if value == "nothing" and has_empty else None
        if method == "patch":
            answer = patch(person, contact["id"], {name: empty})
        else:
            answer = person.request("PUT", f"{CONTACTS}/{contact['id']}", json_body={**contact, name: empty})
        assert answer.status == 200, answer.text
        return now(person, contact)

    return remove


@pytest.mark.parametrize("name", LATER)
def test_a_client_of_today_removes_a_member(grown: Json, remove: Callable[[Json, str], Json], name: str) -> None:
    if name == "nicknames":
        grown["nickname"] = None
    assert remove(grown, name).get(name, "absent") == ("individual" if name == "kind" else "absent")


@pytest.mark.parametrize(("name", "member"), LATER_OF_VALUES)
@pytest.mark.parametrize("write", ["put", "patch"])
def test_a_client_of_today_removes_a_member_of_a_value(
    person: Person, grown: Json, name: str, member: str, write: str
) -> None:
    values = deepcopy(grown[name])
    values[0][member] = None
    if member == "departments":
        values[0]["department"] = None
    if write == "put":
        assert person.request("PUT", f"{CONTACTS}/{grown['id']}", json_body={**grown, name: values}).status == 200
    else:
        assert patch(person, grown["id"], {name: values}).status == 200
    changed = now(person, grown)
    assert member not in changed[name][0]
    assert unmoved(changed, name) == unmoved(grown, name)


def test_what_is_kept_counts_towards_the_size(older: OlderClient, person: Person) -> None:
    languages = ("uk", "pl", "de", "el", "sv", "es")
    created = person.create(localizations={language: {"notes": "x" * 4_000} for language in languages}).json
    answer = person.request("PUT", f"{CONTACTS}/{created['id']}", json_body={"notes": "x" * 9_000})
    assert answer.pointers == {("", "too_large")}
    older.put(created["id"], {"notes": "x" * 8_000})


def test_a_contact_keeps_something_to_show(older: OlderClient, person: Person) -> None:
    created = person.create(handles=[{"user_name": "taras"}]).json
    older.put(created["id"], {"notes": "x"})
    older.put(created["id"], {})
    answer = person.request("PUT", f"{CONTACTS}/{created['id']}", json_body={"handles": [], "first_name": None})
    assert answer.pointers == {("", "nothing_to_show")}
