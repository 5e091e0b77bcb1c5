"""GET /api/v1/contacts?view=: the contacts that a view shows, as they are now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.functions.views.list import VIEWS
from tests.functions.views.test_list import create
from tests.support.client import Answer
from tests.support.wiring import MemoryWiring


def shown(person: Person, view_id: str, **query: str) -> Answer:
    return person.request("GET", CONTACTS, query={"view": view_id, **query})


def names(person: Person, view_id: str, **query: str) -> str:
    answer = shown(person, view_id, **query)
    assert answer.status == 200, answer.text
    return "".join(item["first_name"] for item in answer.json["items"])


@pytest.fixture
def five(person: Person) -> Person:
    """Somebody with five contacts, of whom A is the latest."""
    made: list[tuple[str, dict[str, Any]]] = [
        ("A", {"favorite": True, "tags": ["Work"], "notes": "x"}),
        ("B", {"favorite": True, "tags": ["Work", "Chess"], "last_name": "Smith"}),
        ("C", {"tags": ["Work"], "organizations": [{"name": "Acme"}, {"name": "Other"}]}),
        ("D", {"favorite": True}),
        ("E", {"organizations": [{"name": "Acme"}]}),
    ]
    for name, more in reversed(made):
        person.create(first_name=name, **more)
    return person


@pytest.mark.parametrize(
    ("view", "query", "found"),
    [
        ({}, {}, "ABCDE"),
        ({"favorite": True}, {}, "ABD"),
        ({"favorite": True}, {"tag": "work"}, "AB"),
        ({"favorite": True}, {"favorite": "false"}, ""),
        ({"tag": "work"}, {"tag": "chess"}, "B"),
        ({"tag": "work"}, {"tag": "unknown"}, ""),
        ({"organization": "acme"}, {"organization": "other"}, "C"),
        ({"q": "smith"}, {}, "B"),
        ({"q": "smith"}, {"q": "b"}, "B"),
        ({"q": "smith"}, {"q": "a"}, ""),
        ({"q": "smith", "tag": "work"}, {"q": "b", "favorite": "true"}, "B"),
        ({"sort": "-updated", "favorite": True}, {}, "ABD"),
    ],
)
def test_a_request_narrows_what_a_view_shows(
    five: Person, view: dict[str, Any], query: dict[str, str], found: str
) -> None:
    assert names(five, create(five, "view", **view)["id"], **query) == found


def test_its_order_is_used_unless_another_is_named(five: Person) -> None:
    [last] = five.request("GET", CONTACTS, query={"q": "smith"}).json["items"]
    five.request("PATCH", f"{CONTACTS}/{last['id']}", json_body={"notes": "changed"})
    latest, by_name = create(five, "latest", tag="work", sort="-updated"), create(five, "by name", tag="work")
    assert names(five, latest["id"]) == "BAC"
    assert names(five, latest["id"], sort="name") == "ABC"
    assert names(five, by_name["id"]) == "ABC"
    assert names(five, by_name["id"], sort="-updated") == "BAC"


def test_it_follows_its_tag(five: Person, wired: MemoryWiring) -> None:
    view = create(five, "work", tag="work")
    work, chess = (label_id_of(five, name) for name in ("Work", "Chess"))
    five.request("PATCH", f"{LABELS}/{work}", json_body={"name": "Job"})
    assert names(five, view["id"]) == "ABC", "renamed"
    merge = five.request("POST", f"{LABELS}/{work}/merge", json_body={"into": chess}).json
    five.create(first_name="F", tags=["Chess"])
    assert names(five, view["id"]) == "ABCF", "merged"
    carry_out(wired, five, merge["id"])
    assert names(five, view["id"]) == "ABCF", "and the book has forgotten the label"
    five.request("DELETE", f"{LABELS}/{chess}")
    assert names(five, view["id"]) == "", "deleted"


def test_pages_of_a_view_follow_each_other(five: Person) -> None:
    view = create(five, "work", tag="work", sort="-updated")
    found: list[str] = []
    cursor: Any = ""
    while cursor is not None:
        page = shown(five, view["id"], limit="1", cursor=cursor).json
        found += [item["first_name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == list("ABC")


def test_a_cursor_is_good_for_this_version_of_this_view_only(five: Person) -> None:
    view, same = create(five, "work", favorite=True), create(five, "same", favorite=True)
    cursor = shown(five, view["id"], limit="1").json["next_cursor"]
    assert shown(five, view["id"], cursor=cursor).status == 200
    refused = [shown(five, same["id"], cursor=cursor), shown(five, view["id"], cursor=cursor, kind="org")]
    refused.append(five.request("GET", CONTACTS, query={"favorite": "true", "cursor": cursor}))
    five.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"kind": "individual"})
    refused.append(shown(five, view["id"], cursor=cursor))
    assert [(answer.status, answer.code) for answer in refused] == [(400, "invalid_cursor")] * 4


def test_a_rename_of_its_tag_leaves_cursors_good(five: Person) -> None:
    view = create(five, "work", tag="work")
    cursor = shown(five, view["id"], limit="1").json["next_cursor"]
    five.request("PATCH", f"{LABELS}/{label_id_of(five, 'Work')}", json_body={"name": "Job"})
    assert names(five, view["id"], cursor=cursor) == "BC"


@pytest.mark.parametrize("view_id", ["unknown", " ", "x" * 64])
def test_an_unknown_view_is_named(five: Person, view_id: str) -> None:
    answer = shown(five, view_id)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert [(each["parameter"], each["code"]) for each in answer.json["errors"]] == [("view", "unknown_view")]


def test_another_persons_view_is_unknown(five: Person, new_person: NewPerson) -> None:
    view = create(five, "mine")
    assert shown(new_person(), view["id"]).status == 422


def test_a_view_is_of_now(five: Person) -> None:
    view = create(five, "mine")
    answer = shown(five, view["id"], at="1")
    assert [(each["parameter"], each["code"]) for each in answer.json["errors"]] == [("view", "not_together")]


def test_it_counts_as_a_search_and_makes_one_request_more(five: Person, wired: MemoryWiring) -> None:
    view = create(five, "mine", favorite=True)
    five.request("GET", CONTACTS, query={"favorite": "true"})  # makes a copy of the book
    before = wired.requests
    five.request("GET", CONTACTS, query={"favorite": "true"})
    without = wired.requests - before
    answer = shown(five, view["id"])
    assert "ratelimit" in answer.headers
    assert wired.requests - before - without == without + 1


def test_a_list_without_a_view_or_a_filter_does_not_load_them(root: Path) -> None:
    code = """
import sys
import functions.contacts.list
from shared.web.contacts.queries import ContactListParameters
assert ContactListParameters(limit=1).contact_query.is_empty
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "shared.web.contacts.filters" in loaded, "the parameters"
    assert [name for name in loaded if "views" in name or name == "shared.domain.contacts.filters"] == []
