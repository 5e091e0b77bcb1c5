"""Reading one contact, or a page of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.queries import ContactQuery, Order
from shared.domain.errors import ContactNotFoundError, StoreUnavailableError
from shared.domain.labels import Labels
from shared.services.contacts.tagged import TaggedContact, TaggedContactPage
from shared.services.ports.books import load_book
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.moments import Moment
    from shared.services.contacts.past.listing import PastContacts
    from shared.services.contacts.search.searching import BookSearch
    from shared.services.ports.books import BookReader, Position

RAISES = (StoreUnavailableError,)
EVERYBODY = ContactQuery()


class ContactReader:
    """Reads the contacts of a book. A contact of another book is not found.

    ``search`` makes what looks through them, and ``past`` what reads them as they were: few requests need these.
    """

    def __init__(self, store: BookReader, search: Callable[[], BookSearch], past: Callable[[], PastContacts]) -> None:
        self._store = store
        self._search = search
        self._past = past

    def get(self, book_id: str, contact_id: str) -> TaggedContact:
        """Return a contact. Raises ContactNotFoundError."""
        try:
            state = self._store.load(book_id, [contact_id], labels=True)
        except BookMissingError:
            raise ContactNotFoundError("there is no such book") from None
        contact = state.contacts.get(contact_id)
        if contact is None or contact.trashed_at is not None:
            raise ContactNotFoundError("there is no such contact")
        return TaggedContact.of(contact, state.labels)

    def page(
        self,
        book_id: str,
        *,
        order: Order,
        limit: int,
        after: Position | None = None,
        query: ContactQuery = EVERYBODY,
        at: Moment | None = None,
    ) -> TaggedContactPage:
        """Return up to ``limit`` contacts in order; possibly fewer, even if there is a ``next``.

        A page of contacts that match a query, or in the order of relevance, has ``findings``.
        With ``at``, the contacts of then, in the order of their ids, whatever the ``order``, filtered by tag alone.
        Raises AccountGoneError if there is no such book, and with ``at`` what ``PastContacts.page`` raises.
        """
        if at is not None:
            return self._past().page(book_id, at, tag=query.tag, limit=limit, after=after)
        if not query.is_empty or order is Order.RELEVANCE:
            return self._search().page(book_id, query, order=order, limit=limit, after=after)
        read = self._store.list_by_name if order is Order.NAME else self._store.list_by_change
        page = read(book_id, limit=limit, after=after)
        label_ids = {label_id for contact in page.contacts for label_id in contact.label_ids}
        labels = self._store.get_labels(book_id) if label_ids else Labels()
        if not page.contacts and after is None:
            load_book(self._store, book_id)  # raises an error if there is none
        contacts = tuple(TaggedContact.of(contact, labels) for contact in page.contacts)
        return TaggedContactPage(contacts=contacts, positions=page.positions, next=page.next)
