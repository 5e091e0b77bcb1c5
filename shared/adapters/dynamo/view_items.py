"""The item of a book's views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Self

from shared.adapters.dynamo.attributes import IntegerAttribute, TextMapAttribute
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.reading import Item, members
from shared.domain.contacts.documents import encode
from shared.domain.contacts.views import View, Views

if TYPE_CHECKING:
    pass

VIEWS_ITEM_ID = "VIEWS"


class ViewsItem(ContactsTableItem):
    """The views of a book, each as JSON by its id; the item does not exist until the first one does."""

    views_version = IntegerAttribute()
    views = TextMapAttribute(default=dict)

    @classmethod
    def of(cls, book_id: str, views: Views) -> Self:
        """Return the item of a book's views."""
        written = {view.id: encode(view.members()) for view in views.views.values()}
        return cls(book_id, VIEWS_ITEM_ID, views_version=views.version, views=written)

    @classmethod
    def read(cls, item: Item | None) -> Views:
        """Return the views of an item."""
        if item is None:
            return Views()
        values = members(cls, item)
        views = {view_id: View.read(view_id, json.loads(text)) for view_id, text in values["views"].items()}
        return Views(version=values["views_version"], views=views)
