"""The use cases for the contacts in one store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from shared.adapters.memory.snapshots import MemorySnapshotStore
from shared.adapters.romanization import romanized
from shared.services.books.writer import BookWriter
from shared.services.contacts.changed_contacts import ChangedContacts
from shared.services.contacts.history import ContactHistory
from shared.services.contacts.label_history import LabelHistory
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.listing import PastContacts
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.states import PastStates
from shared.services.contacts.reading import ContactReader
from shared.services.contacts.relations import Relations
from shared.services.contacts.search.copies import BookCopies
from shared.services.contacts.search.searching import BookSearch
from shared.services.contacts.tagging import Tagging
from shared.services.contacts.trash import Restorer, Trash
from shared.services.contacts.trashed import TrashReader
from shared.services.contacts.versions import Versions
from shared.services.contacts.writing import ContactWriter
from shared.services.ports.books import BookStore
from shared.services.ports.phone_numbers import PhoneNumbers
from shared.services.timing import Timing
from tests.support.store_feed import StoreFeed


@dataclass(frozen=True)
class AddressBook:
    """The use cases for the contacts of every book in one store."""

    reader: ContactReader
    writer: ContactWriter
    trash: Trash
    restorer: Restorer
    trash_reader: TrashReader
    history: ContactHistory

    @classmethod
    def over(
        cls,
        store: BookStore,
        phone_numbers: PhoneNumbers,
        *,
        timing: Timing,
        now: Callable[[], datetime],
        new_id: Callable[[], str] | None = None,
    ) -> AddressBook:
        """Return the use cases over a store; new ids are consecutive numbers, unless ``new_id`` makes others."""
        numbers = count(1)
        new_id = new_id or (lambda: f"{next(numbers):026}")
        writer = BookWriter(store, timing=timing, new_commit_id=new_id)
        moments = PastMoments(store, now=now, timing=timing)
        past = PastContacts(store, moments, PastStates(store, now=now), PastLabels(store), now=now)
        reader = ContactReader(store, lambda: search_of(store, timing), lambda: past)
        tagging = Tagging(store, new_id=new_id)
        relations = Relations(store, new_value_id=new_id)
        contacts = ContactWriter(
            writer, reader, tagging, relations, phone_numbers, now=now, new_id=new_id, new_value_id=new_id
        )
        return cls(
            reader=reader,
            writer=contacts,
            trash=Trash(writer, relations, now=now),
            restorer=Restorer(writer, Versions(store), relations, tagging, LabelHistory(store), now=now),
            trash_reader=TrashReader(store, now=now),
            history=ContactHistory(store, now=now),
        )


def search_of(store: BookStore, timing: Timing) -> BookSearch:
    """Return a search of the books in a store, by a process that has no copy of them yet; there are no snapshots."""
    feed = StoreFeed(store)
    copies = BookCopies(
        store,
        feed,
        ChangedContacts(store, feed),
        MemorySnapshotStore,
        lambda *_: None,
        romanize=romanized,
        timing=timing,
    )
    return BookSearch(store, copies, romanize=romanized)
