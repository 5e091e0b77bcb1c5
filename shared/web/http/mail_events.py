"""Events about mail, as Amazon SES publishes them to EventBridge.

https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.domain.suppressions import SuppressionReason
from shared.services.mail.feedback import Feedback


def feedback_of(event: dict[str, Any]) -> Feedback | None:
    """Return what an event says came back for good; None for a transient bounce, and for anything else.

    SES bounces a message to an address on its own suppression list like any other, permanently.
    """
    detail = event["detail"]
    match detail:
        case {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"} as bounce}:
            reason, told, recipients = SuppressionReason.BOUNCE, bounce, bounce["bouncedRecipients"]
        case {"eventType": "Complaint", "complaint": complaint}:
            reason, told, recipients = SuppressionReason.COMPLAINT, complaint, complaint["complainedRecipients"]
        case _:
            return None
    mail_ids = detail["mail"].get("tags", {}).get("mail_id", [])
    return Feedback(
        reason=reason,
        mail_id=mail_ids[0] if mail_ids else "",
        addresses=tuple(recipient["emailAddress"] for recipient in recipients),
        at=datetime.fromisoformat(told["timestamp"]),
    )
