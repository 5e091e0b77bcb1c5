"""Whatever is killed, lost, repeated or written at the same time: the file of an export is as if nothing had been."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from shared.domain.contacts.queries import ContactQuery
from shared.domain.errors import FilesUnavailableError, HistoryGoneError, TemporarilyUnavailableError
from shared.domain.operations import Operation, OperationState
from shared.services.contacts.past.states import PastStates
from shared.services.operations.tasks import TaskBrokenError
from tests.support.book_builder import creation, new_contact
from tests.support.export_world import ExportWorld, make_everything_small
from tests.support.task_world import BOOK, VISIBILITY, Blow, KilledError, kill, lose_the_answer

CONTACTS = 150
KILLS = 50
FORMATS = ("vcard", "jscontact", "csv")
EVERY_FORMAT = pytest.mark.parametrize("format_", FORMATS)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything_small(monkeypatch)


def new_world() -> ExportWorld:
    """Return a world with contacts of all sizes, of which some have changed and some are in the trash."""
    world, random = ExportWorld(), Random(3)
    contacts = [
        world.pen.write(creation(replace(new_contact(f"P{number}"), id=f"{number:026}")))[0]
        for number in range(CONTACTS)
    ]
    for contact in random.sample(contacts, 40):
        changed = world.pen.update(contact, notes="щ" * random.randrange(400), favorite=random.random() < 0.5)
        if random.random() < 0.3:
            world.pen.trash(changed)
    return world


@cache
def undisturbed(format_: str) -> tuple[bytes, int]:
    world = new_world()
    before = world.calls
    content = world.export(format_)
    return content, world.calls - before


def assert_done(world: ExportWorld, operation: Operation, format_: str) -> None:
    ended = world.found(operation)
    assert ended.state is OperationState.DONE, ended.problem
    assert ended.done == ended.total
    assert world.file(operation) == undisturbed(format_)[0]
    assert ended.cursor is not None
    assert ended.cursor["place"]["size_bytes"] == len(world.file(operation))
    assert world.queue == {}


@EVERY_FORMAT
def test_the_file_of_these_tests_has_many_pieces_and_parts(format_: str) -> None:
    world = new_world()
    ended = world.found(operation := world.begin(format_))
    world.drain()
    ended = world.found(operation)
    assert ended.cursor is not None
    assert len(ended.cursor["ends"]) > 6
    assert len(ended.cursor["tags"]) > 1
    assert world.file(operation).count(b"P1") > 10


@EVERY_FORMAT
def test_a_worker_may_be_killed_at_fifty_points(format_: str) -> None:
    _, calls = undisturbed(format_)
    random = Random(7)
    for _ in range(KILLS):
        world = new_world()
        operation = world.begin(format_)
        strike = random.choice([kill, kill, lose_the_answer])
        world.blows = {world.calls + random.randrange(calls): Blow(strike, after=random.random() < 0.5)}
        world.deliver(min(world.queue))
        world.drain()
        assert_done(world, operation, format_)


@pytest.mark.parametrize("after", [False, True])
@EVERY_FORMAT
def test_every_call_may_fail(format_: str, after: bool) -> None:
    def fail() -> None:
        raise FilesUnavailableError("S3 does not answer")

    world = new_world()
    world.begin(format_)
    calls = undisturbed(format_)[1]
    for call in range(0, calls, 3):
        world = new_world()
        operation = world.begin(format_)
        world.blows = {world.calls + call: Blow(fail, after=after)}
        world.deliver(min(world.queue))
        world.drain()
        assert_done(world, operation, format_)


@EVERY_FORMAT
def test_a_worker_that_has_time_for_one_range_only_gets_somewhere(format_: str) -> None:
    world = new_world()
    operation = world.begin(format_)
    world.has_time = lambda: False
    world.drain(deliveries=200)
    assert_done(world, operation, format_)


def everything(world: ExportWorld) -> None:
    """Change, trash and restore contacts, add others, and give tags."""
    random = Random(world.calls)
    live = [one for one in world.books.list_by_id(BOOK.id, limit=1_000) if one.trashed_at is None]
    world.pen.update(random.choice(live), first_name="Changed")
    world.pen.trash(live[0])
    world.pen.add("New")


@EVERY_FORMAT
def test_what_is_written_meanwhile_makes_no_difference(format_: str) -> None:
    world = new_world()
    operation = world.begin(format_)
    calls = undisturbed(format_)[1]
    world.blows = {world.calls + call: Blow(lambda: everything(world)) for call in range(3, calls, 4)}
    world.has_time = lambda: bool(world.blows)
    message = min(world.queue)
    world.deliver(message)
    world.has_time = lambda: True
    world.drain()
    assert_done(world, operation, format_)
    assert b"Changed" in world.export(format_)


@EVERY_FORMAT
def test_two_workers_at_once_make_one_file(format_: str) -> None:
    world = new_world()
    operation = world.begin(format_)
    [queued] = world.queue.values()
    world.send(queued.message)

    def meet() -> None:
        for message in sorted(world.queue):
            if message != first:
                world.deliver(message)

    first = min(world.queue)
    for call in range(4, undisturbed(format_)[1], 9):
        world.blows[world.calls + call] = Blow(meet)
    world.deliver(first)
    world.drain()
    assert_done(world, operation, format_)


def test_a_worker_that_is_late_spoils_nothing() -> None:
    """Its lease has ended, and another worker has made the file: what it still does is the same, or refused."""
    for call in range(8, undisturbed("vcard")[1] - 2, 5):
        world = new_world()
        operation = world.begin()

        def others_end_it(world: ExportWorld = world) -> None:
            world.clock.advance(VISIBILITY)
            [queued] = world.queue.values()
            world.send(queued.message)
            other = max(world.queue)
            world.deliver(other)

        world.blows = {world.calls + call: Blow(others_end_it)}
        world.deliver(min(world.queue))
        world.drain()
        assert_done(world, operation, "vcard")


def test_a_request_that_is_repeated_with_its_key_makes_one_export() -> None:
    world = new_world()
    for strike in (kill, lose_the_answer):
        for call in range(12):
            world.blows = {world.calls + call: Blow(strike, after=True)}
            key = f"{strike.__name__}-{call}"
            try:
                first = world.begin(key=key)
            except (KilledError, TemporarilyUnavailableError):
                first = None
            world.blows = {}
            again = world.begin(key=key)
            assert first is None or first.id == again.id
            assert world.begin(key=key).id == again.id


def test_pieces_that_are_gone_end_the_export_with_a_reason() -> None:
    world = new_world()
    operation = world.begin()
    world.has_time = lambda: not any(name.startswith("pieces/") for _, name in world.files.files)
    world.deliver(min(world.queue))
    for key in [key for key in world.files.files if key[1].startswith("pieces/")]:
        del world.files.files[key]
    world.has_time = lambda: True
    world.drain()
    ended = world.found(operation)
    assert (ended.state, ended.problem) == (
        OperationState.FAILED,
        "What had been written is no longer there: export again.",
    )
    assert world.exports.link(BOOK.id, ended) is None


def test_parts_that_are_gone_end_the_export_with_a_reason() -> None:
    world = new_world()
    operation = world.begin()
    world.has_time = lambda: not (world.found(operation).cursor or {}).get("tags")
    world.deliver(min(world.queue))
    assert world.files.parts
    world.files.parts.clear()
    world.has_time = lambda: True
    world.drain()
    assert world.found(operation).state is OperationState.FAILED


def test_a_history_that_is_gone_ends_the_export_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise HistoryGoneError("a contact has changed too often since")

    world = new_world()
    operation = world.begin()
    monkeypatch.setattr(PastStates, "at", gone)
    world.drain()
    ended = world.found(operation)
    assert ended.state is OperationState.FAILED
    assert "export again" in str(ended.problem)


def test_a_contact_that_cannot_be_written_ends_the_export_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    world = new_world()
    operation = world.begin()
    monkeypatch.setattr("shared.services.exchange.written_contacts._card", fail)
    with pytest.raises(TaskBrokenError):
        world.deliver(min(world.queue))
    world.drain()
    ended = world.found(operation)
    assert ended.state is OperationState.FAILED
    assert "cannot be written because of a mistake of ours" in str(ended.problem)


def test_a_cancelled_export_leaves_no_file() -> None:
    world = new_world()
    operation = world.begin()
    world.has_time = lambda: False
    world.deliver(min(world.queue))
    world.undoer._operations.cancel(BOOK.id, operation.id)
    world.drain()
    assert world.found(operation).state is OperationState.CANCELLED
    assert (BOOK.id, f"exports/{operation.id}") not in world.files.files


@pytest.mark.parametrize("query", [{"favorite": True}, {"q": "p1"}, {"q": "p12", "favorite": False}])
def test_what_matches_is_found_little_by_little(query: dict[str, Any]) -> None:
    world = new_world()
    found = world.export(query=ContactQuery.read(query))
    live = [one for one in world.books.list_by_id(BOOK.id, limit=1_000) if one.trashed_at is None]
    wanted = [
        one.details.first_name
        for one in live
        if query.get("q", "") in one.details.first_name.lower()
        and query.get("favorite", one.details.favorite) == one.details.favorite
    ]
    assert wanted
    lines = found.decode().split("\r\n")
    assert [line.removeprefix("FN:") for line in lines if line.startswith("FN:")] == wanted
