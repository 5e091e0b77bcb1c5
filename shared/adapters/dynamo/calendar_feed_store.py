"""The calendar feeds of books in DynamoDB: ``FEEDS`` beside the contacts, and their secrets among the accounts.

A book's feeds are in its partition; a secret is beside the other tokens, since who comes with it names no book.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem
from shared.adapters.dynamo.calendar_feed_items import FEEDS_ITEM_ID, FeedSecretItem, FeedsItem
from shared.adapters.dynamo.faults import is_failed, lost_races, write_faults
from shared.adapters.dynamo.reading import TableReader, members
from shared.services.ports.calendar_feeds import PolledFeed
from shared.services.ports.conflicts import BookMissingError, FeedsChangedError

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.domain.calendars.feeds import Feeds

_TOKEN_LENGTH = 36


class DynamoCalendarFeedStore:
    """A ports.CalendarFeedStore."""

    def __init__(self, database: Database, *, contacts_table: str, accounts_table: str) -> None:
        self._database = database
        self._feeds = database.bind(FeedsItem, contacts_table)
        self._books = database.bind(BookItem, contacts_table)
        self._secrets = database.bind(FeedSecretItem, accounts_table)
        self._contacts_reader = TableReader(database.connection, contacts_table)
        self._accounts_reader = TableReader(database.connection, accounts_table)

    def get(self, book_id: str) -> Feeds:
        """Read with one GetItem."""
        return self._feeds.read(self._contacts_reader.get(book_id, FEEDS_ITEM_ID))

    def poll(self, secret_hash: str) -> PolledFeed | None:
        """Read with two GetItem, half a read unit each; a secret that is not found is looked for again, consistently.

        What is read for half the price may be late. For a secret that has just been made, that would be an error.
        """
        key = self._secrets.key(secret_hash)
        item = self._accounts_reader.get(*key, consistent=False) or self._accounts_reader.get(*key)
        if item is None:
            return None
        opened = members(self._secrets, item)
        head = self._contacts_reader.get(opened["book_id"], BOOK_ITEM_ID, consistent=False)
        return PolledFeed(feed_id=opened["feed_id"], book=self._books.read(head)) if head else None

    def put(self, book_id: str, feeds: Feeds, *, before: Feeds) -> None:
        """Write with one TransactWriteItems: the feeds, and secrets that are new or open nothing any more.

        The first write also checks that there is a book.
        """
        item = self._feeds.of(book_id, feeds)
        token = hashlib.sha256(repr((book_id, feeds)).encode(errors="surrogatepass")).hexdigest()
        try:
            with write_faults(), self._database.transaction(token[:_TOKEN_LENGTH]) as transaction:
                if not before.version:
                    transaction.condition_check(
                        self._books, book_id, BOOK_ITEM_ID, condition=BookItem.book_revision.exists()
                    )
                for secret_hash in before.secret_hashes.keys() - feeds.secret_hashes.keys():
                    transaction.delete(self._secrets(*self._secrets.key(secret_hash)))
                for secret_hash in feeds.secret_hashes.keys() - before.secret_hashes.keys():
                    feed_id = feeds.secret_hashes[secret_hash]
                    transaction.save(self._secrets(*self._secrets.key(secret_hash), book_id=book_id, feed_id=feed_id))
                transaction.update(item, actions=all_stored(item), condition=_follows(before))
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            if not is_failed(reasons[-1]) and not before.version and is_failed(reasons[0]):
                raise BookMissingError("there is no such book") from error
            raise FeedsChangedError from error


def _follows(before: Feeds) -> Condition:
    if not before.version:
        return FeedsItem.feeds_version.does_not_exist()
    return FeedsItem.feeds_version == before.version
