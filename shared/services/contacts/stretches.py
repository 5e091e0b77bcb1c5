"""Going through a book by id, stretch by stretch, for the few contacts that a task writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.services.operations.tasks import Step, fitting
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.operations import Operation
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.commits import ContactWrite

CONTACTS_AT_ONCE = 250
"""Contacts that are looked through for those that a task writes, which may be few, before progress is noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The contacts of a book after the cursor of an operation, and those ``wanted`` among them, as many as fit."""

    contacts: Sequence[Contact]
    wanted: Sequence[str]
    is_first: bool
    is_last: bool

    @classmethod
    def next_of(
        cls, store: BookStore, book_id: str, operation: Operation, is_wanted: Callable[[Contact], bool]
    ) -> Stretch:
        """Read the next contacts, live or in the trash, with one request for every MB of 250 contacts."""
        after = operation.cursor["after"] if operation.cursor else None
        found = store.list_by_id(book_id, limit=CONTACTS_AT_ONCE, after=after)
        is_last = len(found) < CONTACTS_AT_ONCE
        places = [place for place, contact in enumerate(found) if is_wanted(contact)]
        if len(places) > MAX_CONTACTS_PER_RANGE:
            found, is_last = found[: places[MAX_CONTACTS_PER_RANGE]], False
        wanted = [found[place].id for place in places[:MAX_CONTACTS_PER_RANGE]]
        return cls(contacts=found, wanted=wanted, is_first=after is None, is_last=is_last)

    @property
    def end(self) -> str | None:
        """The id of the last contact."""
        return self.contacts[-1].id if self.contacts else None

    def step(self, state: BookState, possible: Sequence[ContactWrite]) -> Step:
        """Return the step with these writes, in the order of ids. It ends with the last write that fits."""
        writes = fitting(possible)
        is_whole = len(writes) == len(possible)
        end = self.end if is_whole else writes[-1].contact.id
        return Step(
            writes=writes,
            cursor={"after": end},
            dealt_with=sum(contact.trashed_at is None for contact in self.contacts if contact.id <= str(end)),
            total=state.book.contact_count if self.is_first else None,
            is_last=self.is_last and is_whole,
        )
