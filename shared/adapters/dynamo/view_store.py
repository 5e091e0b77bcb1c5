"""The views of books in DynamoDB's Contacts table: ``VIEWS``, beside the labels."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import CancellationReason, TransactWriteError

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem
from shared.adapters.dynamo.ephemeral_items import ReceiptItem, absent_or_expired
from shared.adapters.dynamo.faults import is_failed, lost_races, write_faults
from shared.adapters.dynamo.reading import TableReader
from shared.adapters.dynamo.view_items import VIEWS_ITEM_ID, ViewsItem
from shared.services.ports.conflicts import AlreadyDoneError, BookMissingError, StoreConflictError, ViewsChangedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.domain.contacts.views import Views
    from shared.services.ports.receipts import Receipt

_TOKEN_LENGTH = 36


class DynamoViewStore:
    """A ports.ViewStore."""

    def __init__(self, database: Database, *, contacts_table: str, ephemeral_table: str) -> None:
        self._database = database
        self._views = database.bind(ViewsItem, contacts_table)
        self._books = database.bind(BookItem, contacts_table)
        self._receipts = database.bind(ReceiptItem, ephemeral_table)
        self._reader = TableReader(database.connection, contacts_table)

    def get(self, book_id: str) -> Views:
        """Read with one GetItem."""
        return self._views.read(self._reader.get(book_id, VIEWS_ITEM_ID))

    def put(self, book_id: str, views: Views, *, at: datetime, receipt: Receipt | None = None) -> None:
        """Write with one TransactWriteItems: the views, and the receipt.

        The first write also checks that there is a book; the item that it makes goes when the book does.
        """
        item = self._views.of(book_id, views)
        token = hashlib.sha256(repr((book_id, views, receipt)).encode(errors="surrogatepass")).hexdigest()
        try:
            with write_faults(), self._database.transaction(token[:_TOKEN_LENGTH]) as transaction:
                if views.version == 1:
                    transaction.condition_check(
                        self._books, book_id, BOOK_ITEM_ID, condition=BookItem.book_revision.exists()
                    )
                if receipt:
                    made = self._receipts.of(receipt)
                    transaction.save(made, condition=absent_or_expired(at), return_values=ALL_OLD)
                transaction.update(item, actions=all_stored(item), condition=_follows(views))
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            raise self._conflict(views, receipt, reasons) from error

    def _conflict(
        self, views: Views, receipt: Receipt | None, reasons: Sequence[CancellationReason | None]
    ) -> StoreConflictError:
        """Return the conflict. The reasons are those of the check, the receipt and the views, as far as sent."""
        before = list(reasons[:-1])
        made = before.pop() if receipt else None
        if is_failed(made) and made.raw_item:
            return AlreadyDoneError(self._receipts.read(made.raw_item))
        if not is_failed(reasons[-1]) and views.version == 1 and is_failed(before[0]):
            return BookMissingError("there is no such book")
        return ViewsChangedError()


def _follows(views: Views) -> Condition:
    if views.version == 1:
        return ViewsItem.views_version.does_not_exist()
    return ViewsItem.views_version == views.version - 1
