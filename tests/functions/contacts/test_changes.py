"""GET /api/v1/contacts/changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.labels import Labels
from shared.services.contacts.changed_contacts import MAX_CHANGES
from shared.services.contacts.sync_tokens import LIFETIME
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.changes import PATH
from tests.functions.test_heavy_pages import heavy
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

SECOND = timedelta(seconds=1)


def page(person: Person, since: str | None = None, **query: str) -> Any:
    answer = ask(person, since, **query)
    assert answer.status == 200, answer.text
    return answer.json


def ask(person: Person, since: str | None = None, **query: str) -> Answer:
    return person.request("GET", PATH, query={**query, **({} if since is None else {"since": since})})


def token(person: Person) -> str:
    """Return a token for all that there is now."""
    read = page(person)
    assert not read["has_more"]
    return str(read["next_since"])


def names(read: Any) -> list[str]:
    return [item["contact"]["first_name"] if item["contact"] else f"- {item['id']}" for item in read["items"]]


def test_a_book_without_contacts_is_a_page_without_items(person: Person) -> None:
    read = page(person)
    assert (read["items"], read["labels"], read["has_more"]) == ([], [], False)


def test_without_a_token_all_contacts_come_with_what_a_copy_needs(person: Person) -> None:
    created = person.create(first_name="Ada", tags=["Work"])
    [item] = page(person)["items"]
    shown = person.get(created.json["id"])
    assert item == {
        "id": shown.json["id"],
        "uid": shown.json["uid"],
        "revision": 1,
        "deleted": False,
        "etag": shown.headers["etag"],
        "label_ids": item["label_ids"],
        "contact": shown.json,
    }
    [label] = page(person)["labels"]
    assert label == {"id": item["label_ids"][0], "name": "Work", "color": None, "merged_into": None}


def test_with_a_token_only_what_has_changed_comes_in_the_order_of_the_changes(person: Person) -> None:
    ids = {name: person.create(first_name=name).json["id"] for name in ("Ada", "Bo", "Cy")}
    since = token(person)
    person.request("DELETE", f"{CONTACTS}/{ids['Bo']}")
    person.create(first_name="Di")
    person.request("PATCH", f"{CONTACTS}/{ids['Ada']}", json_body={"first_name": "Adele"})
    read = page(person, since)
    assert names(read) == [f"- {ids['Bo']}", "Di", "Adele"]
    assert [item["revision"] for item in read["items"]] == [4, 5, 6]
    gone = read["items"][0]
    assert gone["uid"].startswith("urn:uuid:")
    assert (gone["deleted"], gone["etag"], gone["label_ids"], gone["contact"]) == (True, None, [], None)
    assert page(person, read["next_since"])["items"] == []


def test_a_contact_that_changed_twice_comes_once_and_as_it_is_now(person: Person) -> None:
    since = token(person)
    contact_id = person.create(first_name="Ada").json["id"]
    person.create(first_name="Bo")
    for name in ("Adele", "Adam"):
        person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": name})
    assert names(page(person, since)) == ["Bo", "Adam"]


def test_what_was_just_written_is_in_the_next_page(person: Person) -> None:
    since = token(person)
    for number in range(3):
        person.create(first_name=f"Contact {number}")
        read = page(person, since)
        assert names(read) == [f"Contact {number}"]
        since = read["next_since"]


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_pages_of_any_size_have_every_change_once(person: Person, limit: int) -> None:
    since = token(person)
    wanted = [f"Contact {number}" for number in range(5)]
    for name in wanted:
        person.create(first_name=name)
    found: list[str] = []
    has_more = True
    while has_more:
        read = page(person, since, limit=str(limit))
        assert len(read["items"]) <= limit
        found += names(read)
        since, has_more = read["next_since"], read["has_more"]
    assert found == wanted


def test_changes_made_while_all_contacts_are_read_come_afterwards(person: Person, clock: Clock) -> None:
    ids = []
    for name in ("Ada", "Bo", "Cy"):
        clock.advance(SECOND)
        ids.append(person.create(first_name=name).json["id"])
    first = page(person, limit="2")
    assert (names(first), first["has_more"]) == (["Ada", "Bo"], True)
    person.request("DELETE", f"{CONTACTS}/{ids[0]}")
    person.request("PATCH", f"{CONTACTS}/{ids[1]}", json_body={"first_name": "Bob"})
    second = page(person, first["next_since"], limit="2")
    assert (names(second), second["has_more"]) == (["Cy"], True)
    third = page(person, second["next_since"])
    assert (names(third), third["has_more"]) == ([f"- {ids[0]}", "Bob"], False)


def test_labels_come_whole_and_only_if_they_have_changed(person: Person) -> None:
    person.create(tags=["Work"])
    since = token(person)
    person.create()
    read = page(person, since)
    assert read["labels"] is None
    person.create(tags=["work", "Home"])
    read = page(person, read["next_since"])
    assert [label["name"] for label in read["labels"]] == ["Home", "Work"]
    assert page(person, read["next_since"])["labels"] is None


def test_a_label_that_was_merged_shows_as_the_other_one(person: Person, wired: MemoryWiring) -> None:
    person.create(first_name="Ada", tags=["Job"])
    [old] = wired.memory.labels[person.account_id].names
    since = token(person)
    wired.memory.labels[person.account_id] = Labels(
        revision=2, names={"new": "Work"}, colors={"new": "#112233"}, removed={old: "new", "older": ""}
    )
    shown = {"name": "Work", "color": "#112233"}
    assert page(person, since)["labels"] == [
        {"id": "new", **shown, "merged_into": None},
        {"id": old, **shown, "merged_into": "new"},
    ]
    [item] = page(person)["items"]
    assert (item["label_ids"], item["contact"]["tags"]) == (["new"], ["Work"])


@pytest.fixture
def patient(new_person: NewPerson, clock: Clock) -> Person:
    """Somebody whose access token outlives sync tokens."""
    return new_person(expires_at=clock() + 3 * LIFETIME)


def test_a_token_lives_for_thirty_days(patient: Person, clock: Clock) -> None:
    since = token(patient)
    clock.advance(LIFETIME - SECOND)
    fresh = page(patient, since)["next_since"]
    clock.advance(2 * SECOND)
    answer = ask(patient, since)
    assert (answer.status, answer.json["code"]) == (410, "sync_token_expired")
    assert answer.headers["link"] == f'<{PATH}>; rel="start"'
    assert page(patient, fresh)["items"] == []


def test_reading_all_contacts_does_not_prolong_a_token(patient: Person, clock: Clock) -> None:
    for name in ("Ada", "Bo"):
        patient.create(first_name=name)
    first = page(patient, limit="1")["next_since"]
    clock.advance(LIFETIME - SECOND)
    second = page(patient, first, limit="1")["next_since"]
    clock.advance(2 * SECOND)
    assert ask(patient, second).status == 410


def test_a_token_from_tomorrow_is_refused(patient: Person, clock: Clock) -> None:
    clock.advance(timedelta(days=1))
    since = token(patient)
    clock.advance(timedelta(days=-1))
    assert (answer := ask(patient, since)).status == 400
    assert answer.json["code"] == "invalid_cursor"


def test_a_token_of_another_book_is_refused(person: Person, new_person: NewPerson) -> None:
    assert ask(person, token(new_person())).status == 400


def test_a_changed_token_and_a_cursor_of_a_list_are_refused(person: Person) -> None:
    for name in ("Ada", "Bo"):
        person.create(first_name=name)
    since = token(person)
    cursor = person.request("GET", CONTACTS, query={"limit": "1"}).json["next_cursor"]
    for wrong in (since[:-1], f"{since}x", since.replace(".", ".A", 1), cursor, "x"):
        assert ask(person, wrong).status == 400


def test_a_token_of_a_state_that_the_book_was_taken_back_from_starts_over(person: Person, wired: MemoryWiring) -> None:
    earlier = wired.memory.books[person.account_id]
    person.create()
    since = token(person)
    wired.memory.books[person.account_id] = earlier
    del wired.memory.shelves[person.account_id]
    assert ask(person, since).status == 410


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "501"}, {"cursor": "x"}, {"limit": "x"}])
def test_other_parameters_are_refused(person: Person, query: dict[str, str]) -> None:
    assert ask(person, **query).status == 422


def test_an_empty_token_counts_as_none(person: Person) -> None:
    person.create(first_name="Ada")
    assert names(page(person, "")) == ["Ada"]


def test_another_persons_contacts_are_not_there(person: Person, new_person: NewPerson) -> None:
    new_person().create()
    assert page(person)["items"] == []


def test_heavy_contacts_are_left_to_the_next_page(person: Person, wired: MemoryWiring) -> None:
    since = token(person)
    for start in range(0, MAX_CHANGES, 14):
        drafts = [heavy(number, "ж") for number in range(start, start + 14)]
        wired.contact_writer.add_all(person.account_id, drafts, actor=person.account_id)
    for token_ in (since, None):
        found: list[str] = []
        sizes = []
        position, has_more = token_, True
        while has_more:
            answer = person.request(
                "GET", PATH, query={"limit": "500", **({"since": position} if position else {})}, described=False
            )
            read = answer.json
            found += [item["id"] for item in read["items"]]
            sizes.append(len(read["items"]))
            position, has_more = read["next_since"], read["has_more"]
        assert len(found) == len(set(found)) == MAX_CHANGES
        assert len(sizes) > 1


def test_a_head_has_what_a_get_has_but_the_body(person: Person) -> None:
    answer = person.request("HEAD", PATH)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, b"", "no-store")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", PATH).status == 401
