"""Messages to send: of which kind, to whom, and in which state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

STREAM_TIME = timedelta(minutes=15)
"""The stream retries for this long; after that the sweeper takes over."""


class MailKind(StrEnum):
    """The kind of a message."""

    VERIFY_EMAIL = "verify_email"
    ADDRESS_TAKEN = "address_taken"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a message
    CHANGE_EMAIL = "change_email"
    EMAIL_CHANGED = "email_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a message
    ACCOUNT_DELETED = "account_deleted"
    EMAIL_RESTORED = "email_restored"
    TOTP_ACTIVATED = "totp_activated"
    TOTP_REMOVED = "totp_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    REFRESH_TOKEN_REUSED = "refresh_token_reused"  # noqa: S105 - the name of a message
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ROLE_CHANGED = "role_changed"
    SESSIONS_ENDED = "sessions_ended"
    PERSONAL_TOKEN_CREATED = "personal_token_created"  # noqa: S105 - the name of a message


class MailState(StrEnum):
    """The state of a message.

    SUPERSEDED: a newer token replaced its token, so nothing needs to be sent. SUPPRESSED: earlier messages to the same
    address bounced, or its owner complained, so nothing may be sent.
    """

    PENDING = "pending"
    SENT = "sent"
    SUPERSEDED = "superseded"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A message to send. It names the token by id and signing key; the sender derives the token from them.

    ``failure`` is the kind of the latest failure, without personal data. A finished message expires at ``expires_at``.
    A message with ``due_at`` is not sent before then.
    ``kind`` and ``state`` may be ones that only newer code knows: it may run beside this code, or have run before it.
    """

    id: str
    kind: str
    account_id: str
    created_at: datetime
    token_id: str | None = None
    key_id: str | None = None
    state: str = MailState.PENDING
    attempts: int = 0
    failure: str = ""
    expires_at: datetime | None = None
    due_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Return whether it may be sent."""
        return self.due_at is None or self.due_at <= now

    def postponed(self, due_at: datetime) -> OutgoingMail:
        """Return a message that waits until ``due_at``.

        It counts as so old that the sweeper takes it as soon as it is due: the stream sees it only before that.
        """
        return replace(self, due_at=due_at, created_at=due_at - STREAM_TIME - timedelta(milliseconds=1))
