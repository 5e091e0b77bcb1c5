"""The ids of the contacts of rows, and the rows of contacts."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.ids import ULID_LENGTH
from shared.domain.search.sections import array_of, numbers_in, section_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shared.domain.search.sections import Sections


class RowIds:
    """The id of each row, and the rows in the order of their ids."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._ids = sections["ids"].decode()

    @staticmethod
    def sections(ids: Sequence[str]) -> dict[str, bytes]:
        """Return the sections of the ids of rows. Raises ValueError for what is no id of a contact."""
        if not all(len(each) == ULID_LENGTH for each in ids):
            raise ValueError(f"the id of a contact has {ULID_LENGTH} characters")
        order = array_of("I", sorted(range(len(ids)), key=ids.__getitem__))
        return {"ids": "".join(ids).encode(), "ids.order": section_of(order)}

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ids) // ULID_LENGTH

    def __getitem__(self, row: int) -> str:
        """Return the id of the contact of a row."""
        return self._ids[row * ULID_LENGTH : (row + 1) * ULID_LENGTH]

    def of(self, rows: Iterable[int]) -> Sequence[str]:
        """Return the ids of the contacts of some rows."""
        ids = self._ids
        return [ids[start : start + ULID_LENGTH] for start in map(ULID_LENGTH.__mul__, rows)]

    @cached_property
    def _order(self) -> Sequence[int]:
        return numbers_in("I", self._sections["ids.order"])

    def row_of(self, contact_id: str) -> int | None:
        """Return the row of a contact; None if it has none."""
        place = bisect_left(self._order, contact_id, key=self.__getitem__)
        found = self._order[place] if place < len(self) else None
        return found if found is not None and self[found] == contact_id else None
