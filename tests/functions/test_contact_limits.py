"""Limits of one account on contacts: how often it may write and search, and how many contacts it may have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from shared.domain import limits
from shared.domain.errors import StoreUnavailableError
from shared.wiring.process import Wiring
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import Answer
from tests.support.clock import Clock
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

NOBODY = f"{CONTACTS}/01{'A' * 24}"
WRITES, SEARCHES = "contact-writes", "contact-searches"
KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "create": ("POST", CONTACTS, {"json_body": {"first_name": "Taras"}}),
    "replace": ("PUT", NOBODY, {"json_body": {"first_name": "Taras"}}),
    "patch": ("PATCH", NOBODY, {"json_body": {"first_name": "Taras"}}),
    "delete": ("DELETE", NOBODY, {}),
    "search": ("GET", CONTACTS, {"query": {"q": "taras"}}),
    "filter by tag": ("GET", CONTACTS, {"query": {"tag": "friends"}}),
    "ask about a search": ("HEAD", CONTACTS, {"query": {"q": "taras"}}),
}
WRITING = {"create", "replace", "patch", "delete"}


def ask(person: Person, kind: str) -> Answer:
    method, path, more = KINDS[kind]
    return person.request(method, path, **more)


@pytest.fixture
def strict(wired: MemoryWiring) -> None:
    """Let every account write twice, and search twice, and then once every ten seconds."""
    for name, limit in (("write", limits.CONTACT_WRITES), ("search", limits.CONTACT_SEARCHES)):
        wired.__dict__[f"contact_{name}_limit"] = limits.Limit(
            name=limit.name, per=limit.per, burst=2, refill=timedelta(seconds=10)
        )


@pytest.fixture
def of_three(wired: MemoryWiring) -> None:
    """Let a book have three contacts."""
    wired.settings.environment = {**wired.settings.environment, "MAX_CONTACTS": "3"}


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("kind", KINDS)
def test_beyond_a_limit_the_answer_is_429_and_says_when_to_come_back(person: Person, clock: Clock, kind: str) -> None:
    name = WRITES if kind in WRITING else SEARCHES
    left = [ask(person, kind).headers["ratelimit"] for _ in range(2)]
    assert left == [f'"{name}";r=1;t=10', f'"{name}";r=0;t=10']
    answer = ask(person, kind)
    assert (answer.status, answer.headers["retry-after"]) == (429, "10")
    assert answer.headers["ratelimit"] == f'"{name}";r=0;t=10'
    assert answer.headers["ratelimit-policy"] == f'"{name}";q=2;w=20'
    clock.advance(timedelta(seconds=10))
    assert ask(person, kind).status != 429


@pytest.mark.usefixtures("strict")
def test_writes_are_counted_together_and_apart_from_searches_and_from_those_of_others(
    person: Person, new_person: NewPerson
) -> None:
    ask(person, "create")
    ask(person, "delete")
    assert ask(person, "patch").status == 429
    assert ask(person, "search").status == 200
    assert ask(new_person(), "patch").status == 404


@pytest.mark.usefixtures("strict")
def test_plain_reads_are_neither_counted_nor_refused(person: Person, wired: MemoryWiring) -> None:
    contact = person.create().json["id"]
    ask(person, "create")
    before = wired.buckets.requests.total()
    for method in ("GET", "HEAD"):
        for path, query in (
            (CONTACTS, {}),
            (CONTACTS, {"q": "", "tag": "", "sort": "-updated"}),
            (CONTACTS, {"q": " "}),
            (f"{CONTACTS}/{contact}", {}),
            (f"{CONTACTS}/birthdays", {}),
        ):
            answer = person.request(method, path, query=query)
            assert answer.status == 200
            assert "ratelimit" not in answer.headers
    assert wired.buckets.requests.total() == before


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("create", {"json_body": {"first_name": 1}}),
        ("create", {"body": "{", "content_type": "application/json"}),
        ("replace", {"json_body": {"first_name": 1}}),
        ("replace", {"json_body": {"first_name": "Taras"}, "headers": {"if-match": "?"}}),
        ("patch", {"body": "x", "content_type": "text/plain"}),
        ("delete", {"headers": {"if-match": "?"}}),
        ("search", {"query": {"q": "taras", "limit": "0"}}),
        ("search", {"query": {"q": "taras", "colour": "red"}}),
    ],
)
def test_what_cannot_be_meant_uses_up_nothing(
    person: Person, wired: MemoryWiring, kind: str, more: dict[str, Any]
) -> None:
    method, path, _ = KINDS[kind]
    before = wired.buckets.requests.total()
    answer = person.request(method, path, **more)
    assert answer.status in {400, 415, 422}
    assert wired.buckets.requests.total() == before


@pytest.mark.parametrize("kind", KINDS)
def test_one_write_counts_a_request_before_any_contact_is_read(person: Person, wired: MemoryWiring, kind: str) -> None:
    wired.buckets.before("swap", raising(StoreUnavailableError("the table of limits is down")))
    before = wired.requests
    assert ask(person, kind).status == 503
    assert wired.requests == before
    counted = wired.buckets.requests.copy()
    ask(person, kind)
    assert wired.buckets.requests - counted == {"swap": 1}


def test_somebody_who_moves_25000_contacts_by_one_connection_is_never_refused() -> None:
    """A request takes at least 50 ms from one side to the other, there and back, and the service 15."""
    assert limits.CONTACT_WRITES.refill <= timedelta(milliseconds=65)


def test_somebody_who_moves_25000_contacts_as_fast_as_possible_is_done_in_20_minutes() -> None:
    limit = limits.CONTACT_WRITES
    assert (25_000 - limit.burst) * limit.refill < timedelta(minutes=20)


def test_the_figures_are_those_of_the_deployment() -> None:
    own = Wiring(MemoryWiring().settings)
    assert (own.contact_write_limit, own.contact_search_limit) == (limits.CONTACT_WRITES, limits.CONTACT_SEARCHES)
    set_ = Wiring(MemoryWiring().settings)
    set_.settings.environment = {"CONTACT_WRITE_LIMIT": "3,70", "CONTACT_SEARCH_LIMIT": "500,9"}
    assert (set_.contact_write_limit.refill, set_.contact_write_limit.burst) == (timedelta(milliseconds=333), 70)
    assert (set_.contact_search_limit.refill, set_.contact_search_limit.burst) == (timedelta(milliseconds=2), 9)
    assert (set_.contact_write_limit.name, set_.contact_search_limit.name) == (WRITES, SEARCHES)


@pytest.mark.usefixtures("of_three")
def test_a_book_that_is_full_takes_no_further_contact(person: Person) -> None:
    last = [person.create().json["id"] for _ in range(3)][-1]
    answer = ask(person, "create")
    assert (answer.status, answer.code) == (409, "book_full")
    assert answer.json["detail"] == "A book has room for 3 contacts."
    assert len(person.request("GET", CONTACTS).json["items"]) == 3
    assert person.request("PATCH", f"{CONTACTS}/{last}", json_body={"notes": "still writable"}).status == 200
    assert person.request("DELETE", f"{CONTACTS}/{last}").status == 204
    assert ask(person, "create").status == 201


@pytest.mark.usefixtures("of_three")
def test_the_request_that_filled_the_book_may_be_repeated(person: Person) -> None:
    person.create()
    person.create()
    keyed = {"json_body": {"first_name": "Taras"}, "headers": {"idempotency-key": "once"}}
    first, second = (person.request("POST", CONTACTS, **keyed) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.json["id"] == second.json["id"]
    other = person.request("POST", CONTACTS, **{**keyed, "headers": {"idempotency-key": "twice"}})
    assert (other.status, other.code) == (409, "book_full")


@pytest.mark.usefixtures("of_three")
def test_as_many_as_there_is_room_for_get_in_at_the_same_time(person: Person) -> None:
    answers: list[Answer] = []
    start = Barrier(8)

    def create() -> None:
        start.wait()
        answers.append(ask(person, "create"))

    threads = [Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201] * 3 + [409] * 5


@pytest.mark.usefixtures("of_three")
def test_every_account_has_a_book_of_its_own_to_fill(new_person: NewPerson) -> None:
    people: list[Callable[..., Answer]] = [new_person().create for _ in range(2)]
    for create in people * 3:
        assert create().status == 201
