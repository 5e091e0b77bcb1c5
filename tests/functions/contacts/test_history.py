"""GET /api/v1/contacts/{contact_id}/history."""

from __future__ import annotations

from typing import Any

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.test_get import NOBODYS_ID


def history(person: Person, contact_id: str, **query: str) -> Any:
    answer = person.request("GET", f"{CONTACTS}/{contact_id}/history", query=query)
    assert answer.status == 200, answer.text
    return answer.json


def test_versions_say_who_made_them_when_and_what_changed(person: Person) -> None:
    created = person.create(first_name="Taras", phones=[{"label": "mobile", "value": "1"}]).json
    contact_id, phone = created["id"], created["phones"][0]
    phones = [phone | {"value": "2"}]
    patched = person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"phones": phones, "tags": ["friends"]})
    latest, first = history(person, contact_id)["items"]
    assert latest == {
        "revision": 2,
        "at": patched.json["updated_at"],
        "actor": person.account_id,
        "kind": "updated",
        "operation_id": "r2",
        "changes": [
            {
                "path": f"/phones/{phone['id']}/value",
                "before": "1",
                "after": "2",
                "text": "Phone (mobile) changed from “1” to “2”.",
            },
            {"path": "/tags/friends", "before": None, "after": "friends", "text": "Tag “friends” was added."},
        ],
    }
    assert (first["revision"], first["kind"], first["at"]) == (1, "created", created["created_at"])
    assert [each["path"] for each in first["changes"]] == ["/first_name", f"/phones/{phone['id']}"]


def test_a_contact_in_the_trash_has_a_history_too(person: Person) -> None:
    contact_id = person.create().json["id"]
    person.request("DELETE", f"{CONTACTS}/{contact_id}")
    assert [item["kind"] for item in history(person, contact_id)["items"]] == ["trashed", "created"]


def test_pages_follow_each_other_and_cursors_are_those_of_one_contact(person: Person) -> None:
    ids = [person.create().json["id"] for _ in range(2)]
    for contact_id in ids:
        for number in range(3):
            person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"notes": str(number)})
    first = history(person, ids[0], limit="3")
    second = history(person, ids[0], limit="3", cursor=first["next_cursor"])
    assert [item["revision"] for item in first["items"] + second["items"]] == [5, 4, 3, 1]
    assert second["next_cursor"] is None
    other = person.request("GET", f"{CONTACTS}/{ids[1]}/history", query={"cursor": first["next_cursor"]})
    assert (other.status, other.code) == (400, "invalid_cursor")


def test_another_owners_contact_has_no_history(new_person: NewPerson) -> None:
    contact_id = new_person().create().json["id"]
    for unknown in (contact_id, NOBODYS_ID):
        answer = new_person().request("GET", f"{CONTACTS}/{unknown}/history")
        assert (answer.status, answer.code) == (404, "contact_not_found")
