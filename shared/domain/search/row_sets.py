"""Sets of rows that are enumerated in ascending order, as far as somebody asks, or asked about one row at a time.

``count`` is how many rows there are, more or less, and 0 only if there is none. An intersection enumerates the smallest
of its sets and asks the others.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from heapq import merge
from itertools import chain
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shared.domain.search.texts import Texts


_FEW = 2_000
"""So many rows are sorted faster than they are merged with others one by one."""
_WALKED = 8
"""One in so many rows is looked at in the text before what is common is listed: then most pages are full."""


class RowSet(Protocol):
    """Some of the rows."""

    @property
    def count(self) -> int:
        """How many, more or less."""
        ...

    @property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them."""
        ...

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        ...


class Listed:
    """Rows that are known one by one, in ascending order."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = rows
        self.count = len(rows)

    @cached_property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them."""
        return frozenset(self.rows).__contains__

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        return _between(self.rows, start, stop)


NONE = Listed(())


class Sought:
    """Rows whose lines contain a pattern, which are listed when somebody asks for them.

    If they are ``is_common``, the first of them are found in the text, and only who asks for more makes the list.
    """

    def __init__(
        self, texts: Texts, pattern: bytes, count: int, listed: Callable[[], Sequence[int]], *, is_common: bool
    ) -> None:
        self._texts = texts
        self._pattern = pattern
        self._listed = listed
        self._rows: Sequence[int] | None = None
        self.count = count
        self.is_common = is_common

    @property
    def rows(self) -> Sequence[int]:
        """The rows."""
        if self._rows is None:
            self._rows = self._listed()
        return self._rows

    @cached_property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them: their list, if it has been made."""
        return self._texts.having(self._pattern) if self._rows is None else frozenset(self._rows).__contains__

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        if not self.is_common or self._rows is not None:
            return _between(self.rows, start, stop)
        return self._first_in_text(start, stop)

    def _first_in_text(self, start: int, stop: int) -> Iterator[int]:
        walked = min(start + len(self._texts) // _WALKED, stop)
        yield from self._texts.walk(self._pattern, start, walked)
        yield from _between(self.rows, walked, stop)


class Span:
    """Rows that follow each other."""

    def __init__(self, rows: range) -> None:
        self._rows = rows
        self.count = len(rows)
        self.has = rows.__contains__

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        return iter(range(max(start, self._rows.start), min(stop, self._rows.stop)))


class Masked:
    """Rows for which there is a 1 in a mask of a byte for each row, and not a 0."""

    def __init__(self, mask: bytes) -> None:
        self._mask = mask
        self.count = mask.count(1)

    @property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them."""
        return self._mask.__getitem__  # type: ignore[return-value]  # 0 and 1 serve as well

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        find = self._mask.find
        row = find(1, start, stop)
        while row >= 0:
            yield row
            row = find(1, row + 1, stop)


class Kept:
    """Those of ``count`` rows that a rule keeps."""

    def __init__(self, count: int, keeps: Callable[[int], bool]) -> None:
        self.has = keeps
        self.count = count

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        return filter(self.has, range(start, stop))


class _Union:
    def __init__(self, sets: Sequence[RowSet]) -> None:
        self._sets = sets
        self.count = sum([each.count for each in sets])

    @cached_property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them."""
        tests = [each.has for each in self._sets]

        def has(row: int) -> bool:
            for test in tests:  # noqa: SIM110  a generator would take twice as long
                if test(row):
                    return True
            return False

        return has

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        few: list[Sequence[int]] = []
        many: list[RowSet] = []
        for each in self._sets:
            rows = _quickly_listed(each)
            if rows is None or len(rows) > _FEW:
                many.append(each)
            else:
                few.append(rows)
        together = _between(sorted(set(chain.from_iterable(few))), start, stop)
        return _merged([together, *[each.between(start, stop) for each in many]]) if many else together


class _Intersection:
    def __init__(self, sets: Sequence[RowSet]) -> None:
        self._sets = sorted(sets, key=lambda each: each.count)
        self.count = self._sets[0].count

    @cached_property
    def has(self) -> Callable[[int], bool]:
        """What says whether a row is one of them."""
        tests = [each.has for each in self._sets]

        def has(row: int) -> bool:
            for test in tests:  # noqa: SIM110  a generator would take twice as long
                if not test(row):
                    return False
            return True

        return has

    def between(self, start: int, stop: int) -> Iterator[int]:
        """Return those from ``start`` to before ``stop``, in ascending order."""
        rows = self._sets[0].between(start, stop)
        for other in self._sets[1:]:
            rows = filter(other.has, rows)
        return rows


def _quickly_listed(rows: RowSet) -> Sequence[int] | None:
    if isinstance(rows, Sought) and rows.is_common:
        return None
    return rows.rows if isinstance(rows, Listed | Sought) else None


def _between(rows: Sequence[int], start: int, stop: int) -> Iterator[int]:
    first = bisect_left(rows, start) if start else 0
    last = bisect_left(rows, stop) if rows and rows[-1] >= stop else len(rows)
    return iter(rows[first:last])


def _merged(runs: Iterable[Iterator[int]]) -> Iterator[int]:
    last = -1
    for row in merge(*runs):
        if row != last:
            last = row
            yield row


def union(sets: Iterable[RowSet]) -> RowSet:
    """Return the rows that are in any of some sets."""
    some = [each for each in sets if each.count]
    if len(some) > 1:
        return _Union(some)
    return some[0] if some else NONE


def intersection(sets: Sequence[RowSet]) -> RowSet:
    """Return the rows that are in all of some sets."""
    if len(sets) == 1:
        return sets[0]
    return _Intersection(sets) if all(each.count for each in sets) else NONE
