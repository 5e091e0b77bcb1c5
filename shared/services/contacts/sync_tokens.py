"""Sync tokens: how far a client's copy of a book has come, opaque, signed, and valid for one book and 30 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidCursorError, SecretsUnavailableError, SyncTokenExpiredError
from shared.services.contacts.syncing import SyncPoint
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.cursors import Cursors
    from shared.services.ports.books import Position

RAISES = (InvalidCursorError, SecretsUnavailableError, SyncTokenExpiredError)
LIFETIME = timedelta(days=30)
"""Changes are kept for a year, so whatever a token needs is there."""
MAX_AHEAD = timedelta(minutes=5)
"""By how much the clocks of two machines may differ."""
_QUERY = "changes"


class SyncTokens:
    """Issues and reads tokens, which are cursors of the changes of a book."""

    def __init__(self, cursors: Cursors, *, now: Callable[[], datetime]) -> None:
        self._cursors = cursors
        self._now = now

    def issue(self, point: SyncPoint, *, book_id: str) -> str:
        """Return a token for how far a copy of the book has come. Raises SecretsUnavailableError."""
        position: dict[str, str | int] = {
            "revision": point.revision,
            "labels": point.labels_revision,
            "as_of": int(point.as_of.timestamp()),
        }
        if point.after_id is not None:
            position["after"] = point.after_id
        return self._cursors.issue(position, book_id=book_id, query=_QUERY)

    def read(self, token: str | None, *, book_id: str) -> SyncPoint | None:
        """Return the point of a token; None for none.

        Raises SyncTokenExpiredError, SecretsUnavailableError, and InvalidCursorError for a token that was changed, or
        that is another book's or the future's.
        """
        if token is None:
            return None
        point = _point(self._cursors.read(token, book_id=book_id, query=_QUERY))
        age = self._now() - point.as_of
        if age > LIFETIME:
            raise SyncTokenExpiredError(f"the token is older than {LIFETIME.days} days")
        if age < -MAX_AHEAD:
            raise InvalidCursorError("the token is from the future")
        return point


def _point(position: Position) -> SyncPoint:
    return SyncPoint(
        revision=int(part_of(position, "revision")),
        labels_revision=int(part_of(position, "labels")),
        as_of=datetime.fromtimestamp(int(part_of(position, "as_of")), UTC),
        after_id=str(position["after"]) if "after" in position else None,
    )
