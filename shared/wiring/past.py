"""Builds what reads books as they were. Few functions need it, so it is no part of the wiring that all of them load."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.moments import PastMoments
from shared.wiring import sources

if TYPE_CHECKING:
    from shared.services.contacts.past.listing import PastContacts
    from shared.wiring.adapters import Adapters


class PastWiring:
    """Reads of the past, over the adapters of the process."""

    def __init__(self, adapters: Adapters) -> None:
        self._store = adapters.book_store
        self.moments = PastMoments(self._store, now=sources.now, timing=adapters.timing)
        self.labels = PastLabels(self._store)

    @cached_property
    def contacts(self) -> PastContacts:
        """The contacts of a book as they were."""
        from shared.services.contacts.past.listing import PastContacts
        from shared.services.contacts.past.states import PastStates

        states = PastStates(self._store, now=sources.now)
        return PastContacts(self._store, self.moments, states, self.labels, now=sources.now)
