"""The register of photos: a photo can go when no contact has it any more, and not before."""

from __future__ import annotations

import pytest

from shared.adapters.dynamo import photo_register
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.reading import TableReader
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tools.template import Template


@pytest.fixture
def book_id(engine: Engine) -> str:
    return engine.new_book().id


def test_photos_are_known_by_contact(engine: Engine, book_id: str) -> None:
    photos = engine.photos
    for contact_id, photo_id in (("anna", "1"), ("anna", "2"), ("anna", "2"), ("taras", "3")):
        photos.hold(book_id, contact_id, photo_id)
    assert photos.held(book_id, ["anna", "taras", "ivan"]) == {"anna": {"1", "2"}, "taras": {"3"}}
    assert photos.held(book_id, ["ivan"]) == photos.held(book_id, []) == {}


def test_books_have_photos_of_their_own(engine: Engine, book_id: str) -> None:
    other = engine.new_book().id
    engine.photos.hold(book_id, "anna", "1")
    assert engine.photos.held(other, ["anna"]) == {}
    engine.photos.hold(other, "anna", "1")
    assert engine.photos.release(book_id, "anna", "1"), "what other books have does not count"


def test_a_photo_can_go_when_the_last_contact_has_released_it(engine: Engine, book_id: str) -> None:
    photos = engine.photos
    photos.hold(book_id, "anna", "1")
    photos.hold(book_id, "taras", "1")
    assert not photos.release(book_id, "anna", "1")
    assert not photos.release(book_id, "anna", "1"), "nor when it is repeated"
    assert photos.release(book_id, "taras", "1")
    assert photos.release(book_id, "taras", "1"), "whoever could not delete it finds that it can still go"


def test_a_released_photo_is_known_until_it_is_forgotten(engine: Engine, book_id: str) -> None:
    photos = engine.photos
    photos.hold(book_id, "anna", "1")
    photos.hold(book_id, "anna", "2")
    photos.release(book_id, "anna", "1")
    assert photos.held(book_id, ["anna"]) == {"anna": {"1", "2"}}
    for _ in range(2):
        photos.forget(book_id, "anna", "1")
        assert photos.held(book_id, ["anna"]) == {"anna": {"2"}}
    photos.release(book_id, "anna", "2")
    for _ in range(2):
        photos.forget(book_id, "anna", "2")
        assert photos.held(book_id, ["anna"]) == {}


def test_all_photos_of_a_book_are_found_in_order_page_by_page(engine: Engine, book_id: str) -> None:
    photos, other = engine.photos, engine.new_book().id
    assert photos.photo_ids(book_id, limit=10) == []
    for contact_id, photo_id in (("anna", "c"), ("taras", "a"), ("anna", "b"), ("taras", "b"), ("ivan", "_")):
        photos.hold(book_id, contact_id, photo_id)
    photos.hold(other, "anna", "aa")
    assert photos.photo_ids(book_id, limit=10) == ["_", "a", "b", "c"]
    assert photos.photo_ids(book_id, limit=2) == ["_", "a"]
    assert photos.photo_ids(book_id, after="a", limit=2) == ["b", "c"]
    assert photos.photo_ids(book_id, after="c", limit=2) == []


def test_what_no_contact_has_any_more_is_none_of_the_photos(engine: Engine, book_id: str) -> None:
    photos = engine.photos
    for photo_id in "abc":
        photos.hold(book_id, "anna", photo_id)
    photos.hold(book_id, "taras", "c")
    for photo_id in "bc":
        photos.release(book_id, "anna", photo_id)
    assert photos.photo_ids(book_id, limit=10) == ["a", "c"]
    assert photos.known_among(book_id, ["a", "b", "c"]) == {"a", "c"}


@pytest.mark.engines(*DYNAMO_ENGINES)
def test_an_item_that_is_left_without_contacts_is_no_photo(
    engine: Engine, book_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever released it died before it was deleted."""
    engine.photos.hold(book_id, "anna", "a")
    monkeypatch.setattr(photo_register, "_is_deleted", lambda *_: True)
    engine.photos.release(book_id, "anna", "a")
    assert engine.photos.photo_ids(book_id, limit=9) == []
    assert engine.photos.known_among(book_id, ["a"]) == frozenset()


def test_photos_are_known_among_any_number_of_others(engine: Engine, book_id: str) -> None:
    photos = engine.photos
    photos.hold(book_id, "anna", "007")
    photos.hold(engine.new_book().id, "anna", "008")
    assert photos.known_among(book_id, [f"{number:03}" for number in range(120)]) == {"007"}
    assert photos.known_among(book_id, []) == frozenset()


@pytest.mark.engines(*DYNAMO_ENGINES)
def test_nothing_is_left_of_a_photo_that_is_gone(engine: Engine, book_id: str, template: Template) -> None:
    assert engine.database is not None
    reader = TableReader(engine.database.connection, template.tables["ContactsTable"].name)

    def items() -> set[str]:
        rows = reader.query_all(book_id, ContactsTableItem.item_id.startswith("PHOTO"))
        return {row["item_id"]["S"] for row in rows}

    engine.photos.hold(book_id, "anna", "1")
    assert items() == {"PHOTOS#anna", "PHOTO#1"}
    engine.photos.release(book_id, "anna", "1")
    engine.photos.forget(book_id, "anna", "1")
    assert items() == set()
