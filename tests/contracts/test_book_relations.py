"""Relations between contacts are kept at both ends by every store, in one transaction."""

from __future__ import annotations

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, Relation
from shared.domain.contacts.relations import links_of
from tests.contracts.conftest import Engine
from tests.support.address_books import AddressBook
from tests.support.clock import Clock, WaitingClock
from tests.support.fakes import FakePhoneNumbers


@pytest.fixture
def book(engine: Engine) -> AddressBook:
    return AddressBook.over(engine.store, FakePhoneNumbers(), timing=WaitingClock().timing, now=Clock())


def test_both_ends_are_written_changed_and_removed_together(engine: Engine, book: AddressBook) -> None:
    book_id = engine.new_book().id

    def draft(*relations: Relation) -> ContactDraft:
        return ContactDraft(details=ContactDetails(first_name="Ann", relations=relations))

    bob = book.writer.add(book_id, draft(), actor="a").contact.id
    ann = book.writer.add(book_id, draft(Relation(value="Bob", label="wife", contact_id=bob)), actor="a").contact
    stored = engine.store.load(book_id, [ann.id, bob])
    [link], [inverse] = links_of(stored.contacts[ann.id]).values(), links_of(stored.contacts[bob]).values()
    assert (link.target, link.inverse_id, inverse.target, inverse.inverse_id) == (
        bob,
        inverse.value_id,
        ann.id,
        link.value_id,
    )
    assert (stored.book.revision, stored.book.contact_count) == (3, 2)
    changes = engine.store.list_changes(book_id, after_revision=0, limit=9)
    assert [(change.revision, change.contact_id) for change in changes] == [(1, bob), (2, ann.id), (3, bob)]
    book.trash.put(book_id, bob, actor="a")
    assert links_of(engine.store.load(book_id, [ann.id]).contacts[ann.id]) == {}
    book.restorer.restore(book_id, bob, actor="a")
    stored = engine.store.load(book_id, [ann.id, bob])
    assert [links_of(stored.contacts[end]) for end in (ann.id, bob)] == [
        {link.value_id: link},
        {inverse.value_id: inverse},
    ]
    book.writer.replace(book_id, ann.id, draft(), actor="a")
    stored = engine.store.load(book_id, [ann.id, bob])
    assert links_of(stored.contacts[bob]) == {}
    assert stored.book.revision == 9
