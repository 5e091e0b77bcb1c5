"""What a person is told is what was stored, also when an answer got lost and everything was decided twice."""

from __future__ import annotations

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, Phone
from shared.domain.contacts.phones import PhoneReading
from shared.domain.errors import ContactNotFoundError
from shared.services.ports.conflicts import RaceLostError
from tests.support.address_books import AddressBook
from tests.support.book_builder import NOON
from tests.support.unlucky_store import BOOK, Misfortune, UnluckyStore

OURS = BOOK.id


class NoNumbers:
    """Knows no numbering plan."""

    def read(self, typed: str, region: str) -> PhoneReading:
        return PhoneReading()

    def is_region(self, region: str) -> bool:
        return False


@pytest.fixture
def store() -> UnluckyStore:
    return UnluckyStore()


@pytest.fixture
def book(store: UnluckyStore) -> AddressBook:
    return AddressBook.over(store, NoNumbers(), timing=store.clock.timing, now=lambda: NOON)


def let_the_next_commit_arrive_late(store: UnluckyStore) -> None:
    """Its answer is lost, it conflicts with its own repetition, and lands after everything was decided again."""
    sent = len(store.commits)
    late = Misfortune(error=RaceLostError(), meanwhile=lambda: store.arrive(store.commits[sent]))
    store.misfortunes += [Misfortune(), Misfortune(error=RaceLostError()), late]


def draft(first_name: str = "Ada") -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name=first_name, phones=(Phone(value="1"),)), tags=("new tag",))


def test_a_new_contact(book: AddressBook, store: UnluckyStore) -> None:
    let_the_next_commit_arrive_late(store)
    added = book.writer.add(OURS, draft(), actor=OURS)
    assert added == book.reader.get(OURS, added.contact.id)
    assert added.tags == ("new tag",)


def test_a_new_contact_with_an_idempotency_key(book: AddressBook, store: UnluckyStore) -> None:
    let_the_next_commit_arrive_late(store)
    added = book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    assert (
        added
        == book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
        == book.reader.get(OURS, added.contact.id)
    )
    assert store.load(OURS).book.contact_count == 1


def test_a_revised_contact(book: AddressBook, store: UnluckyStore) -> None:
    added = book.writer.add(OURS, ContactDraft(details=ContactDetails(first_name="Ada")), actor=OURS)
    allowed = frozenset({added.version})
    let_the_next_commit_arrive_late(store)
    revised = book.writer.revise(OURS, added.contact.id, lambda _: draft("Eve"), actor=OURS, allowed=allowed)
    assert revised == book.reader.get(OURS, added.contact.id)
    assert revised.tags == ("new tag",)


def test_a_contact_put_in_the_trash(book: AddressBook, store: UnluckyStore) -> None:
    added = book.writer.add(OURS, draft(), actor=OURS)
    let_the_next_commit_arrive_late(store)
    book.trash.put(OURS, added.contact.id, actor=OURS, allowed=frozenset({added.version}))
    with pytest.raises(ContactNotFoundError):
        book.reader.get(OURS, added.contact.id)
    assert store.load(OURS).book.revision == 2
