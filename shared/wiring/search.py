"""Builds the use cases of searches. They are apart from others, since few functions search."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.services.contacts.changed_contacts import ChangedContacts
    from shared.services.contacts.search.checking import SnapshotChecker
    from shared.services.contacts.search.copies import BookCopies
    from shared.services.contacts.search.drafts import Drafts
    from shared.services.contacts.search.looking_up import Lookups
    from shared.services.contacts.search.searching import BookSearch
    from shared.services.contacts.search.snapshots import SnapshotTaker
    from shared.services.contacts.search.suggesting import Suggester
    from shared.wiring.adapters import Adapters


class SearchWiring:
    """Use cases of searches over the adapters of the process, each built on first access."""

    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters

    @cached_property
    def book_search(self) -> BookSearch:
        """Searches for contacts."""
        from shared.services.contacts.search.searching import BookSearch

        return BookSearch(self._adapters.book_reader, self._copies, romanize=self._adapters.romanize)

    @cached_property
    def suggester(self) -> Suggester:
        """Suggestions of recipients."""
        from shared.services.contacts.search.suggesting import Suggester

        return Suggester(self._copies, romanize=self._adapters.romanize)

    @cached_property
    def lookups(self) -> Lookups:
        """Look-ups by number and address."""
        from shared.services.contacts.search.looking_up import Lookups

        return Lookups(self._copies, self._adapters.phone_numbers)

    @cached_property
    def snapshot_taker(self) -> SnapshotTaker:
        """What takes snapshots of books."""
        from shared.services.contacts.search.snapshots import SnapshotTaker

        return SnapshotTaker(self._adapters.book_reader, self._drafts, self._adapters.snapshot_store)

    @cached_property
    def snapshot_checker(self) -> SnapshotChecker:
        """What checks snapshots of books."""
        from shared.services.contacts.search.checking import SnapshotChecker

        return SnapshotChecker(self._adapters.book_reader, self._drafts, self._adapters.snapshot_store)

    @property
    def _drafts(self) -> Drafts:
        from shared.services.contacts.search.drafts import Drafts

        return Drafts(
            self._adapters.book_feed, self._changed, romanize=self._adapters.romanize, timing=self._adapters.timing
        )

    @cached_property
    def _copies(self) -> BookCopies:
        from shared.services.contacts.search.copies import BookCopies
        from shared.services.contacts.search.snapshot_requests import SnapshotRequests

        return BookCopies(
            self._adapters.book_reader,
            self._adapters.book_feed,
            self._changed,
            lambda: self._adapters.snapshot_store,
            SnapshotRequests(lambda: self._adapters.event_bus),
            romanize=self._adapters.romanize,
            timing=self._adapters.timing,
        )

    @cached_property
    def _changed(self) -> ChangedContacts:
        from shared.services.contacts.changed_contacts import ChangedContacts

        return ChangedContacts(self._adapters.book_reader, self._adapters.book_feed)
