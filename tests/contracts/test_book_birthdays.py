"""Birthdays are listed range by range, each once, and go on where the page before ended."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.adapters.dynamo.database import Client
from shared.domain.contacts.birthdays import DayRange
from shared.domain.partial_dates import PartialDate
from shared.services.ports.books import Position
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder

ACROSS_NEW_YEAR = (DayRange(first="12-30", last="12-31"), DayRange(first="01-01", last="01-02"))
BORN = {
    "Silvester": "1990-12-31",
    "Silvester's twin": "--12-31",
    "New Year": "2000-01-01",
    "Too early": "1990-12-29",
    "Too late": "1990-01-03",
    "Unknown day": "1990-12",
    "Nobody knows": None,
}


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    pen = BookBuilder(engine.store, engine.new_book())
    for name, birthday in BORN.items():
        contact = pen.add(name)
        if birthday:
            pen.update(contact, birthday=PartialDate.parse(birthday))
    return pen


def walk(pen: BookBuilder, limit: int) -> list[str]:
    names: list[str] = []
    after: Position | None = None
    while True:
        page = pen.store.list_by_birthday(pen.book.id, ACROSS_NEW_YEAR, limit=limit, after=after)
        names += [contact.details.first_name for contact in page.contacts]
        assert len(page.contacts) <= limit
        after = page.next
        if after is None:
            return names


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_any_size_make_up_all_birthdays_of_the_ranges_in_order(pen: BookBuilder, limit: int) -> None:
    assert walk(pen, limit) == ["Silvester", "Silvester's twin", "New Year"]


def test_a_contact_in_the_trash_has_no_birthday(pen: BookBuilder) -> None:
    [silvester] = pen.store.list_by_birthday(pen.book.id, ACROSS_NEW_YEAR, limit=1).contacts
    pen.trash(silvester)
    assert walk(pen, 2) == ["Silvester's twin", "New Year"]


def test_a_changed_birthday_is_a_new_place(pen: BookBuilder) -> None:
    [silvester] = pen.store.list_by_birthday(pen.book.id, ACROSS_NEW_YEAR, limit=1).contacts
    pen.update(silvester, birthday=PartialDate.parse("1990-01-02"))
    assert walk(pen, 5) == ["Silvester's twin", "New Year", "Silvester"]


@pytest.mark.engines("stand_in", because="memory sends nothing, and moto's answers cost too much time")
def test_a_page_takes_two_queries_and_one_batch_read_at_most(engine: Engine, pen: BookBuilder) -> None:
    engine.network.calls.clear()
    pen.store.list_by_birthday(pen.book.id, ACROSS_NEW_YEAR, limit=100)
    assert engine.network.calls == ["Query", "Query", "BatchGetItem"]


@pytest.mark.engines("stand_in", because="only a database reads the keys and the contacts one after the other")
@pytest.mark.parametrize("birthday", [None, PartialDate.parse("1990"), PartialDate.parse("1990-06-01")])
def test_a_birthday_that_changes_between_the_two_reads_is_left_out(
    engine: Engine, pen: BookBuilder, birthday: PartialDate | None
) -> None:
    [silvester] = pen.store.list_by_birthday(pen.book.id, ACROSS_NEW_YEAR, limit=1).contacts
    read = engine.network.client._make_api_call

    def changed_before_the_second_read(operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if operation == "BatchGetItem":
            engine.network.client = original
            pen.update(silvester, birthday=birthday)
        return read(operation, arguments)

    original = engine.network.client
    engine.network.client = cast(Client, SimpleNamespace(_make_api_call=changed_before_the_second_read))
    assert walk(pen, 5) == ["Silvester's twin", "New Year"]
