"""What callers ask contacts to be, as it is compared with the rows of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.search.filters import EVERYTHING, RowFilter
from shared.domain.search.rows import Has
from shared.domain.search.times import to_microseconds
from shared.domain.text.folding import fold_name

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.filters import ContactFilter
    from shared.domain.contacts.queries import ContactQuery
    from shared.domain.labels import Labels


def row_filter_of(asked: ContactQuery, labels: Labels) -> RowFilter | None:
    """Return what rows of a book with these labels have to be; None if there cannot be any.

    They have to pass both the filter of the query and that of its view.
    """
    combined: RowFilter | None = EVERYTHING
    for each in (asked.filter, asked.view):
        other = _in_book(each, labels) if each else EVERYTHING
        combined = combined.and_also(other) if combined and other else None
    return combined


def _in_book(asked: ContactFilter, labels: Labels) -> RowFilter | None:
    """Return a filter for a book with these labels; None if it asks for one that the book does not have."""
    wanted = [labels.ids_of(asked.tag)] if asked.tag else []
    if asked.label_id:
        wanted.append(labels.ids_of_label(asked.label_id))
    if not all(wanted):
        return None
    return RowFilter(
        labels=tuple(wanted),
        favorite=asked.favorite,
        organizations=(fold_name(asked.organization),) if asked.organization else (),
        has=sum(Has[name.upper()] for name in asked.has),
        updated_since=_microseconds(asked.updated_since),
        created_since=_microseconds(asked.created_since),
        birthday_month=asked.birthday_month or 0,
        kind=asked.kind,
    )


def _microseconds(time: datetime | None) -> int:
    return 0 if time is None else to_microseconds(time)
