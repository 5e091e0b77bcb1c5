"""The token that proves ownership of an address: derived when its message is queued and sent, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import VerificationToken, verification_token
from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.keyrings import Keyring
    from shared.services.ports.security import Secrets

KEYRING = "mail-keys"
PATH = "/api/v1/auth/verify-email"


def new_verification(
    account_id: str, canonical_email: str, keyring: Keyring, *, now: datetime, new_id: Callable[[], str]
) -> tuple[VerificationToken, OutgoingMail]:
    """Return a new token for an account and the message to carry it."""
    token_id = new_id()
    raw_token = verification_token(keyring.signing_secret, token_id)
    token = VerificationToken.of(raw_token, account_id, canonical_email, now=now)
    mail = OutgoingMail(
        id=new_id(),
        kind=MailKind.VERIFY_EMAIL,
        account_id=account_id,
        created_at=now,
        token_id=token_id,
        key_id=keyring.signing_key_id,
    )
    return token, mail


def raw_token_of(mail: OutgoingMail, keyring: Keyring) -> str:
    """Return the token that a verification message carries. Raises MailRejectedError if its key is no longer held."""
    secret = keyring.secrets.get(mail.key_id or "")
    if secret is None:
        raise MailRejectedError("SigningKeyGone")
    return verification_token(secret, mail.token_id or "")


class VerificationLinks:
    """The links in verification messages."""

    def __init__(self, secrets: Secrets, *, public_url: str) -> None:
        self._secrets = secrets
        self._public_url = public_url

    def raw_token(self, mail: OutgoingMail) -> str:
        """Return the token that a message carries. Raises what ``raw_token_of`` does, and SecretsUnavailableError."""
        return raw_token_of(mail, self._secrets.keyring(KEYRING))

    def to(self, raw_token: str) -> str:
        """Return the link with a token."""
        return f"{self._public_url}{PATH}?token={raw_token}"
