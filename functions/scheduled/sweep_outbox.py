"""Every 15 minutes: send what is still pending in the outbox."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.wiring import process

process.prepare("mailing")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the clock has nothing to say
    """Try again what the stream has not delivered in its time, and give up what is outdated.

    Raises an ExceptionGroup of what no other try will mend, once every mail has had its turn.
    """
    mailing = process.wiring().mailing
    observe.bind_request_id(context.aws_request_id)
    report = mailing.sweep()
    for mail in report.ended:
        observe.count(f"Mail{mail.state.capitalize()}", mail_id=mail.id, reason=mail.failure)
    for mail_id in report.postponed:
        observe.count("MailPostponed", mail_id=mail_id)
    if report.faults:
        raise ExceptionGroup("mails that could not be sent", report.faults)
    return {"ended": len(report.ended), "postponed": len(report.postponed)}
