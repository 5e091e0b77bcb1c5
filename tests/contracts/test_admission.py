"""Every head that a store reads is shown to whoever admits callers, and lists read it together with contacts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.services.ports.books import BookReader
from tests.contracts.conftest import Engine
from tests.support.book_builder import commit_of, creation, new_contact, trashing

Read = Callable[[BookReader, str], object]
READS: dict[str, tuple[Read, bool]] = {
    "head": (lambda store, book_id: store.load(book_id), True),
    "head and labels": (lambda store, book_id: store.load(book_id, labels=True), True),
    "labels": (lambda store, book_id: store.get_labels(book_id), True),
    "by change": (lambda store, book_id: store.list_by_change(book_id, limit=9), True),
    "trash": (lambda store, book_id: store.list_trash(book_id, limit=9), True),
    "by name": (lambda store, book_id: store.list_by_name(book_id, limit=9), False),
}


@pytest.mark.parametrize("name", READS)
def test_a_head_that_is_read_is_shown_once(engine: Engine, name: str) -> None:
    read, shows = READS[name]
    book = engine.new_book()
    contacts = [new_contact(), new_contact()]
    engine.store.commit(commit_of(book, *map(creation, contacts)))
    state = engine.store.load(book.id, [contacts[0].id])
    engine.store.commit(commit_of(state.book, trashing(state.contacts[contacts[0].id])))
    engine.heads.clear()
    read(engine.store, book.id)
    assert [head.id for head in engine.heads] == ([book.id] if shows else [])


def test_a_book_that_does_not_exist_is_shown_to_nobody(engine: Engine) -> None:
    engine.store.get_labels("no-such-book")
    engine.store.list_by_change("no-such-book", limit=9)
    assert engine.heads == []


def test_who_is_not_admitted_gets_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(engine.store, "_admit", refuse)
    book = engine.new_book()
    for read in (engine.store.load, engine.store.get_labels):
        with pytest.raises(PermissionError):
            read(book.id)
