"""Builds the use cases of contacts. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.account_adapters import AccountAdapters

if TYPE_CHECKING:
    from shared.domain.limits import Limit
    from shared.services.books.access import Access
    from shared.services.books.name_orders import NameOrders
    from shared.services.books.writer import BookWriter
    from shared.services.contacts.birthdays import Birthdays
    from shared.services.contacts.duplicates import Duplicates
    from shared.services.contacts.history import ContactHistory
    from shared.services.contacts.label_counts import LabelCounter
    from shared.services.contacts.labelling import LabelWriter
    from shared.services.contacts.merging import ContactMerger
    from shared.services.contacts.photos import ContactPhotos
    from shared.services.contacts.reading import ContactReader
    from shared.services.contacts.reconciling import Reconciler
    from shared.services.contacts.relations import Relations
    from shared.services.contacts.search.looking_up import Lookups
    from shared.services.contacts.search.snapshots import SnapshotTaker
    from shared.services.contacts.search.suggesting import Suggester
    from shared.services.contacts.stored_photos import StoredPhotos
    from shared.services.contacts.sync_tokens import SyncTokens
    from shared.services.contacts.syncing import ContactSync
    from shared.services.contacts.tagging import Tagging
    from shared.services.contacts.trash import Restorer, Trash
    from shared.services.contacts.trashed import TrashReader
    from shared.services.contacts.view_writing import ViewWriter
    from shared.services.contacts.views import ViewReader
    from shared.services.contacts.writing import ContactWriter
    from shared.services.cursors import Cursors
    from shared.services.limiter import Limiter
    from shared.wiring.past import PastWiring
    from shared.wiring.search import SearchWiring


class ContactsWiring(AccountAdapters):
    """Use cases of contacts, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def access(self) -> Access:
        """The one way to get at a book."""
        from shared.services.books.access import Access

        return Access(self.book_reader)

    @cached_property
    def book_writer(self) -> BookWriter:
        """The only way to write to a book."""
        from shared.services.books.writer import BookWriter

        return BookWriter(
            self.book_store,
            timing=self.timing,
            new_commit_id=sources.new_id,
            max_contacts=self.settings.max_contacts,
        )

    @cached_property
    def name_orders(self) -> NameOrders:
        """Changes of the order in which books are listed by name."""
        from shared.services.books.name_orders import NameOrders

        return NameOrders(self.book_store, self.name_index, timing=self.timing)

    @cached_property
    def contact_reader(self) -> ContactReader:
        """Reads of contacts."""
        from shared.services.contacts.reading import ContactReader

        return ContactReader(self.book_reader, lambda: self.searches.book_search, lambda: self.past.contacts)

    @cached_property
    def searches(self) -> SearchWiring:
        """Searches."""
        from shared.wiring.search import SearchWiring

        return SearchWiring(self)

    @property
    def suggester(self) -> Suggester:
        """Suggestions of recipients."""
        return self.searches.suggester

    @property
    def lookups(self) -> Lookups:
        """Look-ups by number and address."""
        return self.searches.lookups

    @property
    def snapshot_taker(self) -> SnapshotTaker:
        """What takes snapshots of books."""
        return self.searches.snapshot_taker

    @cached_property
    def past(self) -> PastWiring:
        """Reads of the past."""
        from shared.wiring.past import PastWiring

        return PastWiring(self)

    @cached_property
    def contact_writer(self) -> ContactWriter:
        """Writes of contacts; the phone number library is loaded here, without the plan of any region."""
        from shared.services.contacts.writing import ContactWriter

        self.phone_numbers.is_region("")
        return ContactWriter(
            self.book_writer,
            self.contact_reader,
            self.tagging,
            self.relations,
            self.phone_numbers,
            now=sources.now,
            new_id=sources.new_id,
            new_value_id=sources.new_value_id,
        )

    @property
    def reconciler(self) -> Reconciler:
        """What merges the edits of one request: it remembers what it has read."""
        from shared.services.contacts.ancestors import Ancestors
        from shared.services.contacts.reconciling import Reconciler

        ancestors = Ancestors(self.book_store, now=sources.now)
        return Reconciler(ancestors, self.phone_numbers, new_value_id=sources.new_value_id)

    @cached_property
    def relations(self) -> Relations:
        """Relations between contacts, at both ends."""
        from shared.services.contacts.relations import Relations

        return Relations(self.book_store, new_value_id=sources.new_value_id)

    @cached_property
    def contact_merger(self) -> ContactMerger:
        """Merges of contacts."""
        from shared.services.contacts.merging import ContactMerger

        return ContactMerger(
            self.book_store,
            self.book_writer,
            self.contact_reader,
            self.relations,
            self.stored_photos,
            now=sources.now,
            new_id=sources.new_id,
            new_value_id=sources.new_value_id,
        )

    @cached_property
    def contact_photos(self) -> ContactPhotos:
        """The photos that contacts show."""
        from shared.services.contacts.photos import ContactPhotos

        return ContactPhotos(
            self.book_store,
            self.book_writer,
            self.stored_photos,
            now=sources.now,
            new_photo_id=sources.new_photo_id,
        )

    @cached_property
    def stored_photos(self) -> StoredPhotos:
        """The stored photos of contacts; what they are stored by is loaded when one is written or deleted."""
        from shared.services.contacts.stored_photos import StoredPhotos

        return StoredPhotos(lambda: self.photo_register, lambda: self.photo_store)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Lists and dismissals of duplicates."""
        from shared.services.contacts.duplicates import Duplicates

        return Duplicates(self.duplicate_store, self.book_store)

    @cached_property
    def tagging(self) -> Tagging:
        """The labels of the tags of contacts."""
        from shared.services.contacts.tagging import Tagging

        return Tagging(self.book_store, new_id=sources.new_value_id)

    @cached_property
    def label_writer(self) -> LabelWriter:
        """Writes of labels."""
        from shared.services.contacts.labelling import LabelWriter

        return LabelWriter(
            self.book_store, self.book_writer, self.tagging, now=sources.now, new_id=sources.new_value_id
        )

    @cached_property
    def label_counter(self) -> LabelCounter:
        """The labels of a book with the number of contacts of each."""
        from shared.services.contacts.label_counts import LabelCounter

        return LabelCounter(self.book_store, self.label_count_store, timing=self.timing)

    @cached_property
    def view_reader(self) -> ViewReader:
        """Reads of views."""
        from shared.services.contacts.views import ViewReader

        return ViewReader(self.view_store, self.book_reader)

    @cached_property
    def view_writer(self) -> ViewWriter:
        """Writes of views."""
        from shared.services.contacts.view_writing import ViewWriter

        return ViewWriter(
            self.view_store, self.book_store, timing=self.timing, now=sources.now, new_id=sources.new_value_id
        )

    @cached_property
    def trash(self) -> Trash:
        """Deletion of contacts."""
        from shared.services.contacts.trash import Trash

        return Trash(self.book_writer, self.relations, now=sources.now)

    @cached_property
    def restorer(self) -> Restorer:
        """Contacts that come back from the trash, or to a previous version."""
        from shared.services.contacts.label_history import LabelHistory
        from shared.services.contacts.trash import Restorer
        from shared.services.contacts.versions import Versions

        return Restorer(
            self.book_writer,
            Versions(self.book_store),
            self.relations,
            self.tagging,
            LabelHistory(self.book_store),
            now=sources.now,
        )

    @cached_property
    def trash_reader(self) -> TrashReader:
        """The contacts in the trash."""
        from shared.services.contacts.trashed import TrashReader

        return TrashReader(self.book_reader, now=sources.now)

    @cached_property
    def contact_history(self) -> ContactHistory:
        """The versions of contacts."""
        from shared.services.contacts.history import ContactHistory

        return ContactHistory(self.book_store, now=sources.now)

    @cached_property
    def birthdays(self) -> Birthdays:
        """Upcoming birthdays."""
        from shared.services.contacts.birthdays import Birthdays

        return Birthdays(self.book_reader, now=sources.now)

    @cached_property
    def contact_sync(self) -> ContactSync:
        """Copies of books that clients keep."""
        from shared.services.contacts.syncing import ContactSync

        return ContactSync(self.book_store, self.book_feed, now=sources.now, timing=self.timing)

    @cached_property
    def sync_tokens(self) -> SyncTokens:
        """Tokens, which say how far such a copy has come."""
        from shared.services.contacts.sync_tokens import SyncTokens

        return SyncTokens(self.cursors, now=sources.now)

    @cached_property
    def limiter(self) -> Limiter:
        """Counting of requests against rate limits."""
        from shared.services.limiter import Limiter

        return Limiter(self.limit_store, now=sources.now)

    @cached_property
    def contact_write_limit(self) -> Limit:
        """How many contacts one account may write."""
        from shared.domain.limits import CONTACT_WRITES

        return _with_figures(CONTACT_WRITES, self.settings.contact_write_limit)

    @cached_property
    def contact_search_limit(self) -> Limit:
        """How many searches one account may make."""
        from shared.domain.limits import CONTACT_SEARCHES

        return _with_figures(CONTACT_SEARCHES, self.settings.contact_search_limit)

    @cached_property
    def cursors(self) -> Cursors:
        """Cursors, which mark where the next page starts."""
        from shared.services.cursors import Cursors

        return Cursors(self.secrets)


def _with_figures(limit: Limit, rate: tuple[int, int] | None) -> Limit:
    return limit if rate is None else limit.at(per_second=rate[0], burst=rate[1])
