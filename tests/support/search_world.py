"""A book that can be searched by several processes, each with copies of its own, and whose snapshots can be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

from shared.adapters.memory.book_feed import MemoryBookFeed
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.snapshots import MemorySnapshotStore
from shared.adapters.romanization import romanized
from shared.domain.books import Book
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.queries import ContactQuery, Order
from shared.domain.search.query import Query
from shared.domain.search.rows import row_of
from shared.services.contacts.changed_contacts import ChangedContacts
from shared.services.contacts.search.checking import SnapshotChecker
from shared.services.contacts.search.copies import BookCopies
from shared.services.contacts.search.drafts import Drafts
from shared.services.contacts.search.looking_up import Lookups
from shared.services.contacts.search.searching import BookSearch
from shared.services.contacts.search.snapshots import SnapshotTaker
from shared.services.contacts.search.suggesting import Suggester
from shared.services.contacts.tagged import TaggedContactPage
from shared.services.ports.books import BookReader, Position
from shared.services.ports.feed import BookFeed
from shared.services.ports.phone_numbers import PhoneNumbers
from shared.services.ports.snapshots import SnapshotStore
from tests.support.book_builder import BookBuilder
from tests.support.clock import WaitingClock
from tests.support.torn_books import TornBook

BOOK = "b"


@dataclass
class CountingReads:
    """A store and feed that count the requests made to them."""

    torn: TornBook
    requests: int = 0

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self.torn, name, None) or getattr(self.torn.store, name)

        def counted(*args: object, **kwargs: object) -> object:
            self.requests += 1
            return method(*args, **kwargs)

        return counted


@dataclass
class SearchWorld:
    """One book in memory. ``due`` are the snapshots that were asked for."""

    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    clock: WaitingClock = field(default_factory=WaitingClock)
    due: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database.books[BOOK] = Book(id=BOOK)
        self.store = MemoryBookStore(self.database)
        self.pen = BookBuilder(self.store, Book(id=BOOK))
        self.torn = TornBook(self.store, MemoryBookFeed(self.database))
        self.reads = CountingReads(self.torn)
        self.snapshots: SnapshotStore = MemorySnapshotStore()
        self.process = Process(self)

    @property
    def reader(self) -> BookReader:
        """What books are read by."""
        return cast(BookReader, self.reads)

    @property
    def changed(self) -> ChangedContacts:
        """What reads changes."""
        return ChangedContacts(self.reader, cast(BookFeed, self.reads))

    @property
    def drafts(self) -> Drafts:
        """What makes drafts of snapshots."""
        return Drafts(cast(BookFeed, self.reads), self.changed, romanize=romanized, timing=self.clock.timing)

    def take(self, revision: int | None = None) -> bool:
        """Take a snapshot with at least a revision, by default the latest one."""
        revision = self.store.load(BOOK).book.revision if revision is None else revision
        return SnapshotTaker(self.reader, self.drafts, self.snapshots).bring_to(BOOK, revision)

    def check(self) -> None:
        """Compare the snapshot with one that is taken from scratch."""
        assert [*SnapshotChecker(self.reader, self.drafts, self.snapshots).differences(BOOK)] == []

    def live(self) -> Iterator[Contact]:
        """Yield the live contacts."""
        return (one for one in self.store.list_by_id(BOOK, limit=100_000) if one.trashed_at is None)

    def scanned(self, text: str) -> set[str]:
        """Return the ids of the contacts that match a text without typing errors, each compared by itself."""
        query = Query.of(text, romanize=romanized)
        assert query is not None
        query = query.within(self.store.get_labels(BOOK))
        rows = [
            row_of(one, order=self.store.load(BOOK).book.name_order.current, romanize=romanized) for one in self.live()
        ]
        matches = {row.contact_id: query.match(row) for row in rows}
        return {contact_id for contact_id, match in matches.items() if match is not None and match.value <= 2}


class Process:
    """A process with copies of its own."""

    def __init__(self, world: SearchWorld, *, phone_numbers: PhoneNumbers | None = None) -> None:
        self.copies = BookCopies(
            world.reader,
            cast(BookFeed, world.reads),
            world.changed,
            lambda: world.snapshots,
            lambda book_id, revision: world.due.append((book_id, revision)),
            romanize=romanized,
            timing=world.clock.timing,
        )
        self._search = BookSearch(world.reader, self.copies, romanize=romanized)
        self.suggester = Suggester(self.copies, romanize=romanized)
        if phone_numbers is not None:
            self.lookups = Lookups(self.copies, phone_numbers)

    def page(
        self,
        text: str = "",
        *,
        query: ContactQuery | None = None,
        order: Order = Order.RELEVANCE,
        limit: int = 100,
        after: Position | None = None,
    ) -> TaggedContactPage:
        """Search for a text, or for a query."""
        return self._search.page(BOOK, query or ContactQuery.of(text), order=order, limit=limit, after=after)

    def names(self, text: str = "", *, order: Order = Order.RELEVANCE) -> list[str]:
        """Return the first names of the contacts that a complete search finds."""
        page = self.page(text, order=order)
        assert page.findings is not None
        assert page.findings.is_complete
        return [one.contact.details.first_name for one in page.contacts]


def name_of(number: int) -> str:
    """Return the first name of a contact that ``fill`` has written: ``Zz``, and letters that no other one has."""
    digest = sha256(str(number).encode()).digest()
    return "Zz" + "".join([chr(ord("a") + byte % 26) for byte in digest[:10]])


def fill(world: SearchWorld, count: int) -> None:
    """Write contacts, 40 in a commit."""
    names = [name_of(number) for number in range(count)]
    for start in range(0, count, 40):
        world.pen.create(*names[start : start + 40])
