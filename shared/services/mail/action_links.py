"""The links in messages that carry a token with a purpose, and the messages that carry one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.action_tokens import ActionToken, Purpose, action_token
from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.mail.verification import KEYRING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from shared.services.ports.security import Secrets

PURPOSES: Mapping[str, Purpose] = {
    MailKind.RESET_PASSWORD: Purpose.RESET_PASSWORD,
    MailKind.EMAIL_RESTORED: Purpose.RESET_PASSWORD,
    MailKind.CHANGE_EMAIL: Purpose.CHANGE_EMAIL,
    MailKind.EMAIL_CHANGED: Purpose.UNDO_EMAIL_CHANGE,
    MailKind.ACCOUNT_DELETED: Purpose.KEEP_ACCOUNT,
}
"""What the token of a message is good for, by the kind of the message."""
PATHS: Mapping[Purpose, str] = {
    Purpose.RESET_PASSWORD: "/api/v1/auth/reset-password",
    Purpose.CHANGE_EMAIL: "/api/v1/auth/confirm-email",
    Purpose.UNDO_EMAIL_CHANGE: "/api/v1/auth/undo-email-change",
    Purpose.KEEP_ACCOUNT: "/api/v1/auth/keep-account",
}


class ActionLinks:
    """Makes tokens with their messages, and the links in these. Nothing in a request decides where a link leads."""

    def __init__(self, secrets: Secrets, *, public_url: str, new_id: Callable[[], str]) -> None:
        self._secrets = secrets
        self._public_url = public_url
        self._new_id = new_id

    def new(self, kind: MailKind, account_id: str, email: str, now: datetime) -> tuple[ActionToken, OutgoingMail]:
        """Return a new token and the message that carries it to ``email``. Raises SecretsUnavailableError."""
        keyring = self._secrets.keyring(KEYRING)
        token_id = self._new_id()
        raw_token = action_token(keyring.signing_secret, PURPOSES[kind], token_id)
        mail = OutgoingMail(
            id=self._new_id(),
            kind=kind,
            account_id=account_id,
            created_at=now,
            token_id=token_id,
            key_id=keyring.signing_key_id,
        )
        return ActionToken.of(raw_token, PURPOSES[kind], account_id, email, now=now), mail

    def raw_token(self, mail: OutgoingMail) -> str:
        """Return the token that a message carries.

        Raises MailRejectedError if its key is no longer held, SecretsUnavailableError.
        """
        secret = self._secrets.keyring(KEYRING).secrets.get(mail.key_id or "")
        if secret is None:
            raise MailRejectedError("SigningKeyGone")
        return action_token(secret, PURPOSES[mail.kind], mail.token_id or "")

    def to(self, purpose: Purpose, raw_token: str) -> str:
        """Return the link with a token."""
        return f"{self._public_url}{PATHS[purpose]}?token={raw_token}"
