"""What is known about duplicates: the latest result of a search, and every pair that was ever dismissed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.adapters.dynamo import duplicate_store as dynamo_store
from shared.adapters.memory import duplicate_store as memory_store
from shared.domain.contacts.similarity.grouping import Group
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.services.ports.conflicts import TooManyDismissedError
from shared.services.ports.duplicates import MAX_STORED_IDS, FoundGroups, fitting_groups
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.book_builder import BookBuilder
from tests.support.faulty_client import LOST_ANSWER, TRANSACTION, Fault, answer

NOON = datetime(2026, 5, 17, 12, 0, 0, 123_000, tzinfo=UTC)
FOUND = FoundGroups(
    groups=(
        Group(contact_ids=("a", "b", "c"), score=0.95, common=("+12025550143",)),
        Group(contact_ids=("d", "e"), score=0.6),
    ),
    found_at=NOON,
    has_more=True,
)


@pytest.fixture
def book_id(engine: Engine) -> str:
    return engine.new_book().id


def test_the_latest_result_is_kept(engine: Engine, book_id: str) -> None:
    assert engine.duplicates.get_found(book_id) is None
    engine.duplicates.put_found(book_id, FOUND)
    assert engine.duplicates.get_found(book_id) == FOUND
    nothing = replace(FOUND, groups=(), has_more=False)
    engine.duplicates.put_found(book_id, nothing)
    assert engine.duplicates.get_found(book_id) == nothing
    assert engine.duplicates.get_found(engine.new_book().id) is None


def test_as_many_groups_as_may_be_found_can_be_stored(engine: Engine, book_id: str) -> None:
    pairs = [(f"01{number:024}", f"01{number + 1:024}") for number in range(0, 2 * MAX_STORED_IDS, 2)]
    most = fitting_groups([Group(contact_ids=pair, score=0.6) for pair in pairs], found_at=NOON)
    assert most.has_more
    engine.duplicates.put_found(book_id, most)
    assert engine.duplicates.get_found(book_id) == most


def test_all_pairs_of_dismissed_contacts_are_remembered_once(engine: Engine, book_id: str) -> None:
    store = engine.duplicates
    store.dismiss(book_id, ["c", "a"])
    store.dismiss(book_id, ["a", "b", "c"])
    store.dismiss(book_id, ["a", "b", "c"])
    assert store.all_dismissed(book_id) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert store.dismissed_among(book_id, ["c", "b", "x"]) == {("b", "c")}
    assert store.dismissed_among(book_id, ["x"]) == frozenset()
    assert store.all_dismissed(engine.new_book().id) == frozenset()


def test_dismissals_are_no_contacts_and_no_changes(engine: Engine) -> None:
    pen = BookBuilder(engine.store, engine.new_book())
    contact = pen.add()
    engine.duplicates.dismiss(pen.book.id, [contact.id, "another"])
    engine.duplicates.put_found(pen.book.id, FOUND)
    assert engine.store.load(pen.book.id).book == pen.book
    assert engine.store.list_by_name(pen.book.id, limit=10).contacts == (contact,)
    assert engine.store.list_by_change(pen.book.id, limit=10).contacts == (contact,)


def test_a_contact_has_room_for_so_many_dismissed_pairs(
    engine: Engine, book_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for adapter in (memory_store, dynamo_store):
        monkeypatch.setattr(adapter, "MAX_DISMISSED", 5)
    engine.duplicates.dismiss(book_id, ["a", "b", "c", "d"])
    with pytest.raises(TooManyDismissedError):
        engine.duplicates.dismiss(book_id, ["a", "e", "f", "g"])
    engine.duplicates.dismiss(book_id, ["a", "e", "f"])
    assert {other for first, other in engine.duplicates.all_dismissed(book_id) if first == "a"} == set("bcdef")


@pytest.mark.engines("memory", "stand_in", because="moto is not thread-safe")
def test_dismissals_at_the_same_time_lose_nothing(engine: Engine, book_id: str) -> None:
    def dismiss(number: int) -> None:
        for _ in range(20):
            with suppress(StoreUnavailableError):
                engine.duplicates.dismiss(book_id, ["a", f"b{number}"])
                break

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(dismiss, range(12)))
    assert engine.duplicates.all_dismissed(book_id) == {("a", f"b{number}") for number in range(12)}


@pytest.mark.engines(*DYNAMO_ENGINES, because="nothing can go wrong in memory")
def test_a_database_that_fails_is_told_apart_from_one_that_does_not_answer(engine: Engine, book_id: str) -> None:
    engine.network.faults.append(Fault(operation=TRANSACTION, error=LOST_ANSWER, arrives=True))
    with pytest.raises(OutcomeUnknownError):
        engine.duplicates.dismiss(book_id, ["a", "b"])
    assert engine.duplicates.all_dismissed(book_id) == {("a", "b")}
    conflict = answer("TransactionCanceledException", reasons=["TransactionConflict"])
    engine.network.faults.append(Fault(operation=TRANSACTION, error=conflict))
    with pytest.raises(StoreUnavailableError):
        engine.duplicates.dismiss(book_id, ["a", "b"])
