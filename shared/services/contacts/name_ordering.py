"""The task that brings a book into the order of names of its locale (decision 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.operations import OperationKind
from shared.services.operations.tasks import Range, Step

if TYPE_CHECKING:
    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.books.name_orders import NameOrders
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookState

STEPS_AT_ONCE = 10
"""Transactions of at most 49 contacts before progress is noted."""


def announce_name_ordering(starter: OperationStarter, account: Account) -> Operation:
    """Send the message of the operation for an account whose locale has changed; see ``announce``."""
    return starter.announce(
        account.book_id,
        kind=OperationKind.ORDER_NAMES,
        parameters={"locale": account.locale},
        actor=account.id,
    )


class NameOrdering:
    """A Task of the kind ``order_names``.

    It brings the book into the order of the locale that it has by then. The head of the book remembers how far that has
    come, so that an operation which is cancelled or fails leaves a book whose lists are complete, and the next one, or
    ``make reindex-names``, goes on where it ended.
    """

    def __init__(self, orders: NameOrders) -> None:
        self._orders = orders

    def next_range(self, book_id: str, operation: Operation) -> Range:
        """See Task. Takes up to ten transactions."""
        moved = 0
        is_last = False
        for _ in range(STEPS_AT_ONCE):
            step = self._orders.step(book_id)
            if step is None:
                is_last = True
                break
            moved += step
        dealt_with = operation.done + moved

        def decide(state: BookState) -> Step:
            total = max(state.book.contact_count, dealt_with) if operation.cursor is None else None
            return Step(cursor={"moved": dealt_with}, dealt_with=moved, total=total, is_last=is_last)

        return Range(decide=decide)
