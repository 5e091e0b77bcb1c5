"""Erasing of content from the history of books."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class HistoryEraser(Protocol):
    """Takes the states of contacts out of the history; who changed what kind of thing when stays in it."""

    def erase(self, book_id: str, revisions: Sequence[int]) -> None:
        """Take the state before out of the changes that made these revisions; those without one stay as they are.

        It may be interrupted and repeated. Takes a request for each revision.
        """
        ...
