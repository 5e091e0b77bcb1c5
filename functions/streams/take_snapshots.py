"""Events of the bus: bring the snapshot of a book up to a revision."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.web.http.snapshot_events import snapshot_due
from shared.wiring import process

process.prepare("snapshot_taker")

RESERVE_MILLISECONDS = 120_000
"""What a snapshot may take, of the largest book; less time left begins no other one."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Take the snapshot that is due, unless there is one that is as recent.

    An error is raised, and Lambda calls twice more; what fails then is put into the bucket of dead letters.
    """
    taker = process.wiring().snapshot_taker
    observe.bind_request_id(context.aws_request_id)
    due = snapshot_due(event)

    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MILLISECONDS)

    taker.bring_to(due.book_id, due.revision, has_time=has_time)
