"""Listing by name while contacts get the keys of another order: complete, and nobody twice.

docs/decisions/0021-name-order-by-locale.md states the rules, and why they hold. Stores come here only
when a page meets keys of more than one order; ``is_of_one_order`` tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shared.domain.contacts.index_keys import key_in
from shared.domain.errors import InvalidCursorError
from shared.domain.text.name_orders import can_make_keys, is_common, order_of_key
from shared.services.ports.books import ContactPage, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.text.name_orders import NameOrder
    from shared.services.ports.books import Position

MAX_ROUNDS = 5
"""Upper bound on the reads of one page: of what is left out, there may be more than a page."""
MAX_PASSED_BYTES = 800
"""So much fits into a cursor beside its own key."""


class NameRow(NamedTuple):
    """A contact, and its name key in the index."""

    key: str
    contact: Contact


class Look(NamedTuple):
    """The order of a book, and the name key and the revision that a contact has by now, if it has any."""

    order: NameOrder
    key: str | None = None
    revision: int | None = None


class NameReads(Protocol):
    """How a store reads the list of a book, strongly consistent."""

    def rows(self, after: Position | None, count: int) -> Sequence[NameRow]:
        """Return up to ``count`` live contacts in the order of their keys; fewer only at the end."""
        ...

    def look(self, contact_id: str | None) -> Look:
        """Return the book's order, and what a contact has by now, even in the trash. Raises BookMissingError."""
        ...


def page_across_orders(reads: NameReads, *, limit: int, after: Position | None) -> ContactPage:
    """Return a page as ``BookStore.list_by_name`` does.

    Raises InvalidCursorError if the order has changed too often, or the list cannot tell what it has listed.
    """
    walk = _Walk.to(after)
    found: list[tuple[Position, Contact]] = []
    for _ in range(MAX_ROUNDS):
        rows = reads.rows(walk.position, limit + 1)
        listed = 0
        walk, run, passed = walk.settled(reads, rows)
        for row in run:
            if len(found) == limit:
                break
            walk = replace(walk, at=row)
            listed += 1
            if not walk.has_listed(row):
                found.append((walk.required, row.contact))
        if listed == len(run):
            walk = replace(walk, passed=passed)
        if listed == len(rows) <= limit:
            return _page(found, None)
        if len(found) == limit:
            break
    return _page(found, walk.position)


def _page(found: Sequence[tuple[Position, Contact]], following: Position | None) -> ContactPage:
    return ContactPage(
        contacts=tuple(contact for _, contact in found),
        positions=tuple(position for position, _ in found),
        next=following,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """How far a list has come: the last row, and, for each order that it has left, the last key that it listed there.

    An order in which it has listed nothing, or only rows that do not belong there any more, has its lowest key.
    """

    at: NameRow | None = None
    start: Position | None = None
    passed: tuple[str, ...] = ()

    @classmethod
    def to(cls, position: Position | None) -> _Walk:
        passed = str(position.get("passed", "")) if position else ""
        return cls(start=position, passed=tuple(passed.split("\n")) if passed else ())

    @property
    def key(self) -> str:
        if self.at is not None:
            return self.at.key
        return str(part_of(self.start, "name_key")) if self.start else ""

    @property
    def contact_id(self) -> str:
        if self.at is not None:
            return self.at.contact.id
        return str(part_of(self.start, "id")) if self.start else ""

    @property
    def position(self) -> Position | None:
        return self.required if self.key else None

    @property
    def required(self) -> Position:
        """The position of the last row."""
        plain: Position = {"id": self.contact_id, "name_key": self.key}
        return {**plain, "passed": "\n".join(self.passed)} if self.passed else plain

    def has_listed(self, row: NameRow) -> bool:
        """Return whether the contact of a row was listed under its key in an order that was left."""
        own = order_of_key(row.key)
        return any(
            order != own and can_make_keys(order) and key_in(order, row.contact) <= last
            for order, last in ((order_of_key(last), last) for last in self.passed)
        )

    def settled(self, reads: NameReads, rows: Sequence[NameRow]) -> tuple[_Walk, list[NameRow], tuple[str, ...]]:
        """Return the walk to the first row, the rows that can be listed next, and what is passed after all of them.

        The rows are of one order.
        """
        if not rows:
            return self, [], self.passed
        first = order_of_key(rows[0].key)
        walk = self
        if self.key and order_of_key(self.key) != first:
            _, passed = self.leaving(order_of_key(self.key), reads, [])
            walk = replace(self, passed=passed)
        run = list(takewhile(lambda row: order_of_key(row.key) == first, rows))
        if len(run) == len(rows):
            return walk, run, walk.passed
        return walk, *walk.leaving(first, reads, run)

    def leaving(self, order: str, reads: NameReads, run: list[NameRow]) -> tuple[list[NameRow], tuple[str, ...]]:
        """Return the rows that still belong to an order, the last ones in it, and what is passed after them.

        All rows of an order that was left before can be listed: they are what older code writes meanwhile.
        """
        if order in map(order_of_key, self.passed):
            return run, self.passed
        is_here = order_of_key(self.key) == order
        look = reads.look(self.contact_id if is_here else None)
        names = look.order
        belongs = [row for row in run if row.key < names.below] if names.before == order else []
        if belongs:
            last = belongs[-1].key
        elif is_here:
            last = self.last_in(order, look)
        else:
            last = f"{order}:"
        passed = (*self.passed, last)
        if sum(len(each.encode()) for each in passed) > MAX_PASSED_BYTES:
            raise InvalidCursorError("the order of names has changed too often: start the list again")
        return belongs, passed

    def last_in(self, order: str, look: Look) -> str:
        """Return the last key that was listed in an order which is that of the last row.

        If older code has written that row since the book left the order, it had no place there.
        """
        is_before = look.order.before == order
        is_unwritten = look.revision is not None and look.revision <= look.order.common_until
        if not is_common(order) or is_unwritten or (is_before and self.key < look.order.below):
            return self.key
        if look.key != self.key or is_before:
            raise InvalidCursorError("the order of names has changed meanwhile: start the list again")
        return f"{order}:"
