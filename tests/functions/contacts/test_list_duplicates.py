"""GET /api/v1/duplicates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.contacts.similarity.grouping import Group
from shared.services.ports.duplicates import FoundGroups
from shared.web.http import envelope
from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.list_duplicates import PATH
from tests.functions.contacts.merge import PATH as MERGE
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


class Found:
    """What a search found in somebody's book."""

    def __init__(self, person: Person, wired: MemoryWiring) -> None:
        self._person = person
        self._wired = wired
        self._searches = 0

    def pair(self, number: int = 0, **members: object) -> tuple[Answer, Answer]:
        email = [{"value": f"{number}@example.com"}]
        one, other = (
            self._person.create(first_name=name, last_name="Kovalenko", emails=email, **members)
            for name in ("Olena", "Олена")
        )
        return one, other

    def store(self, *groups: tuple[Answer, ...], has_more: bool = False) -> None:
        self._searches += 1
        found = [Group(contact_ids=tuple(sorted(each.json["id"] for each in group)), score=0.95) for group in groups]
        at = NOON + timedelta(hours=self._searches)
        result = FoundGroups(groups=tuple(found), found_at=at, has_more=has_more)
        self._wired.duplicate_store.put_found(self._person.account_id, result)


@pytest.fixture
def found(person: Person, wired: MemoryWiring) -> Found:
    return Found(person, wired)


def test_a_book_that_was_never_searched_has_no_groups_and_says_so(person: Person) -> None:
    answer = person.request("GET", PATH)
    assert (answer.status, answer.json) == (
        200,
        {"items": [], "next_cursor": None, "found_at": None, "has_more": False},
    )


def test_groups_are_shown_with_score_reasons_and_whole_contacts(person: Person, found: Found) -> None:
    pair = found.pair()
    found.store(pair, has_more=True)
    answer = person.request("GET", PATH).json
    (group,) = answer["items"]
    assert group["score"] == 0.95
    assert group["reasons"] == [
        {"code": "same_name", "detail": group["reasons"][0]["detail"]},
        {"code": "same_email", "detail": "same e-mail 0@example.com"},
    ]
    assert {"Olena Kovalenko", "Олена Kovalenko"} == set(
        group["reasons"][0]["detail"].removeprefix("same name: ").split(" / ")
    )
    shown = {each["contact"]["id"]: each for each in group["contacts"]}
    assert shown == {each.json["id"]: {"etag": each.headers["etag"], "contact": each.json} for each in pair}
    assert (answer["found_at"], answer["has_more"]) == ("2026-05-17T13:00:00Z", True)


def test_what_is_shown_can_be_merged_and_is_then_gone(person: Person, found: Found) -> None:
    found.store(found.pair())
    contacts = person.request("GET", PATH).json["items"][0]["contacts"]
    named = [{"id": each["contact"]["id"], "if_match": each["etag"]} for each in contacts]
    assert person.request("POST", MERGE, json_body={"contacts": named, "keep": named[0]["id"]}).status == 200
    assert person.request("GET", PATH).json["items"] == []


def test_what_has_changed_since_is_shown_as_it_is_now_or_not_at_all(person: Person, found: Found) -> None:
    one, other = found.pair()
    found.store((one, other))
    changed = person.request("PATCH", f"{CONTACTS}/{one.json['id']}", json_body={"notes": "new"})
    shown = person.request("GET", PATH).json["items"][0]["contacts"]
    assert changed.json in [each["contact"] for each in shown]
    person.request("PATCH", f"{CONTACTS}/{one.json['id']}", json_body={"first_name": "Ivan"})
    assert person.request("GET", PATH).json["items"] == []


def test_pages_cover_all_groups_once(person: Person, found: Found) -> None:
    groups = [found.pair(number) for number in range(5)]
    found.store(*groups)
    seen: list[set[str]] = []
    cursor = None
    while True:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = person.request("GET", PATH, query=query).json
        seen += [{each["contact"]["id"] for each in group["contacts"]} for group in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [{each.json["id"] for each in group} for group in groups]


def test_groups_that_do_not_fit_are_left_to_the_next_page(
    person: Person, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = [found.pair(number, notes="x" * 1_000) for number in range(3)]
    found.store(*groups)
    monkeypatch.setattr(envelope, "MAX_BODY_BYTES", 9_000)
    first = person.request("GET", PATH).json
    assert len(first["items"]) == 1
    second = person.request("GET", PATH, query={"cursor": first["next_cursor"]}).json
    shown = [each["contact"]["id"] for page in (first, second) for each in page["items"][0]["contacts"]]
    assert set(shown) == {each.json["id"] for group in groups[:2] for each in group}


def test_a_cursor_from_before_another_search_is_refused(person: Person, found: Found) -> None:
    groups = [found.pair(number) for number in range(2)]
    found.store(*groups)
    cursor = person.request("GET", PATH, query={"limit": "1"}).json["next_cursor"]
    assert person.request("GET", PATH, query={"cursor": cursor}).status == 200
    found.store(*groups)
    answer = person.request("GET", PATH, query={"cursor": cursor})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", PATH).status == 401
