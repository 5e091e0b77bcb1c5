"""Views as callers see them, and reading them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from shared.domain.errors import StoreUnavailableError, ViewNotFoundError
from shared.domain.labels import Labels
from shared.domain.text.folding import fold_name
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.contacts.views import View, Views
    from shared.services.ports.books import BookReader
    from shared.services.ports.views import ViewStore

RAISES = (StoreUnavailableError,)
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """A view as callers see it: its ``tag`` by the name that the label has now.

    With ``tag_removed``, the book has no such label any more: ``tag`` is what it was called last when the view was
    written, and the view shows no contact.
    """

    view: View
    tag: str = ""
    tag_removed: bool = False

    @classmethod
    def of(cls, view: View, labels: Labels) -> ShownView:
        """Return a view with the name of its label."""
        if not view.label_id:
            return cls(view=view)
        label = labels.get(labels.removed.get(view.label_id, view.label_id))
        return cls(view=view, tag=label.name if label else view.tag, tag_removed=label is None)

    @property
    def version(self) -> str:
        """The opaque version of the view; it changes if, and only if, what clients see of it changes."""
        if not self.view.label_id:
            return str(self.view.version)
        digest = sha256(f"{self.tag_removed} {self.tag}".encode()).hexdigest()
        return f"{self.view.version}-{digest[:_DIGEST_LENGTH]}"


class ViewReader:
    """Reads the views of a book. A view of another book is not found."""

    def __init__(self, store: ViewStore, books: BookReader) -> None:
        self._store = store
        self._books = books

    def all(self, book_id: str) -> Sequence[ShownView]:
        """Return all views in the order of their names. Raises AccountGoneError if there is no such book."""
        views = self._store.get(book_id).views.values()
        if not views:
            load_book(self._books, book_id)  # raises an error if there is none
        labels = self._books.get_labels(book_id) if any(view.label_id for view in views) else Labels()
        return [ShownView.of(view, labels) for view in sorted(views, key=lambda one: (fold_name(one.name), one.id))]

    def get(self, book_id: str, view_id: str) -> ShownView:
        """Return a view. Raises ViewNotFoundError."""
        view = self.find(book_id, view_id)
        return ShownView.of(view, self._books.get_labels(book_id) if view.label_id else Labels())

    def find(self, book_id: str, view_id: str) -> View:
        """Return a view as it is stored, with one request to the store. Raises ViewNotFoundError."""
        return found(self._store.get(book_id), view_id)


def found(views: Views, view_id: str) -> View:
    """Return one of the views. Raises ViewNotFoundError."""
    view = views.views.get(view_id)
    if view is None:
        raise ViewNotFoundError("there is no such view")
    return view
