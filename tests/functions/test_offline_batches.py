"""A batch of edits that were made offline: each item is merged, or says what is in the way."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import StoreUnavailableError
from tests.functions.conftest import Person
from tests.functions.contacts.batch import PATH
from tests.functions.test_offline_edits import APPLIED, Copy
from tests.support.client import Answer
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

Item = dict[str, Any]


def patch(copy: Copy, etag: str | None = None, **members: Any) -> Item:
    return {"action": "patch", "id": copy.json["id"], "if_match": etag or copy.etag, "contact": members}


def replace(copy: Copy, **members: Any) -> Item:
    contact = {**copy.json, **members}
    return {"action": "replace", "id": copy.json["id"], "if_match": copy.etag, "contact": contact}


def send(person: Person, *items: Item, prefer: str = APPLIED, key: str | None = None, **more: Any) -> Answer:
    headers = {"Prefer": prefer, **({"Idempotency-Key": key} if key else {})}
    answer = person.request("POST", PATH, json_body={"items": items, **more}, headers=headers)
    assert answer.status in {200, 422}, answer.text
    return answer


def results(answer: Answer) -> list[Item]:
    items: list[Item] = answer.json["items"]
    return items


def statuses(answer: Answer) -> list[int]:
    return [item["status"] for item in results(answer)]


@pytest.fixture
def copies(person: Person) -> tuple[Copy, ...]:
    """Copies of four contacts that somebody has edited since."""
    copies = tuple(Copy.of(person, notes="before", tags=["friends"]) for _ in range(4))
    for copy in copies:
        copy.online(first_name="Theirs", notes="theirs")
    return copies


def test_items_are_merged_one_by_one(person: Person, copies: tuple[Copy, ...]) -> None:
    one, two, three, four = copies
    deletion = {"action": "delete", "id": four.json["id"], "if_match": four.etag}
    answer = send(person, patch(one, last_name="x"), replace(two, last_name="y"), patch(three, notes="mine"), deletion)
    assert statuses(answer) == [200, 200, 409, 412]
    assert answer.headers["preference-applied"] == APPLIED
    for copy, item, last_name in zip((one, two), results(answer), "xy", strict=False):
        found = person.get(copy.json["id"])
        assert (found.json["first_name"], found.json["last_name"], found.json["notes"]) == (
            "Theirs",
            last_name,
            "theirs",
        )
        assert item["etag"] == found.headers["etag"]
    refused = results(answer)[2]
    assert refused["problem"]["code"] == "edit_conflict"
    assert refused["problem"]["conflicts"] == [
        {"path": "/notes", "before": "before", "mine": "mine", "theirs": "theirs"}
    ]
    assert refused["etag"] == person.get(three.json["id"]).headers["etag"]


def test_without_the_preference_they_fail_as_ever(person: Person, copies: tuple[Copy, ...]) -> None:
    answer = send(person, patch(copies[0], last_name="x"), prefer="handling=lenient")
    assert statuses(answer) == [412]
    assert "preference-applied" not in answer.headers


def test_a_batch_that_is_all_or_nothing_fails_as_a_whole(person: Person, copies: tuple[Copy, ...]) -> None:
    one, two, *_ = copies
    answer = send(person, patch(one, last_name="x"), patch(two, notes="mine"), all_or_nothing=True)
    assert statuses(answer) == [424, 409]
    assert [conflict["path"] for conflict in results(answer)[1]["problem"]["conflicts"]] == ["/notes"]
    assert (one.now["last_name"], two.now["notes"]) == (None, "theirs")
    assert statuses(send(person, patch(one, last_name="x"), replace(two, prefix="y"), all_or_nothing=True)) == [200] * 2


def test_an_item_is_merged_with_what_items_before_it_have_made(person: Person, copies: tuple[Copy, ...]) -> None:
    copy = copies[0]
    answer = send(person, patch(copy, last_name="x"), patch(copy, prefix="y"), patch(copy, last_name="z"))
    assert statuses(answer) == [200, 200, 409]
    refused = results(answer)[2]
    assert refused["problem"]["conflicts"] == [{"path": "/last_name", "before": None, "mine": "z", "theirs": "x"}]
    assert refused["etag"] is None
    now = copy.now
    assert (now["first_name"], now["last_name"], now["prefix"], now["revision"]) == ("Theirs", "x", "y", 9)


def test_a_tag_that_an_item_before_has_added_is_the_same(person: Person, copies: tuple[Copy, ...]) -> None:
    one, two, *_ = copies
    tags = ["friends", "new"]
    assert statuses(send(person, patch(one, tags=tags), patch(two, tags=tags), patch(one, tags=["new"]))) == [200] * 3
    assert (one.now["tags"], two.now["tags"]) == (["new"], tags)


def test_a_version_that_nobody_knows_is_412_with_a_reason(person: Person, copies: tuple[Copy, ...]) -> None:
    items = patch(copies[0], '"99"', notes="x"), patch(copies[0], 'W/"1"', notes="x")
    for answer in (send(person, *items, key="k"), send(person, *items, key="k")):
        assert statuses(answer) == [412, 412]
        assert all("; " in item["problem"]["detail"] for item in results(answer))


def test_a_repeated_batch_has_its_conflicts_and_when_they_are_outdated_their_places(
    person: Person, copies: tuple[Copy, ...]
) -> None:
    items = patch(copies[0], last_name="x"), patch(copies[1], notes="mine", first_name="mine")
    first, second = send(person, *items, key="k"), send(person, *items, key="k")
    assert statuses(first) == [200, 409]
    assert results(second) == results(first)
    copies[1].online(notes="theirs again")
    refused, again = results(first)[1], results(send(person, *items, key="k"))[1]
    assert again["problem"].pop("conflicts") == [{"path": "/first_name"}, {"path": "/notes"}]
    assert [each["mine"] for each in refused["problem"].pop("conflicts")] == ["mine", "mine"]
    assert again == refused


def test_the_same_batch_without_the_preference_is_another_request(person: Person, copies: tuple[Copy, ...]) -> None:
    item = patch(copies[0], last_name="x")
    send(person, item, key="k")
    assert send(person, item, key="k", prefer="x").code == "idempotency_key_reused"


def test_a_batch_whose_answer_was_lost_can_be_sent_again_without_a_key(
    person: Person, copies: tuple[Copy, ...]
) -> None:
    items = [patch(copy, tags=["friends", "new"], phones=[{"value": "+380 44 123 4567"}]) for copy in copies]
    first = send(person, *items)
    before = [copy.now for copy in copies]
    second = send(person, *items)
    assert statuses(first) == statuses(second) == [200] * 4
    assert [item["etag"] for item in results(first)] == [item["etag"] for item in results(second)]
    assert [copy.now for copy in copies] == before


def test_the_history_of_labels_is_read_once(person: Person, copies: tuple[Copy, ...], wired: MemoryWiring) -> None:
    copies[0].rename("friends", "pals")
    copies[0].rename("pals", "mates")
    before = wired.books.requests["changes_at"]
    assert statuses(send(person, *[patch(copy, last_name="x") for copy in copies])) == [200] * 4
    assert wired.books.requests["changes_at"] - before == 4 + 2
    assert copies[3].now["tags"] == ["mates"]


@pytest.mark.parametrize("reads", [1, 2])
def test_when_the_history_cannot_be_read_nothing_is_written(
    person: Person, copies: tuple[Copy, ...], wired: MemoryWiring, reads: int
) -> None:
    fine = [lambda: None] * (reads - 1)
    wired.books.before("changes_at", *fine, raising(StoreUnavailableError("throttled")))
    body = {"items": [patch(copy, last_name="x") for copy in copies]}
    answer = person.request("POST", PATH, json_body=body, headers={"Prefer": APPLIED})
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")
    assert {copy.now["last_name"] for copy in copies} == {None}
    wired.books.before("changes_at", raising(StoreUnavailableError("throttled")))
    assert copies[0].edit(last_name="x").status == 503
    assert copies[0].edit(last_name="x").status == 200
