"""Every day: start removing what has been in the trash for 30 days."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.wiring import process

process.prepare("due_purges")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule passes no input
    """Start an operation in each book with something due; on one day, one in each book, however often this runs.

    Raises an ExceptionGroup of the errors that retrying cannot fix, after every book has been tried.
    """
    purges = process.wiring().due_purges
    observe.bind_request_id(context.aws_request_id)
    report = purges.start()
    for book_id in report.postponed:
        observe.count("PurgePostponed", book_id=book_id)
    if not report.is_complete:
        observe.count("PurgesLeft", started=str(report.started))
    if report.faults:
        raise ExceptionGroup("books whose trash could not be purged", report.faults)
    return {"started": report.started, "postponed": len(report.postponed)}
