"""GET /api/v1/contacts?at=: the contacts that the book had then, with what they were like."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.support.client import Answer
from tests.support.clock import Clock


def listed(person: Person, at: object, **query: Any) -> Answer:
    return person.request("GET", CONTACTS, query={"at": str(at), **query})


def names(answer: Answer) -> list[str]:
    return [item["first_name"] for item in answer.json["items"]]


@pytest.fixture
def ada(person: Person, clock: Clock) -> str:
    """A contact with a tag, made some minutes ago, of a book that has changed since."""
    contact_id = str(person.create(first_name="Ada", tags=["Work"]).json["id"])
    clock.advance(timedelta(minutes=10))
    person.request("PATCH", f"{LABELS}/{label_id_of(person, 'Work')}", json_body={"name": "Job"})
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": "Eve"})
    person.request("DELETE", f"{CONTACTS}/{contact_id}")
    person.create(first_name="Cleo")
    return contact_id


@pytest.mark.parametrize("at", ["1", "r1"])
def test_a_revision_is_listed_as_it_was(person: Person, ada: str, clock: Clock, at: str) -> None:
    answer = listed(person, at)
    [item] = answer.json["items"]
    assert (item["id"], item["first_name"], item["tags"], item["revision"]) == (ada, "Ada", ["Work"], 1)
    made = clock() - timedelta(minutes=10)
    assert answer.json["as_of"]["revision"] == 1
    assert answer.json["as_of"]["at"].startswith(f"{made:%Y-%m-%dT%H:%M}")


def test_a_time_is_that_of_the_last_change_before(person: Person, ada: str, clock: Clock) -> None:
    then = clock() - timedelta(minutes=5)
    assert names(listed(person, then.isoformat())) == ["Ada"]
    assert names(listed(person, f"{then:%Y-%m-%dT%H:%M:%SZ}")) == ["Ada"]
    assert names(listed(person, clock().isoformat())) == ["Cleo"]
    assert names(listed(person, (clock() - timedelta(days=1)).isoformat())) == []


def test_the_version_is_the_one_in_the_history(person: Person, ada: str) -> None:
    revision = listed(person, 3).json["items"][0]["revision"]
    versions = person.request("GET", f"{CONTACTS}/{ada}/history").json["items"]
    assert revision in [version["revision"] for version in versions]
    restored = person.request("POST", f"{CONTACTS}/{ada}/restore", json_body={"revision": revision})
    assert restored.json["first_name"] == "Eve"


def test_the_list_of_now_says_nothing_of_a_moment(person: Person, ada: str) -> None:
    assert "as_of" not in person.request("GET", CONTACTS).json


def test_pages_are_of_one_moment_whatever_is_written_between(person: Person, clock: Clock) -> None:
    for name in "abcd":
        person.create(first_name=name)
    at, cursor, found = clock().isoformat(), "", []
    while True:
        answer = listed(person, at, limit="1", cursor=cursor)
        found += names(answer)
        assert answer.json["as_of"]["revision"] == 4
        cursor = answer.json["next_cursor"]
        if cursor is None:
            break
        clock.advance(timedelta(seconds=1))
        person.create(first_name="later")
        person.request("DELETE", f"{CONTACTS}/{answer.json['items'][0]['id']}")
    assert sorted(found) == list("abcd"), "each once"


def test_a_cursor_is_good_for_its_moment_only(person: Person, ada: str) -> None:
    person.create(first_name="Dora")
    cursor = listed(person, 6, limit="1").json["next_cursor"]
    assert cursor
    assert listed(person, 6, cursor=cursor).status == 200
    for query in ({"at": "5"}, {}):
        answer = person.request("GET", CONTACTS, query={**query, "cursor": cursor})
        assert (answer.status, answer.code) == (400, "invalid_cursor")


def test_a_tag_is_looked_for_among_those_of_then(person: Person, ada: str) -> None:
    assert names(listed(person, 1, tag="work")) == ["Ada"]
    assert names(listed(person, 2, tag="work")) == []
    assert names(listed(person, 2, tag="JOB")) == ["Ada"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"at": "yesterday"}, {("at", "wrong_form")}),
        ({"at": "2026-05-17T12:00:00 02:00"}, {("at", "wrong_form")}),
        ({"at": "99"}, {("at", "no_such_revision")}),
        ({"at": "2027-01-01T00:00:00Z"}, {("at", "in_the_future")}),
        ({"at": "1", "sort": "name"}, {("sort", "not_together")}),
        ({"at": "1", "q": "ada", "sort": "-updated"}, {("q", "not_together"), ("sort", "not_together")}),
        ({"at": "x", "q": "ada"}, {("at", "wrong_form"), ("q", "not_together")}),
    ],
)
def test_what_cannot_be_listed_is_refused_by_parameter(
    person: Person, ada: str, query: dict[str, str], errors: set[tuple[str, str]]
) -> None:
    answer = person.request("GET", CONTACTS, query=query)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert {(error["parameter"], error["code"]) for error in answer.json["errors"]} == errors


def test_a_parameter_without_a_value_counts_as_omitted(person: Person, ada: str) -> None:
    assert names(person.request("GET", CONTACTS, query={"at": "", "q": "cleo"})) == ["Cleo"]
    assert names(listed(person, 1, q="", sort="")) == ["Ada"]


def test_before_the_history_begins_nothing_can_be_listed(new_person: NewPerson, clock: Clock) -> None:
    person = new_person(expires_at=clock() + timedelta(days=900))
    person.create()
    person.create()
    then = clock()
    clock.advance(timedelta(days=366))
    for at in (1, then.isoformat()):
        answer = listed(person, at)
        assert (answer.status, answer.code) == (410, "history_gone")
    assert listed(person, 2).status == 200, "nothing has changed since"


def test_it_counts_as_a_search(person: Person, ada: str) -> None:
    assert "ratelimit" in listed(person, 1).headers
    assert "ratelimit" not in person.request("GET", CONTACTS).headers


def test_nobody_elses_past_is_seen(new_person: NewPerson, person: Person, ada: str) -> None:
    other = new_person()
    other.create(first_name="Zoe")
    assert names(listed(other, 1)) == ["Zoe"]


def test_a_list_of_now_does_not_load_what_reads_the_past(root: Path) -> None:
    code = "import sys, functions.contacts.list; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    loaded = found.stdout.split()
    assert "shared.web.contacts.queries" in loaded
    assert [name for name in loaded if ".past" in name or "moments" in name] == []
