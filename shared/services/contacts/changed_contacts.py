"""What has changed in a book since a revision, as far as it is wholly visible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import STORING
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shared.services.ports.books import BookReader, BookState
    from shared.services.ports.feed import BookFeed, ChangeNote
    from shared.services.timing import Timing

MAX_CHANGES = 98
"""At once: their contacts are read by one BatchGetItem, together with the head and the labels."""
_SEARCHED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRun:
    """The changes that follow a revision without a gap, and the book as it was read after them.

    ``state`` has the contacts that they changed, as they are now; ``revision`` is that of the last change.
    """

    notes: Sequence[ChangeNote]
    state: BookState
    revision: int

    @property
    def has_more(self) -> bool:
        """Whether the book was already further."""
        return self.revision < self.state.book.revision


class ChangedContacts:
    """Reads changes with the present state of their contacts.

    A commit appears item by item. So a run ends before the first change whose contact was read in an earlier state.
    """

    def __init__(self, store: BookReader, feed: BookFeed) -> None:
        self._store = store
        self._feed = feed

    def after(
        self,
        book_id: str,
        revision: int,
        *,
        limit: int = MAX_CHANGES,
        labels: bool = False,
        is_known: Callable[[ChangeNote], bool] = lambda _: False,
    ) -> ChangedRun:
        """Return up to ``limit`` changes after a revision, at most MAX_CHANGES, and with ``labels`` the book's labels.

        Contacts whose state after a change ``is_known`` are not read for it. Raises AccountGoneError if there is no
        such book.
        """
        notes = self._feed.changes(book_id, after_revision=revision, limit=min(limit, MAX_CHANGES))
        ids = dict.fromkeys(note.contact_id for note in notes if note.contact_id is not None and not is_known(note))
        state = load_book(self._store, book_id, tuple(ids), labels=labels)
        visible = tuple(self._visible(book_id, notes, state, is_known))
        return ChangedRun(notes=visible, state=state, revision=visible[-1].revision if visible else revision)

    def once_visible(
        self, book_id: str, revision: int, *, is_known: Callable[[ChangeNote], bool], timing: Timing
    ) -> ChangedRun:
        """Return the changes after a revision that the book is beyond, at least one, as ``after`` does.

        Raises BookBusyError if the first of them stays half visible.
        """

        def read() -> ChangedRun | None:
            run = self.after(book_id, revision, is_known=is_known)
            return run if run.notes else None

        return timing.once_visible(read)

    def has(self, book_id: str, revision: int) -> bool:
        """Return whether the history has the change that made a revision; it may be seen before the book's head."""
        return bool(self._feed.changes(book_id, after_revision=revision - 1, limit=1))

    def _visible(
        self, book_id: str, notes: Sequence[ChangeNote], state: BookState, is_known: Callable[[ChangeNote], bool]
    ) -> Iterator[ChangeNote]:
        """Yield changes up to the first one whose contact was read in an earlier state."""
        for note in notes:
            if note.contact_id is not None and not is_known(note):
                contact = state.contacts.get(note.contact_id)
                if contact is not None and contact.revision < note.revision:
                    return
                if contact is None and not self._is_erased(book_id, note):
                    return
            yield note

    def _is_erased(self, book_id: str, note: ChangeNote) -> bool:
        """Return whether this change of a contact, or a later one, erased it."""
        after = note.revision - 1
        while found := self._feed.changes(book_id, after_revision=after, limit=_SEARCHED_AT_ONCE):
            if any(one.contact_id == note.contact_id and one.kind not in STORING for one in found):
                return True
            after = found[-1].revision
        return False
