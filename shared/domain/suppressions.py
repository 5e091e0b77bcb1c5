"""Suppressions: addresses to which nothing more is sent, since messages bounced or their owner complained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SuppressionReason(StrEnum):
    """What came back from a message."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"


SUPPRESSED_FOR = {
    SuppressionReason.BOUNCE: timedelta(days=7),
    SuppressionReason.COMPLAINT: timedelta(days=180),
}
"""From when the message came back. A bounce counts for as long as an unverified account lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An address to which nothing is sent until ``expires_at``; ``at`` is when the message to ``account_id`` came back.

    ``reason`` may be one that only newer code knows.
    """

    canonical_email: str
    account_id: str
    reason: str
    at: datetime
    expires_at: datetime

    def applies_to(self, account_id: str) -> bool:
        """Return whether an account with the address gets nothing.

        A bounce ends with the account that it came for: whoever registers the address anew says that it works now. A
        complaint is the word of the owner of the address, whoever registers it.
        """
        return self.reason != SuppressionReason.BOUNCE or self.account_id == account_id

    def gives_way_to(self, other: Suppression) -> bool:
        """Return whether another entry replaces this one: a later one for the same reason, or that of a complaint."""
        if other.reason == self.reason:
            return other.at > self.at
        return other.reason == SuppressionReason.COMPLAINT
