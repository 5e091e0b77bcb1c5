"""Filters: what contacts have to be, besides matching a query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.search.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """What rows have to be; everything that is left at its default is not asked.

    A row has one of each set of ``labels``, all ``organizations`` (folded, whole), all bits of ``has``, and has been
    updated or created at a time, in microseconds since 1970, or later.
    """

    labels: tuple[frozenset[str], ...] = ()
    favorite: bool | None = None
    organizations: tuple[str, ...] = ()
    has: int = 0
    updated_since: int = 0
    created_since: int = 0
    birthday_month: int = 0
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every row passes."""
        return self == EVERYTHING

    def matches(self, row: Row) -> bool:
        """Return whether a row passes."""
        return (
            not any(each.isdisjoint(row.label_ids) for each in self.labels)
            and self.favorite in (None, row.favorite)
            and all(each in row.organizations for each in self.organizations)
            and row.has & self.has == self.has
            and row.updated_at >= self.updated_since
            and row.created_at >= self.created_since
            and self.birthday_month in (0, row.birthday_month)
            and self.kind in ("", row.kind)
        )

    def and_also(self, other: RowFilter) -> RowFilter | None:
        """Return the filter that passes what both do; None if that is nothing."""
        for name in ("favorite", "birthday_month", "kind"):
            asked = {getattr(one, name) for one in (self, other)} - {getattr(EVERYTHING, name)}
            if len(asked) > 1:
                return None
        return replace(
            self,
            labels=self.labels + other.labels,
            favorite=other.favorite if self.favorite is None else self.favorite,
            organizations=self.organizations + other.organizations,
            has=self.has | other.has,
            updated_since=max(self.updated_since, other.updated_since),
            created_since=max(self.created_since, other.created_since),
            birthday_month=self.birthday_month or other.birthday_month,
            kind=self.kind or other.kind,
        )


EVERYTHING = RowFilter()
"""The filter that every row passes."""
