"""The contacts of a book as it was, page by page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shared.domain.contacts.retention import is_gone
from shared.domain.moments import Then
from shared.services.contacts.tagged import TaggedContact, TaggedContactPage
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.domain.moments import Moment
    from shared.services.contacts.past.labels import PastLabels
    from shared.services.contacts.past.moments import PastMoments
    from shared.services.contacts.past.states import PastStates
    from shared.services.ports.books import BookStore, Position

CONTACTS_AT_ONCE = 100
"""Contacts, live or in the trash now, whose changes are read with one request."""
MAX_STRETCHES = 10
"""A page ends after 1,000 contacts of now, even if few of them were there then; the client goes on with its cursor."""


class PastContacts:
    """Lists the contacts of a book as they were at the end of a revision.

    It goes through the contacts of now by id, an order that never changes, and takes each back to its state of then. So
    pages that begin at a position of one another are of one revision, whatever is written meanwhile.
    """

    def __init__(
        self,
        store: BookStore,
        moments: PastMoments,
        states: PastStates,
        labels: PastLabels,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._moments = moments
        self._states = states
        self._labels = labels
        self._now = now

    def page(
        self, book_id: str, at: Moment, *, tag: str = "", limit: int, after: Position | None = None
    ) -> TaggedContactPage:
        """Return up to ``limit`` contacts that were live then, in the order of their ids, with their tags of then.

        There may be fewer, even none, with a ``next``. What has been removed for good since is not among them, nor what
        has been in the trash for too long by now. A ``tag`` is compared with the tags of then. Raises what
        ``PastMoments.find``, ``PastStates.at`` and ``PastLabels.at`` raise, and InvalidCursorError.
        """
        then = _then(after) if after else self._moments.find(book_id, at)
        labels = self.labels(book_id, then)
        last = str(part_of(after, "id")) if after else None
        found: list[Contact] = []
        has_more = True
        for _ in range(MAX_STRETCHES):
            stretch = self._store.list_by_id(book_id, limit=CONTACTS_AT_ONCE, after=last)
            live, labels = self.live(book_id, stretch, then, labels)
            found += [contact for contact in live if not tag or not labels.ids_of(tag).isdisjoint(contact.label_ids)]
            last, has_more = stretch[-1].id if stretch else last, len(stretch) == CONTACTS_AT_ONCE
            if len(found) >= limit or not has_more:
                break
        if len(found) > limit:
            last, has_more = found[limit - 1].id, True
        return TaggedContactPage(
            contacts=tuple(TaggedContact.of(contact, labels) for contact in found[:limit]),
            positions=tuple(_position(contact.id, then) for contact in found[:limit]),
            next=_position(last, then) if last and has_more else None,
            then=then,
        )

    def labels(self, book_id: str, then: Then) -> Labels:
        """Return the labels of then. Raises what ``PastLabels.at`` raises."""
        return self._labels.at(book_id, self._store.get_labels(book_id), then.revision)

    def live(
        self, book_id: str, contacts: Sequence[Contact], then: Then, labels: Labels
    ) -> tuple[Sequence[Contact], Labels]:
        """Return the states of those of some contacts that were live then, in order, and labels that know theirs.

        The ``labels`` are those of then, or what this has returned for others. Raises what ``PastStates.at`` and
        ``PastLabels.at`` raise.
        """
        now = self._now()
        kept = [contact for contact in contacts if not is_gone(contact, now)]
        states = self._states.at(book_id, kept, then.revision)
        found = [states[contact.id] for contact in kept if contact.id in states]
        live = [state for state in found if state.trashed_at is None]
        return live, self._with_removed(book_id, labels, live, then)

    def _with_removed(self, book_id: str, labels: Labels, contacts: Sequence[Contact], then: Then) -> Labels:
        """Return the labels with what there is to say of ids that had been removed by then, if contacts have any."""
        used = {label_id for contact in contacts for label_id in contact.label_ids}
        if labels.know(used):
            return labels
        return self._labels.at(book_id, labels, then.revision, used=used | labels.removed.keys())


def _position(contact_id: str, then: Then) -> Position:
    position: dict[str, str | int] = {"id": contact_id, "revision": then.revision}
    if then.at is not None:
        position["at"] = round(then.at.timestamp() * 1000)
    return position


def _then(position: Position) -> Then:
    revision, milliseconds = int(part_of(position, "revision")), position.get("at")
    at = None if milliseconds is None else datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    return Then(revision=revision, at=at, latest=revision)
