"""PATCH /api/v1/views/{view_id}."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.contacts.filters import ContactFilter
from shared.domain.contacts.queries import ContactQuery
from shared.domain.contacts.views import ViewDraft
from shared.services.contacts.views import ShownView
from tests.functions.conftest import NewPerson, Person
from tests.functions.views.list import VIEWS
from tests.functions.views.test_create import ALL, NOTHING
from tests.functions.views.test_list import create, listed
from tests.support.arrangements import MERGE_PATCH
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def patch(person: Person, view_id: str, body: Any, **more: Any) -> Answer:
    return person.request("PATCH", f"{VIEWS}/{view_id}", json_body=body, **more)


def edit(wired: MemoryWiring, person: Person, view_id: str, query: ContactQuery) -> Callable[[], object]:
    """Return what somebody else does to a view meanwhile."""

    def revise(shown: ShownView) -> ViewDraft:
        return ViewDraft(name=shown.view.name, query=query)

    return lambda: wired.view_writer.update(person.account_id, view_id, revise)


@pytest.fixture
def view(person: Person) -> dict[str, Any]:
    """A view that asks for all that can be asked for."""
    person.create(tags=["Work"])
    return create(person, "all", **ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_member_can_be_changed_and_removed_alone(
    person: Person, view: dict[str, Any], clock: Clock, name: str
) -> None:
    person.create(tags=["Chess"])
    clock.advance(timedelta(minutes=1))
    other = {"q": "b", "tag": "Chess", "favorite": True, "organization": "B", "has": [], "updated_since": None,
             "created_since": "2026-01-01T00:00:00Z", "birthday_month": 6, "kind": "group", "sort": "name"}  # fmt: skip
    answer = patch(person, view["id"], {name: other[name]})
    assert answer.json == {**view, name: other[name], "updated_at": answer.json["updated_at"]}
    assert answer.json["updated_at"] > view["updated_at"]
    answer = patch(person, view["id"], {name: None})
    assert answer.json == {**view, name: NOTHING[name], "updated_at": answer.json["updated_at"]}


def test_the_version_goes_up_with_every_change_and_stays_without_one(
    person: Person, view: dict[str, Any], wired: MemoryWiring
) -> None:
    patch(person, view["id"], {"tag": None})
    answers = [patch(person, view["id"], body) for body in ({"q": "b"}, {"q": "b"}, {}, {"id": "x", "name": "all"})]
    assert [answer.headers["etag"] for answer in answers] == ['"3"'] * 4
    assert wired.memory.views[person.account_id].version == 3


def test_a_view_that_has_changed_since_is_not_overwritten(person: Person, view: dict[str, Any]) -> None:
    etag = person.request("GET", f"{VIEWS}/{view['id']}").headers["etag"]
    mine = patch(person, view["id"], {"q": "mine"}, headers={"If-Match": etag})
    assert mine.status == 200
    theirs = patch(person, view["id"], {"q": "theirs"}, headers={"If-Match": etag})
    assert (theirs.status, theirs.code) == (412, "precondition_failed")
    assert theirs.headers["etag"] == mine.headers["etag"]
    assert listed(person)[0]["q"] == "mine"
    assert patch(person, view["id"], {"q": "x"}, headers={"If-None-Match": mine.headers["etag"]}).status == 412


def test_edits_of_two_views_at_the_same_time_are_both_kept(
    person: Person, view: dict[str, Any], wired: MemoryWiring
) -> None:
    other = create(person, "other")
    wired.view_items.before("put", edit(wired, person, other["id"], ContactQuery(text="other")))
    assert patch(person, view["id"], {"q": "b"}).status == 200
    assert {each["name"]: each["q"] for each in listed(person)} == {"all": "b", "other": "other"}
    assert wired.view_items.requests["put"] == 5, "two that created views, and one that lost the race"


def test_two_edits_of_one_view_at_the_same_time_are_both_kept(
    person: Person, view: dict[str, Any], wired: MemoryWiring
) -> None:
    theirs = ContactQuery(text="theirs", filter=ContactFilter(kind="group"))
    wired.view_items.before("put", edit(wired, person, view["id"], theirs))
    answer = patch(person, view["id"], {"q": "b"})
    assert (answer.json["q"], answer.json["kind"]) == ("b", "group")


def test_a_name_that_another_view_has_is_refused(person: Person, view: dict[str, Any]) -> None:
    other = create(person, "other")
    answer = patch(person, view["id"], {"name": "OTHER"})
    assert (answer.status, answer.code) == (409, "view_exists")
    assert patch(person, other["id"], {"name": "OTHER"}).json["name"] == "OTHER"


def test_a_patch_may_be_of_either_media_type(person: Person, view: dict[str, Any]) -> None:
    path = f"{VIEWS}/{view['id']}"
    answer = person.request("PATCH", path, body='{"q": "b"}', content_type=MERGE_PATCH)
    assert answer.json["q"] == "b"
    answer = person.request("PATCH", path, body="q=x", content_type="text/plain")
    assert (answer.status, answer.headers["accept-patch"]) == (415, MERGE_PATCH + ", application/json")


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ([], {("", "not_an_object")}),
        ({"name": None}, {("/name", "required")}),
        ({"name": "", "kind": "x"}, {("/name", "empty"), ("/kind", "not_one_of")}),
        ({"tag": "unknown"}, {("/tag", "unknown_tag")}),
        ({"title": "x"}, {("/title", "unknown_member")}),
    ],
)
def test_all_broken_rules_are_named(
    person: Person, view: dict[str, Any], body: Any, problems: set[tuple[str, str]]
) -> None:
    answer = patch(person, view["id"], body)
    assert (answer.status, answer.pointers) == (422, problems)
    assert listed(person) == [view]


def test_an_unknown_view_and_another_persons_are_not_found(
    person: Person, view: dict[str, Any], new_person: NewPerson
) -> None:
    for unknown in (view["id"], "x", "%20"):
        answer = patch(new_person(), unknown, {"name": "Mine"})
        assert (answer.status, answer.code) == (404, "view_not_found")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("PATCH", f"{VIEWS}/x", json_body={"name": "x"}).status == 401
