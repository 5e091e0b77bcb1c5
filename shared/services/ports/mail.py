"""The outbox of messages, and the provider that sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.mails import OutgoingMail
    from shared.domain.suppressions import Suppression


class Outbox(Protocol):
    """Messages to send."""

    def add(self, mail: OutgoingMail) -> None:
        """Store a message that belongs to no account transaction, unless one with its id is stored already."""
        ...

    def find(self, mail_id: str) -> OutgoingMail | None:
        """Return the message (strongly consistent), or None."""
        ...

    def list_pending(self, *, created_before: datetime, limit: int) -> Sequence[str]:
        """Return the ids of pending messages created before then, oldest first (eventually consistent)."""
        ...

    def start_attempt(self, mail_id: str, *, now: datetime, lease_seconds: int, owner: str) -> OutgoingMail | None:
        """Count an attempt, hold the lease, and return the message.

        Returns None if it is not pending, or not due yet. Raises MailLeasedError while another ``owner`` holds the
        lease; after an unknown outcome the same owner can call again. ``owner`` is unique to one delivery.
        """
        ...

    def finish(self, mail: OutgoingMail) -> None:
        """Store the state in which an attempt ended (PENDING releases the lease).

        A sent message stays sent, whatever follows; any other state is stored only for the latest attempt at a pending
        one.
        """
        ...


class SuppressionList(Protocol):
    """The addresses to which nothing is sent. Expired entries count as absent, whether deleted or not."""

    def find(self, canonical_email: str, *, now: datetime) -> Suppression | None:
        """Return the entry of an address (strongly consistent), or None."""
        ...

    def add(self, suppression: Suppression, *, now: datetime) -> None:
        """Store an entry, unless there is a later one for the same reason, or one of a complaint while this is not."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """A message as its reader sees it."""

    to: str
    subject: str
    text: str
    html: str


class MailSender(Protocol):
    """A mail provider."""

    def send(self, mail: RenderedMail, *, mail_id: str) -> None:
        """Hand the message over. Raises MailRejectedError (never retry) or MailUnavailableError (retry later).

        Raises MailRefusedError if the provider refused this message, possibly because of our sender. The texts of
        MailRejectedError and MailRefusedError are stored and logged, so they are error codes, without personal data.
        """
        ...
