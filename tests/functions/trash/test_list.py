"""GET /api/v1/trash."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.functions.conftest import CONTACTS, NewPerson, Person

TRASH = "/api/v1/trash"


def delete(person: Person, contact_id: str) -> None:
    assert person.request("DELETE", f"{CONTACTS}/{contact_id}").status == 204


def test_deleted_contacts_are_listed_with_their_dates_the_latest_first(person: Person) -> None:
    kept, first, latest = (person.create(first_name=name, tags=["a"]).json for name in ("Kept", "First", "Latest"))
    delete(person, first["id"])
    delete(person, latest["id"])
    answer = person.request("GET", TRASH)
    assert answer.status == 200
    assert answer.json["next_cursor"] is None
    assert [item["id"] for item in answer.json["items"]] == [latest["id"], first["id"]]
    item = answer.json["items"][0]
    assert {name for name in kept if item[name] != latest[name]} == {"revision"}
    deleted_at, purged_at = (datetime.fromisoformat(item[name]) for name in ("deleted_at", "purged_at"))
    assert purged_at - deleted_at == timedelta(days=30)
    assert item["deleted_at"] == item["updated_at"]


def test_pages_follow_each_other(person: Person) -> None:
    ids = [person.create().json["id"] for _ in range(3)]
    for contact_id in ids:
        delete(person, contact_id)
    first = person.request("GET", TRASH, query={"limit": "2"}).json
    second = person.request("GET", TRASH, query={"limit": "2", "cursor": first["next_cursor"]}).json
    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None


def test_a_cursor_of_another_list_is_refused(person: Person) -> None:
    person.create()
    person.create()
    cursor = person.request("GET", CONTACTS, query={"limit": "1"}).json["next_cursor"]
    answer = person.request("GET", TRASH, query={"cursor": cursor})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


def test_unknown_parameters_are_refused(person: Person) -> None:
    assert person.request("GET", TRASH, query={"sort": "name"}).status == 422


def test_everybody_has_a_trash_of_their_own(new_person: NewPerson) -> None:
    owner = new_person()
    delete(owner, owner.create().json["id"])
    assert new_person().request("GET", TRASH).json == {"items": [], "next_cursor": None}
