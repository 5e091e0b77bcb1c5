"""What comes back from messages that were sent: bounces and complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.email_addresses import canonical_email
from shared.domain.suppressions import SUPPRESSED_FOR, Suppression, SuppressionReason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.mail import Outbox, SuppressionList


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A message came back for good: which, from which addresses, and when."""

    reason: SuppressionReason
    mail_id: str
    addresses: tuple[str, ...]
    at: datetime


class MailFeedback:
    """Records what comes back, so that nothing more is sent to such addresses."""

    def __init__(self, outbox: Outbox, suppressions: SuppressionList, *, now: Callable[[], datetime]) -> None:
        self._outbox = outbox
        self._suppressions = suppressions
        self._now = now

    def record(self, feedback: Feedback) -> bool:
        """Suppress the addresses, and return whether the message is known: what is not ours is ignored.

        It may be called again, later, and in any order. Raises StoreUnavailableError, OutcomeUnknownError; after both
        the call may be repeated.
        """
        mail = self._outbox.find(feedback.mail_id)
        if mail is None:
            return False
        expires_at = (feedback.at + SUPPRESSED_FOR[feedback.reason]).replace(microsecond=0)
        for address in feedback.addresses:
            suppression = Suppression(
                canonical_email=canonical_email(address),
                account_id=mail.account_id,
                reason=feedback.reason,
                at=feedback.at,
                expires_at=expires_at,
            )
            self._suppressions.add(suppression, now=self._now())
        return True
