"""The items of calendar feeds: those of a book, and the secrets that open them."""

from __future__ import annotations

import json
from typing import Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import IntegerAttribute, TextMapAttribute
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.reading import Item, members
from shared.domain.calendars.feeds import Feed, Feeds
from shared.domain.contacts.documents import encode

FEEDS_ITEM_ID = "FEEDS"
FEED_SECRET = "FEED"  # noqa: S105 - the kind of an item


class FeedsItem(ContactsTableItem):
    """The feeds of a book, each as JSON by its id; the item does not exist until the first one does."""

    feeds_version = IntegerAttribute()
    feeds = TextMapAttribute(default=dict)

    @classmethod
    def of(cls, book_id: str, feeds: Feeds) -> Self:
        """Return the item of a book's feeds."""
        written = {feed.id: encode(feed.members()) for feed in feeds.feeds.values()}
        return cls(book_id, FEEDS_ITEM_ID, feeds_version=feeds.version, feeds=written)

    @classmethod
    def read(cls, item: Item | None) -> Feeds:
        """Return the feeds of an item."""
        if item is None:
            return Feeds()
        values = members(cls, item)
        feeds = {feed_id: Feed.read(feed_id, json.loads(text)) for feed_id, text in values["feeds"].items()}
        return Feeds(version=values["feeds_version"], feeds=feeds)


class FeedSecretItem(AccountsTableItem):
    """Which feed a secret opens, keyed by its hash: ``FEED#hash / FEED``. It never changes."""

    book_id = UnicodeAttribute()
    feed_id = UnicodeAttribute()

    @classmethod
    def key(cls, secret_hash: str) -> tuple[str, str]:
        """Return the key of a secret."""
        return f"FEED#{secret_hash}", FEED_SECRET
