"""Mail to send, and who sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.mails import OutgoingMail


class Outbox(Protocol):
    """Mail to send."""

    def add(self, mail: OutgoingMail) -> None:
        """Store a mail that no transaction of an account brings along; one with its id that is there already stays."""
        ...

    def find(self, mail_id: str) -> OutgoingMail | None:
        """Return the mail (strongly consistent), or None."""
        ...

    def list_pending(self, *, created_before: datetime, limit: int) -> Sequence[str]:
        """Return the ids of pending mails that were created before then, oldest first (eventually consistent)."""
        ...

    def start_attempt(self, mail_id: str, *, now: datetime, lease_seconds: int) -> OutgoingMail | None:
        """Count an attempt, keep others off for the lease, and return the mail.

        Returns None when it is not pending. Raises MailLeasedError while an earlier attempt's lease lasts.
        """
        ...

    def finish(self, mail: OutgoingMail) -> None:
        """Store the state that an attempt ended in (PENDING releases the lease).

        A sent mail stays sent whatever comes later; any other end counts only for the latest attempt at a pending mail.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """A mail as its reader sees it."""

    to: str
    subject: str
    text: str
    html: str


class MailSender(Protocol):
    """A mail provider."""

    def send(self, mail: RenderedMail, *, mail_id: str) -> None:
        """Hand the mail over. Raises MailRejectedError (never again) or MailUnavailableError (try later).

        The text of MailRejectedError is kept and logged: the provider's error code, and nobody's data.
        """
        ...
