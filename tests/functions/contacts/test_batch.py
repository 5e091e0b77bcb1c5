"""POST /api/v1/contacts/batch."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.contacts.contact import Change
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.limits import CONTACT_WRITES
from shared.settings import Settings
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.contacts.batch import PATH
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.fakes import raising
from tests.support.wiring import ENVIRONMENT, MemoryWiring

UNKNOWN = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"
KEY = {"idempotency-key": "once"}
Item = dict[str, Any]


def create(**members: Any) -> Item:
    return {"action": "create", "contact": {"first_name": "Lesia", **members}}


def patch(contact_id: str, *, if_match: str | None = None, **members: Any) -> Item:
    return {"action": "patch", "id": contact_id, "contact": members, **({"if_match": if_match} if if_match else {})}


def delete(contact_id: str, **more: Any) -> Item:
    return {"action": "delete", "id": contact_id, **more}


def send(person: Person, *items: Any, key: bool = False, **more: Any) -> Answer:
    return person.request("POST", PATH, json_body={"items": items, **more}, headers=KEY if key else None)


def statuses(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.text
    return [item["status"] for item in answer.json["items"]]


def codes(answer: Answer) -> list[str | None]:
    return [item["problem"] and item["problem"]["code"] for item in answer.json["items"]]


def changes(person: Person, wired: MemoryWiring) -> list[Change]:
    return list(wired.books.list_changes(person.account_id, after_revision=0, limit=1000))


def names(person: Person) -> list[str]:
    found = person.request("GET", f"{CONTACTS}?limit=100").json["items"]
    return sorted(contact["first_name"] for contact in found)


def test_every_item_has_its_result_and_all_belong_to_one_operation(person: Person, wired: MemoryWiring) -> None:
    old, gone = person.create().json["id"], person.create().json["id"]
    replacement = {"action": "replace", "id": old, "contact": {"first_name": "Maria"}}
    answer = send(person, create(), replacement, delete(gone), patch(old, notes="Sings."))
    assert statuses(answer) == [201, 200, 204, 200]
    new = answer.json["items"][0]
    assert person.get(new["id"]).headers["etag"] == new["etag"]
    changed = person.get(old)
    assert (changed.json["first_name"], changed.json["notes"]) == ("Maria", "Sings.")
    assert [item["etag"] for item in answer.json["items"][1:]] == [
        changed.headers["etag"],
        None,
        changed.headers["etag"],
    ]
    assert person.get(gone).status == 404
    operation = person.request("GET", f"/api/v1/operations/{answer.json['operation_id']}").json
    assert (operation["kind"], operation["state"], operation["done"], operation["total"]) == ("batch", "done", 4, 4)
    assert {change.operation_id for change in changes(person, wired)[2:]} == {operation["id"]}


def test_an_item_that_fails_says_why_and_does_not_stop_the_others(person: Person) -> None:
    known = person.create().json["id"]
    answer = send(
        person,
        create(emails=[{"value": ""}], first_name=1),
        delete(UNKNOWN),
        patch(known, if_match='"99"', notes="x"),
        delete("not an id"),
        {"action": "burn"},
        7,
        delete(known, contact={}),
        {"action": "create", "id": known, "contact": {"first_name": "x"}, "if_match": '"1"'},
        patch(known, first_name=None),
        {"action": "replace", "id": known},
        patch(known, if_match="7", notes="x"),
        create(),
    )
    assert statuses(answer) == [422, 404, 412, 404, 422, 422, 422, 422, 422, 422, 422, 201]
    pointers = [[one["pointer"] for one in (item["problem"] or {}).get("errors", [])] for item in answer.json["items"]]
    assert pointers[0] == ["/contact/first_name", "/contact/emails/0"]
    assert pointers[4:11] == [
        ["/action"],
        [""],
        ["/contact"],
        ["/id", "/if_match"],
        ["/contact"],
        ["/contact"],
        ["/if_match"],
    ]
    assert names(person) == ["Lesia", "Taras"]


def test_a_later_item_sees_what_earlier_ones_have_done(person: Person) -> None:
    known = person.create()
    contact_id, etag = known.json["id"], known.headers["etag"]
    answer = send(
        person,
        patch(contact_id, if_match=etag, notes="one"),
        patch(contact_id, if_match=etag, notes="two"),
        patch(contact_id, tags=["new"]),
        delete(contact_id),
        patch(contact_id, notes="three"),
    )
    assert statuses(answer) == [200, 412, 200, 204, 404]
    restored = person.request("POST", f"{CONTACTS}/{contact_id}/restore").json
    assert (restored["notes"], restored["tags"]) == ("one", ["new"])


def test_items_of_a_batch_are_related_at_both_ends(person: Person) -> None:
    one, other = person.create().json["id"], person.create().json["id"]
    relation = {"label": "parent", "value": "x", "contact_id": other}
    answer = send(
        person,
        patch(one, relations=[relation]),
        patch(other, notes="keeps it"),
        create(relations=[{"value": "nobody", "contact_id": UNKNOWN}]),
    )
    assert statuses(answer) == [200, 200, 422]
    assert answer.json["items"][2]["problem"]["errors"][0]["pointer"] == "/contact/relations/0/contact_id"
    inverse = person.get(other).json
    assert inverse["relations"][0]["contact_id"] == one
    assert inverse["notes"] == "keeps it"


def test_the_largest_batch_takes_eleven_transactions(person: Person, wired: MemoryWiring) -> None:
    answer = send(person, *[create(first_name=f"Person {n}", tags=[f"tag {n % 7}"]) for n in range(500)])
    assert statuses(answer) == [201] * 500
    assert len({change.commit_id for change in changes(person, wired)}) == 11
    assert wired.memory.books[person.account_id].contact_count == 500
    assert len(wired.book_store.get_labels(person.account_id).names) == 7


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        {"items": [delete(UNKNOWN)] * 501},
        {"items": [delete(UNKNOWN)] * 49, "all_or_nothing": True},
        {"items": {}},
        {"items": [delete(UNKNOWN)], "more": 1},
    ],
)
def test_what_is_no_batch_is_refused_whole(person: Person, body: Item) -> None:
    assert person.request("POST", PATH, json_body=body).code == "invalid_input"


@pytest.mark.parametrize("action", [{}, [], None, 7, "rename"])
def test_an_item_without_an_action_that_there_is_says_so(person: Person, action: Any) -> None:
    answer = send(person, {"action": action, "id": UNKNOWN, "contact": {"first_name": "Ada"}}, create(first_name="Bob"))
    assert statuses(answer) == [422, 201]
    assert answer.json["items"][0]["problem"]["errors"][0]["pointer"] == "/action"


def test_a_batch_of_five_megabytes_is_read_and_a_larger_one_is_refused(person: Person) -> None:
    items = [create(notes="x" * 10_000) for _ in range(494)]
    content = json.dumps({"items": items}).encode()
    sent = {"content_type": "application/json", "headers": {"content-encoding": "gzip"}}
    answer = person.request("POST", PATH, body=gzip.compress(content), **sent)
    assert len(content) > 4_950_000
    assert set(statuses(answer)) == {201}
    larger = gzip.compress(content + b" " * 100_000)
    assert person.request("POST", PATH, body=larger, **sent).code == "content_too_large"


def test_all_or_nothing_writes_nothing_if_an_item_fails(person: Person, wired: MemoryWiring) -> None:
    known = person.create().json["id"]
    answer = send(person, create(), patch(known, notes="x"), delete(UNKNOWN), all_or_nothing=True)
    assert statuses(answer) == [424, 424, 404]
    assert codes(answer) == ["not_carried_out", "not_carried_out", "contact_not_found"]
    assert answer.json["state"] == "failed"
    assert len(changes(person, wired)) == 1
    again = send(person, *[create() for _ in range(48)], all_or_nothing=True)
    assert statuses(again) == [201] * 48
    assert len({change.commit_id for change in changes(person, wired)}) == 2


def test_when_the_book_is_full_the_items_without_room_say_so(person: Person, wired: MemoryWiring) -> None:
    wired.settings = Settings({**ENVIRONMENT, "MAX_CONTACTS": "2"})
    known = person.create().json["id"]
    answer = send(person, create(), create(), patch(known, notes="x"), delete(known), create())
    assert statuses(answer) == [201, 409, 200, 204, 201]
    assert codes(answer)[1] == "book_full"


def test_every_item_counts_towards_the_limit_of_writes(person: Person) -> None:
    answer = send(person, *[delete(UNKNOWN)] * 500)
    assert f"r={CONTACT_WRITES.burst - 500};" in answer.headers["ratelimit"]
    send(person, *[delete(UNKNOWN)] * 500)
    assert send(person, *[delete(UNKNOWN)] * 500).code == "too_many_requests"
    assert statuses(send(person, delete(UNKNOWN))) == [404]


def test_the_same_key_and_batch_does_the_work_once(person: Person, wired: MemoryWiring) -> None:
    known, other = person.create().json["id"], person.create().json["id"]
    items = (create(), patch(known, notes="x"), delete(UNKNOWN), create(first_name=1), patch(other, first_name=None))
    first = send(person, *items, key=True)
    person.request("PATCH", f"{CONTACTS}/{known}", json_body={"notes": "y"})
    second = send(person, *items, key=True)
    assert second.json["operation_id"] == first.json["operation_id"]
    assert statuses(second) == statuses(first) == [201, 200, 404, 422, 422]
    assert second.json["items"][0] == first.json["items"][0]
    assert second.json["items"][1]["etag"] == person.get(known).headers["etag"] != first.json["items"][1]["etag"]
    assert second.json["items"][2:] == first.json["items"][2:]
    assert len(changes(person, wired)) == 5


def test_the_same_key_with_another_batch_is_refused(person: Person, new_person: NewPerson) -> None:
    send(person, create(), key=True)
    assert send(person, create(), create(), key=True).code == "idempotency_key_reused"
    assert send(person, create(), all_or_nothing=True, key=True).code == "idempotency_key_reused"
    assert statuses(send(new_person(), create(), key=True)) == [201]


def break_off(wired: MemoryWiring, *, after: int) -> None:
    """Let the commit after so many others fail."""
    fine: list[Callable[[], object]] = [lambda: None] * after
    wired.books.before("commit", *fine, raising(StoreUnavailableError("throttled")))


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_batch_that_broke_off_goes_on_with_the_same_key(person: Person, wired: MemoryWiring, after: int) -> None:
    items = [create(first_name=f"{n:03}") for n in range(120)]
    break_off(wired, after=after)
    answer = send(person, *items, key=True)
    assert answer.code == ("batch_interrupted" if after else "temporarily_unavailable")
    assert answer.headers["retry-after"] == "1"
    assert len(changes(person, wired)) == 48 * after
    again = send(person, *items, key=True)
    assert statuses(again) == [201] * 120
    assert len(changes(person, wired)) == 120
    assert after == 0 or again.json["operation_id"] == answer.json["operation_id"]


def test_without_a_key_a_batch_that_broke_off_names_its_operation(person: Person, wired: MemoryWiring) -> None:
    break_off(wired, after=1)
    answer = send(person, *[create() for _ in range(60)])
    assert (answer.status, answer.code) == (503, "outcome_unknown")
    assert "retry-after" not in answer.headers
    operation = person.request("GET", f"/api/v1/operations/{answer.json['operation_id']}").json
    assert (operation["state"], operation["done"], operation["total"]) == ("running", 48, 60)


def test_while_a_batch_is_running_its_repetition_waits_for_the_lease(
    person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    items = [create() for _ in range(60)]
    lost = raising(OutcomeUnknownError("no answer"))
    wired.books.before("commit", lambda: None, lost)
    wired.operation_items.before("save", lost)
    wired.timing = replace(wired.timing, monotonic=iter(range(0, 1000, 3)).__next__)
    wired.books.before("has_committed", lost, lost, lost)
    assert send(person, *items, key=True).code == "batch_interrupted"
    clock.advance(timedelta(seconds=12))
    answer = send(person, *items, key=True)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (409, "batch_running", "18")
    clock.advance(timedelta(seconds=18))
    assert statuses(send(person, *items, key=True)) == [201] * 60
    assert len(changes(person, wired)) == 60


def test_a_cancelled_batch_leaves_the_rest_alone(person: Person, wired: MemoryWiring) -> None:
    def cancel() -> None:
        [operation] = wired.operations.list_latest(person.account_id, limit=9).operations
        wired.operations.cancel(person.account_id, operation.id)

    wired.books.before("commit", lambda: None, cancel)
    answer = send(person, *[create() for _ in range(60)])
    assert answer.json["state"] == "cancelled"
    assert statuses(answer) == [201] * 48 + [424] * 12
    assert len(changes(person, wired)) == 48


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH).status == 401
