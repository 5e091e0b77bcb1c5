"""Filters: what contacts have to have, besides matching a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.search.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """What rows have to have; everything that is left at its default is not asked.

    A row has one of the ``label_ids``, the ``organization`` (folded, whole), all bits of ``has``, and has been updated
    or created at a time, in milliseconds since 1970, or later.
    """

    label_ids: frozenset[str] = frozenset()
    favorite: bool | None = None
    organization: str = ""
    has: int = 0
    updated_since: int = 0
    created_since: int = 0
    birthday_month: int = 0
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every row passes."""
        return self == _EVERYTHING

    def matches(self, row: Row) -> bool:
        """Return whether a row passes."""
        return (
            (not self.label_ids or not self.label_ids.isdisjoint(row.label_ids))
            and (self.favorite is None or row.favorite == self.favorite)
            and (not self.organization or self.organization in row.organizations)
            and row.has & self.has == self.has
            and row.updated_at >= self.updated_since
            and row.created_at >= self.created_since
            and self.birthday_month in (0, row.birthday_month)
            and self.kind in ("", row.kind)
        )


_EVERYTHING = RowFilter()
