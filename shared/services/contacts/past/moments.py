"""From a moment as people name it to a revision of a book: one at which nothing was half written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import STORING
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.errors import (
    FieldProblem,
    HistoryGoneError,
    InvalidInputError,
)
from shared.domain.moments import Then
from shared.services.ports.books import load_book
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.contact import Change
    from shared.domain.moments import Moment
    from shared.services.ports.books import BookStore
    from shared.services.timing import Timing

PROBES = 15
"""Changes that are read with one request when a time is looked for: a million revisions take six requests."""
MAX_AHEAD = timedelta(minutes=5)
"""By how much the clock of a client may be ahead: what is later than that is no moment of the book yet."""


class PastMoments:
    """Finds the revision of a moment.

    A revision in the middle of a commit stands for all of it, as nobody has ever seen a part. A time stands for the
    last commit made by then, according to the clocks of those who made them: what was made within a difference of
    these clocks, or took long to be written, may be on either side, but revisions are never taken out of order.
    """

    def __init__(self, store: BookStore, *, now: Callable[[], datetime], timing: Timing) -> None:
        self._store = store
        self._now = now
        self._timing = timing

    def find(self, book_id: str, moment: Moment) -> Then:
        """Return the revision of a moment, from which on the whole history is still kept.

        Raises InvalidInputError (at ``/at``) for a moment that has not come yet, HistoryGoneError, BookBusyError if the
        latest commit stays half visible, and AccountGoneError.
        """
        return self._timing.once_visible(lambda: self._then(book_id, moment))

    def _then(self, book_id: str, moment: Moment) -> Then | None:
        latest = load_book(self._store, book_id).book.revision
        return self._whole(book_id, self._revision_of(book_id, moment, latest), latest)

    def _revision_of(self, book_id: str, moment: Moment, latest: int) -> int:
        if isinstance(moment, int):
            if moment > latest:
                raise _not_yet("no_such_revision", f"The book has not come further than revision {latest}.")
            return moment
        now = self._now()
        if moment > now + MAX_AHEAD:
            raise _not_yet("in_the_future", "This is in the future.")
        if moment < now - HISTORY_KEPT:
            raise HistoryGoneError(f"changes are kept for {HISTORY_KEPT.days} days")
        return self._last_made_by(book_id, moment, latest)

    def _last_made_by(self, book_id: str, time: datetime, latest: int) -> int:
        """Return the last revision that was made by a time; what is no longer in the history was."""
        made, end = 0, latest
        while made < end:
            step = -(-(end - made) // PROBES)
            probes = [*range(made + step, end, step), end]
            changes = self._store.changes_at(book_id, probes)
            for revision in probes:
                change = changes.get(revision)
                if change is not None and change.at > time:
                    end = revision - 1
                    break
                made = revision
        return made

    def _whole(self, book_id: str, revision: int, latest: int) -> Then | None:
        """Return the end of the commit that made a revision; None if it, or what follows, is not visible yet."""
        around = range(max(1, revision - MAX_WRITES_PER_COMMIT), revision + MAX_WRITES_PER_COMMIT + 1)
        changes = self._store.changes_at(book_id, around)
        own = changes.get(revision)
        commit = [change for change in changes.values() if own and change.commit_id == own.commit_id]
        end = max([revision, *(change.revision for change in commit)])
        kept = [change for change in changes.values() if change.at + HISTORY_KEPT > self._now()]
        following = changes.get(end + 1)
        if following not in kept and end < latest:
            if following or own not in kept:
                raise HistoryGoneError(f"changes are kept for {HISTORY_KEPT.days} days, and the next one is older")
            return None
        if following is None and ((own is None and kept) or not self._is_visible(book_id, commit)):
            return None
        return Then(revision=end, at=own.at if own else None, latest=max(latest, end))

    def _is_visible(self, book_id: str, commit: Sequence[Change]) -> bool:
        """Return whether the contacts of the latest commit are read as it left them: it appears item by item."""
        written = {change.contact_id: change for change in commit if change.contact_id is not None}
        contacts = load_book(self._store, book_id, [*written]).contacts if written else {}
        return all(
            contacts[contact_id].revision >= change.revision if contact_id in contacts else change.kind not in STORING
            for contact_id, change in written.items()
        )


def _not_yet(code: str, detail: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer="/at", code=code, detail=detail))
