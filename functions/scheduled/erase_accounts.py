"""Every hour: erase the accounts that were deleted a week ago."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.wiring import process

process.prepare("erasing")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule passes no input
    """Erase what is due as far as there is time; the next run goes on with the rest, wherever this one ends.

    Raises an ExceptionGroup of the errors that retrying cannot fix, after every account has been tried.
    """
    erasing = process.wiring().erasing
    observe.bind_request_id(context.aws_request_id)
    report = erasing.run()
    for account_id in report.erased:
        observe.count("AccountErased", account_id=account_id)
    for account_id in report.postponed:
        observe.count("ErasurePostponed", account_id=account_id)
    if report.faults:
        raise ExceptionGroup("accounts that could not be erased", report.faults)
    return {
        "erased": len(report.erased),
        "settling": len(report.settling),
        "postponed": len(report.postponed),
    }
