"""Whatever is killed, lost, repeated or done at the same time: an import ends as if nothing had happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import Card, Notice, ReadCard
from shared.domain.cards.decoding import CHUNK_BYTES
from shared.domain.contacts.contact import ContactDraft
from shared.domain.errors import TemporarilyUnavailableError
from shared.domain.imports import Duplicates
from shared.domain.operations import OperationState
from shared.services.exchange import stored_file
from shared.services.exchange.importing import counts_of
from shared.services.exchange.names import upload_name
from shared.services.exchange.readers import File
from shared.services.operations.tasks import TaskBrokenError
from shared.services.ports.operations import OperationWrite
from tests.shared.services.operations.test_interrupted import meet
from tests.support.account_builders import NOON
from tests.support.examples import examples
from tests.support.import_world import ImportWorld
from tests.support.line_formats import LineFormats, file_of
from tests.support.task_world import BOOK, Blow, KilledError, kill, lose_the_answer

ROWS = 260
KILLS = 50
EVERY_WAY = pytest.mark.parametrize("duplicates", Duplicates)


def cards(seed: int = 1, count: int = ROWS) -> list[dict[str, Any]]:
    """Return cards of which some are equal, some have the uid of another, some are the same person, some nobody."""
    random = Random(seed)
    made: list[dict[str, Any]] = []
    for number in range(count):
        card: dict[str, Any] = {
            "first_name": f"P{random.randrange(count)}",
            "email": f"{random.randrange(9)}@example.com",
        }
        if random.random() < 0.3:
            card["uid"] = f"uid-{random.randrange(count // 3)}"
        if random.random() < 0.3:
            card["phone"] = str(random.randrange(1_000))
        if random.random() < 0.2:
            card["tags"] = random.sample(["Work", "Chess", "Home", f"T{number % 7}"], 2)
        if random.random() < 0.05:
            card = {"favorite": True}
        made.append(random.choice(made) if made and random.random() < 0.1 else card)
    return made


def new_world() -> ImportWorld:
    """Return a world whose book has some of the people already, of before the import."""
    world = ImportWorld()
    world.bring(file_of(cards(seed=2, count=60)), duplicates=Duplicates.ADD)
    return world


@cache
def undisturbed(duplicates: Duplicates) -> tuple[Any, int]:
    world = new_world()
    before = world.calls
    operation = world.begin(file_of(cards()), duplicates=duplicates)
    world.drain()
    return result(world, operation.id), world.calls - before


def result(world: ImportWorld, import_id: str) -> tuple[Any, ...]:
    """Return all that there is after an import, but for revisions and times; it has to be whole."""
    operation = world.operations.find(BOOK.id, import_id)
    assert operation is not None
    assert operation.state is OperationState.DONE
    assert world.queue == {}
    assert operation.done == operation.total == ROWS == len(world.outcomes(operation)), "no row twice, none left out"
    world.assert_whole()
    return world.contents(), counts_of(operation), world.rows(operation).reports, operation.problem


def after(blows: Callable[[ImportWorld], object], duplicates: Duplicates) -> tuple[Any, ...]:
    world = new_world()
    operation = world.begin(file_of(cards()), duplicates=duplicates)
    blows(world)
    world.has_time = lambda: True
    world.drain()
    return result(world, operation.id)


@EVERY_WAY
def test_the_cards_of_these_tests_meet_every_outcome(duplicates: Duplicates) -> None:
    (_, counts, *_), calls = undisturbed(duplicates)
    missing = {"skip": {"merged"}, "merge": {"skipped"}, "add": {"merged", "skipped"}}[duplicates]
    assert {outcome for outcome, count in counts.items() if not count} == missing
    assert calls > KILLS // 2


@EVERY_WAY
def test_a_worker_may_be_killed_at_fifty_points(duplicates: Duplicates) -> None:
    expected, calls = undisturbed(duplicates)
    random = Random(7)
    for _ in range(KILLS):
        call, is_after = random.randrange(calls), random.random() < 0.5
        strike = random.choice([kill, kill, lose_the_answer])

        def blows(world: ImportWorld, call: int = call, is_after: bool = is_after, strike: Any = strike) -> None:
            world.blows = {world.calls + call: Blow(strike, after=is_after)}
            world.deliver(min(world.queue))

        assert after(blows, duplicates) == expected, (call, is_after, strike)


@EVERY_WAY
def test_workers_without_time_finish_the_work_of_each_other(duplicates: Duplicates) -> None:
    def blows(world: ImportWorld) -> None:
        world.has_time = lambda: False
        for _ in range(4):
            world.deliver(min(world.queue))

    assert after(blows, duplicates) == undisturbed(duplicates)[0]


@pytest.mark.parametrize("call", range(0, 30, 3))
def test_a_message_that_is_delivered_twice_at_once_is_carried_out_once(call: int) -> None:
    def blows(world: ImportWorld) -> None:
        message_id = min(world.queue)
        world.blows = {world.calls + call: Blow(lambda: world.deliver(message_id))}
        world.deliver(message_id)

    assert after(blows, Duplicates.MERGE) == undisturbed(Duplicates.MERGE)[0]


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 25),
            st.sampled_from(["kill", "lose", "again", "other", "sleep", "out of time"]),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_an_import_survives_whatever_happens_in_any_order(fates: list[tuple[int, str, bool]]) -> None:
    def blows(world: ImportWorld) -> None:
        for call, kind, is_after in fates:
            if not world.queue:
                return
            meet(world, kind, min(world.queue), call, is_after)
            with suppress(TemporarilyUnavailableError, KilledError):
                world.deliver(min(world.queue))

    assert after(blows, Duplicates.MERGE) == undisturbed(Duplicates.MERGE)[0]


@EVERY_WAY
def test_a_dry_run_that_is_resumed_says_the_same(duplicates: Duplicates) -> None:
    world = new_world()
    undisturbed_run = world.bring(file_of(cards()), duplicates=duplicates, dry_run=True)
    operation = world.begin(file_of(cards()), duplicates=duplicates, dry_run=True)
    world.has_time = lambda: False
    for _ in range(3):
        world.deliver(min(world.queue))
    world.has_time = lambda: True
    world.drain()
    assert world.outcomes(world.found(operation)) == world.outcomes(undisturbed_run)


@EVERY_WAY
def test_two_imports_of_one_file_at_the_same_time_store_it_once(duplicates: Duplicates) -> None:
    world = ImportWorld()
    people = [{"first_name": f"P{number}", "email": "a@example.com"} for number in range(150)]
    first, second = (world.begin(file_of(people), duplicates=duplicates) for _ in range(2))
    messages = sorted(world.queue)

    def let_the_other_one_get_further() -> None:
        world.has_time = lambda: False  # one range, and no more
        world.deliver(max(world.queue))
        world.has_time = lambda: True

    world.blows = {world.calls + call: Blow(let_the_other_one_get_further) for call in range(8, 60, 9)}
    world.deliver(messages[0])
    world.drain()
    assert [world.found(one).state for one in (first, second)] == [OperationState.DONE] * 2
    assert len(world.contents()) == 150
    created = [counts_of(world.found(one))["created"] for one in (first, second)]
    assert sum(created) == 150
    world.assert_whole()


def test_what_somebody_else_adds_meanwhile_is_known() -> None:
    world = ImportWorld()
    people = [{"first_name": f"P{number}"} for number in range(100)]
    operation = world.begin(file_of(people))
    other = file_of([people[80]])

    def add() -> None:
        message = min(world.queue)
        world.begin(other)
        world.deliver(next(one for one in sorted(world.queue) if one != message))

    world.blows = {world.calls + 9: Blow(add)}
    world.deliver(min(world.queue))
    world.drain()
    assert len(world.contents()) == 100
    assert counts_of(world.found(operation))["unchanged"] == 1


def test_a_contact_that_is_deleted_meanwhile_comes_as_a_new_one() -> None:
    world = ImportWorld()
    old = {"first_name": "Ada", "uid": "abc"}
    world.bring(file_of([old]))
    [(contact_id, *_)] = world.contents()
    people = [{"first_name": f"P{number}"} for number in range(60)]
    operation = world.begin(file_of([*people, {**old, "phone": "1"}]), duplicates=Duplicates.MERGE)

    def trash() -> None:
        world.pen.trash(world.books.load(BOOK.id, [contact_id]).contacts[contact_id])

    world.blows = {world.calls + 9: Blow(trash)}
    world.deliver(min(world.queue))
    world.drain()
    assert counts_of(world.found(operation))["created"] == 61
    world.assert_whole()


@settings(max_examples=examples(60))
@given(st.integers(0, 10_000), st.sampled_from(Duplicates))
@example(595, Duplicates.MERGE)
def test_any_file_again_changes_nothing(seed: int, duplicates: Duplicates) -> None:
    """Merging may take up to two further imports, where different people have the same uid: see decision 32."""
    world = ImportWorld()
    content = file_of(cards(seed, count=70))
    world.bring(content, duplicates=duplicates)
    for _ in range(2 if duplicates is Duplicates.MERGE else 0):
        assert counts_of(world.bring(content, duplicates=duplicates))["created"] == 0
    before, revision = world.contents(), world.books.load(BOOK.id).book.revision
    again = counts_of(world.bring(content, duplicates=duplicates))
    assert again["created"] == again["merged"] == 0
    assert (world.contents(), world.books.load(BOOK.id).book.revision) == (before, revision)


class BreakingWorld(ImportWorld):
    """A world whose reader, or what makes contacts of cards, has a mistake that shows at one row."""

    def break_at(self, row: int, *, fit: bool) -> None:
        world = self

        class Formats(LineFormats):
            def cards(self, file: File, bookmark: Bookmark) -> Iterator[ReadCard]:
                first = bookmark.place.before + bookmark.place.passed + 1
                for number, card in enumerate(super().cards(file, bookmark), first):
                    if number == row and not fit:
                        raise ZeroDivisionError
                    yield card

        def fitted(card: Card) -> tuple[ContactDraft, Sequence[Notice]]:
            if fit and card.details.first_name == f"P{row}":
                raise ZeroDivisionError
            return ImportWorld.fit(card)

        world.formats = Formats()
        world.fit = fitted


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("fit", [False, True])
@pytest.mark.parametrize("row", [1, 30, 120])
def test_a_mistake_in_a_reader_ends_the_import_after_the_rows_before_it(row: int, fit: bool, dry_run: bool) -> None:
    world = BreakingWorld()
    world.break_at(row, fit=fit)
    operation = world.begin(file_of([{"first_name": f"P{number}"} for number in range(1, 151)]), dry_run=dry_run)
    message_id = next(iter(world.queue))
    with pytest.raises(TaskBrokenError) as raised:
        world.deliver(message_id)
    assert isinstance(raised.value.__cause__, ZeroDivisionError)
    world.drain()
    ended = world.found(operation)
    assert (ended.state, ended.done) == (OperationState.FAILED, row - 1)
    assert f"Row {row} of the file" in str(ended.problem)
    assert len(world.outcomes(ended)) == row - 1
    assert len(world.contents()) == (0 if dry_run else row - 1)
    world.assert_whole()


def test_a_mistake_is_found_again_by_the_next_worker() -> None:
    world = BreakingWorld()
    operation = world.begin(file_of([{"first_name": f"P{number}"} for number in range(1, 151)]))
    world.has_time = lambda: world.found(operation).done < 60
    world.deliver(next(iter(world.queue)))
    done = world.found(operation).done
    assert 60 <= done < 150
    world.break_at(done + 1, fit=False)
    with pytest.raises(TaskBrokenError):
        world.drain()
    world.drain()
    assert (world.found(operation).state, world.found(operation).done) == (OperationState.FAILED, done)


@pytest.mark.parametrize("dry_run", [False, True])
def test_only_a_dry_run_has_to_reach_its_rows_from_the_beginning_of_the_file_in_time(dry_run: bool) -> None:
    world = ImportWorld()
    operation = world.begin(file_of([{"first_name": f"P{number}"} for number in range(1_500)]), dry_run=dry_run)
    world.has_time = lambda: world.found(operation).done < 1_100
    world.deliver(next(iter(world.queue)))
    done = world.found(operation).done
    assert 1_100 <= done < 1_500

    class SlowFormats(LineFormats):
        def cards(self, file: File, bookmark: Bookmark) -> Iterator[ReadCard]:
            for card in super().cards(file, bookmark):
                world.clock.advance(timedelta(seconds=0.04))
                yield card

    world.formats = SlowFormats()
    world.drain()
    ended = world.found(operation)
    if dry_run:
        assert (ended.state, ended.done) == (OperationState.FAILED, done)
        assert "split it" in str(ended.problem)
    else:
        assert (ended.state, ended.done) == (OperationState.DONE, 1_500)


def test_a_worker_that_goes_on_reads_the_file_from_the_last_row_that_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen read 3 MB once to see what it is, and once more; besides, each has the beginning, and looks ahead."""
    monkeypatch.setattr(stored_file, "PIECE_BYTES", CHUNK_BYTES)
    world = ImportWorld()
    read: list[int] = []
    excerpt = world.files.excerpt

    def counted(*arguments: Any, **more: Any) -> Any:
        found = excerpt(*arguments, **more)
        read.append(len(found.content) if found else 0)
        return found

    world.files.excerpt = counted  # type: ignore[method-assign]
    people = [{"first_name": f"P{number}", "notes": "x" * 5_000} for number in range(600)]
    content = file_of(people)
    operation = world.begin(content)
    world.has_time = lambda: False
    workers = 0
    while world.queue:
        workers += 1
        world.deliver(min(world.queue))
    assert (world.found(operation).state, world.found(operation).done) == (OperationState.DONE, 600)
    assert workers > 10
    assert sum(read) <= 2 * len(content) + workers * 4 * CHUNK_BYTES


