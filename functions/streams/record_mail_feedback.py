"""Events of SES: record that mail bounced or that its recipient complained."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.web.http.mail_events import feedback_of
from shared.wiring import process

process.prepare("mail_feedback")


def handler(event: dict[str, Any], context: Any) -> dict[str, bool]:
    """Suppress the addresses that a message came back from; transient bounces and unknown messages change nothing.

    An error is raised, and Lambda calls again.
    """
    feedback_recorder = process.wiring().mail_feedback
    observe.bind_request_id(context.aws_request_id)
    feedback = feedback_of(event)
    recorded = feedback is not None and feedback_recorder.record(feedback)
    if feedback is not None and recorded:
        observe.count(f"Mail{feedback.reason.capitalize()}", mail_id=feedback.mail_id)
    return {"recorded": recorded}
