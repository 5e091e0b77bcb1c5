"""Events that say that a snapshot is due, as EventBridge delivers them.

https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
"""

from __future__ import annotations

from typing import Any

from shared.services.ports.events import SnapshotDue


def snapshot_due(event: dict[str, Any]) -> SnapshotDue:
    """Return what an event asks for; members that only newer code knows are ignored.

    Raises KeyError, TypeError and ValueError for one that nobody here has published.
    """
    detail = event["detail"]
    return SnapshotDue(book_id=str(detail["book_id"]), revision=int(detail["revision"]))
