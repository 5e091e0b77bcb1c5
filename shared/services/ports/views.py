"""The store of views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.views import Views
    from shared.services.ports.receipts import Receipt


class ViewStore(Protocol):
    """The views of books. They are no part of a book's history."""

    def get(self, book_id: str) -> Views:
        """Return the views of a book (strongly consistent); none if there is no such book."""
        ...

    def put(self, book_id: str, views: Views, *, at: datetime, receipt: Receipt | None = None) -> None:
        """Store views in the place of the version before, and the receipt of the request, all or nothing.

        Raises AlreadyDoneError if there is a receipt with its key which has not expired ``at`` that time,
        ViewsChangedError if the version before is no longer there, and BookMissingError if nothing was ever stored
        and there is no such book: the first one that applies.
        """
        ...
