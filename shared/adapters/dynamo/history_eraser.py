"""Erasing of content from the history of books in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.exceptions import UpdateError

from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.dynamo.faults import is_failed_condition, write_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.dynamo.database import Database


class DynamoHistoryEraser:
    """A ports.HistoryEraser: an UpdateItem for each entry."""

    def __init__(self, database: Database, *, changes_table: str) -> None:
        self._changes = database.bind(ChangeItem, changes_table)

    def erase(self, book_id: str, revisions: Sequence[int]) -> None:
        """See ports.HistoryEraser. An entry that has expired meanwhile does not come back."""
        for revision in revisions:
            try:
                with write_faults():
                    self._changes(book_id, revision).update(
                        [ChangeItem.previous.remove()], condition=ChangeItem.previous.exists()
                    )
            except UpdateError as error:
                if not is_failed_condition(error):
                    raise
