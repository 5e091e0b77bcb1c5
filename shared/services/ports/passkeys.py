"""The store of passkeys, and the verification of what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import (
        Assertion,
        AssertionAnswer,
        AttestationAnswer,
        NewCredential,
        Passkey,
    )


class PasskeyStore(Protocol):
    """Passkeys. They are added and removed with their account (``AccountStore.update``), and used with a session."""

    def find(self, account_id: str, passkey_id: str, *, now: datetime) -> tuple[Account | None, Passkey | None]:
        """Return an account, unless it has expired, and one of its passkeys (strongly consistent), in one request."""
        ...

    def list_all(self, account_id: str) -> Sequence[Passkey]:
        """Return the passkeys of an account (strongly consistent), in no order."""
        ...

    def is_known(self, passkey_id: str) -> bool:
        """Return whether any account has this passkey (strongly consistent)."""
        ...

    def rename(self, account_id: str, passkey_id: str, name: str) -> bool:
        """Give a passkey another name; return False if the account has no such passkey."""
        ...


class PasskeyVerifier(Protocol):
    """Verifies passkeys for one relying party (WebAuthn Level 3, sections 7.1 and 7.2)."""

    def register(self, answer: AttestationAnswer, *, challenge: str) -> NewCredential:
        """Return a new credential whose owner was verified. Raises InvalidPasskeyError."""
        ...

    def verify(self, answer: AssertionAnswer, data: bytes, *, challenge: str, user_verified: bool) -> Assertion:
        """Return the use of the credential with this ``data``, after verifying the signature.

        ``user_verified``: the device must have verified its owner. Raises InvalidPasskeyError.
        """
        ...
