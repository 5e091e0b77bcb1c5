"""What happens to the security of an account: sign-ins, failures, changes. Its owner can see them for a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY

if TYPE_CHECKING:
    from shared.domain.accounts.sessions import Origin

KEPT_FOR = timedelta(days=365)
OF_NOBODY_KEPT_FOR = timedelta(hours=1)
"""An event of no account is stored only so that an unknown address takes the work of a known one: nobody reads it."""


class SecurityEventKind(StrEnum):
    """The kind of an event."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    REFRESH_TOKEN_REUSED = "refresh_token_reused"  # noqa: S105 - the name of an event
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
    SECOND_FACTOR_FAILED = "second_factor_failed"
    STEPPED_UP = "stepped_up"
    STEP_UP_FAILED = "step_up_failed"
    TOTP_ACTIVATED = "totp_activated"
    TOTP_REMOVED = "totp_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    EMAIL_CHANGED = "email_changed"
    EMAIL_CHANGE_UNDONE = "email_change_undone"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    PERSONAL_TOKEN_CREATED = "personal_token_created"  # noqa: S105 - the name of an event
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ROLE_CHANGED = "role_changed"
    PERSONAL_TOKEN_REVOKED = "personal_token_revoked"  # noqa: S105 - the name of an event
    DELETION_REQUESTED = "deletion_requested"
    DELETION_UNDONE = "deletion_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEvent:
    """One event. Ids are ULIDs, so they are in the order of time. ``kind`` may be one that only newer code knows.

    ``admin_id`` is the account of the administrator whose act it is, if it is one; its origin is then not told.
    """

    id: str
    account_id: str
    kind: str
    at: datetime
    origin: Origin
    session_id: str | None = None
    admin_id: str | None = None

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten."""
        kept_for = OF_NOBODY_KEPT_FOR if self.account_id == NOBODY else KEPT_FOR
        return (self.at + kept_for).replace(microsecond=0)
