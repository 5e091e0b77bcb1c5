"""Every 15 minutes: send what is still pending in the outbox."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.wiring import process

process.prepare("mailing")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule passes no input
    """Send the messages that the stream has not delivered in time, and give up those that are out of date.

    Raises an ExceptionGroup of the errors that retrying cannot fix, after every message has been tried.
    """
    mailing = process.wiring().mailing
    observe.bind_request_id(context.aws_request_id)
    report = mailing.sweep()
    for mail in report.ended:
        observe.count(f"Mail{mail.state.capitalize()}", mail_id=mail.id, reason=mail.failure)
    for mail_id in report.postponed:
        observe.count("MailPostponed", mail_id=mail_id)
    if report.faults:
        raise ExceptionGroup("messages that could not be sent", report.faults)
    return {"ended": len(report.ended), "postponed": len(report.postponed)}
