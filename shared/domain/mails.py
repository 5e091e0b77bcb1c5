"""Mail to send: which, to whom, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class MailKind(StrEnum):
    """Which mail."""

    VERIFY_EMAIL = "verify_email"
    ADDRESS_TAKEN = "address_taken"


class MailState(StrEnum):
    """How far a mail has come. SUPERSEDED: a newer token replaced its token, so nothing needs to be sent."""

    PENDING = "pending"
    SENT = "sent"
    SUPERSEDED = "superseded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to send. It names the token by id and signing key; the token itself is recomputed by the sender.

    ``failure`` names the kind of the latest failure, and nobody's data. Mail that is finished goes at ``expires_at``.
    """

    id: str
    kind: MailKind
    account_id: str
    created_at: datetime
    token_id: str | None = None
    key_id: str | None = None
    state: MailState = MailState.PENDING
    attempts: int = 0
    failure: str = ""
    expires_at: datetime | None = None