def test_a_file_that_is_replaced_meanwhile_ends_the_import() -> None:
    world = ImportWorld()
    operation = world.begin(file_of([{"first_name": f"P{number}"} for number in range(150)]))
    world.has_time = lambda: False
    world.deliver(min(world.queue))
    done = world.found(operation).done
    name = upload_name(operation.parameters["upload"])
    world.files.put(BOOK.id, name, file_of([{"first_name": f"Q{number}"} for number in range(150)]))
    world.drain()
    ended = world.found(operation)
    assert (ended.state, ended.done) == (OperationState.FAILED, done)
    assert "in its place" in str(ended.problem)


def test_what_an_older_version_has_begun_is_finished() -> None:
    """It did not note the place in the file: the rows that are done are read again."""
    world = ImportWorld()
    operation = world.begin(file_of([{"first_name": f"P{number}"} for number in range(150)]))
    world.has_time = lambda: False
    world.deliver(min(world.queue))
    before = world.found(operation)
    assert before.cursor is not None
    older = {name: value for name, value in before.cursor.items() if name not in {"place", "version", "has_survey"}}
    world.operations.save(
        BOOK.id, OperationWrite(before=before, after=before.moved(OperationState.RUNNING, NOON, cursor=older))
    )
    world.has_time = lambda: True
    world.drain()
    assert (world.found(operation).state, len(world.contents())) == (OperationState.DONE, 150)
