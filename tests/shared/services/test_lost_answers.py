"""What a person is told is what was stored, also when an answer got lost and everything was decided twice."""

from __future__ import annotations

from itertools import count

import pytest

from shared.adapters.scanning_search import ScanningSearch
from shared.domain.contact_details import ContactDetails, Phone
from shared.domain.contacts import ContactDraft
from shared.domain.errors import ContactNotFoundError
from shared.domain.etags import EntityTags
from shared.services.address_book import AddressBook
from shared.services.book_writer import BookWriter
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.pen import NOON
from tests.shared.services.unlucky_store import BOOK, Misfortune, UnluckyStore

OURS = BOOK.id


class NoNumbers:
    """Knows no numbering plan."""

    def to_e164(self, number: str, region: str) -> str | None:
        return None

    def is_region(self, region: str) -> bool:
        return False


@pytest.fixture
def store() -> UnluckyStore:
    return UnluckyStore()


@pytest.fixture
def book(store: UnluckyStore) -> AddressBook:
    numbers = count(1)

    def new_id() -> str:
        return f"{next(numbers):026}"

    writer = BookWriter(store, timing=store.clock.timing, new_operation_id=new_id)
    search = ScanningSearch(store)
    return AddressBook(store, writer, search, NoNumbers(), now=lambda: NOON, new_id=new_id, new_value_id=new_id)


def let_the_next_commit_arrive_late(store: UnluckyStore) -> None:
    """Its answer is lost, it conflicts with its own repetition, and lands after everything was decided again."""
    sent = len(store.commits)
    late = Misfortune(error=RaceLostError(), meanwhile=lambda: store.arrive(store.commits[sent]))
    store.misfortunes += [Misfortune(), Misfortune(error=RaceLostError()), late]


def draft(first_name: str = "Ada") -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name=first_name, phones=(Phone(value="1"),)), tags=("new tag",))


def test_a_new_contact(book: AddressBook, store: UnluckyStore) -> None:
    let_the_next_commit_arrive_late(store)
    added = book.add(OURS, draft(), actor=OURS)
    assert added == book.get(OURS, added.contact.id)
    assert added.tags == ("new tag",)


def test_a_new_contact_with_an_idempotency_key(book: AddressBook, store: UnluckyStore) -> None:
    let_the_next_commit_arrive_late(store)
    added = book.add(OURS, draft(), actor=OURS, idempotency_key="k")
    assert added == book.add(OURS, draft(), actor=OURS, idempotency_key="k") == book.get(OURS, added.contact.id)
    assert store.load(OURS).book.contact_count == 1


def test_a_revised_contact(book: AddressBook, store: UnluckyStore) -> None:
    added = book.add(OURS, ContactDraft(details=ContactDetails(first_name="Ada")), actor=OURS)
    if_match = EntityTags.parse(added.etag)
    let_the_next_commit_arrive_late(store)
    revised = book.revise(OURS, added.contact.id, lambda _: draft("Eve"), actor=OURS, if_match=if_match)
    assert revised == book.get(OURS, added.contact.id)
    assert revised.tags == ("new tag",)


def test_a_contact_put_in_the_trash(book: AddressBook, store: UnluckyStore) -> None:
    added = book.add(OURS, draft(), actor=OURS)
    let_the_next_commit_arrive_late(store)
    book.trash(OURS, added.contact.id, actor=OURS, if_match=EntityTags.parse(added.etag))
    with pytest.raises(ContactNotFoundError):
        book.get(OURS, added.contact.id)
    assert store.load(OURS).book.revision == 2
