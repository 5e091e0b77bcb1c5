"""What in the trash is to be removed for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol


class DueTrash(Protocol):
    """Finds the books that have something in the trash which has been there for long enough."""

    def books_due_before(self, day: date) -> Iterator[str]:
        """Yield the ids of the books with a contact in the trash that was due before this day, in UTC.

        A book may come more than once. What has just been put into the trash, restored or removed may not show yet.
        """
        ...
