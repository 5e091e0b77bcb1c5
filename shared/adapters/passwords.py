"""Passwords, hashed with bcrypt."""

from __future__ import annotations

from typing import Any

from passlib.hash import bcrypt

_MAX_BYTES = 72
"""bcrypt reads no more than this. Longer passwords are refused, never truncated."""

_NO_SALT_NO_DIGEST = "." * 53
"""Completes a well-formed hash. No known password produces it, and one that did would open nothing."""


class BcryptHasher:
    """A ports.PasswordHasher: bcrypt with a cost of ``rounds``, 4 to 31 (2 to the power of ``rounds`` iterations).

    A password that cannot be hashed (over 72 bytes in UTF-8, containing a NUL, or not encodable in UTF-8) never
    matches, and takes as long as any other password that does not match.
    """

    def __init__(self, *, rounds: int) -> None:
        # The library tests itself on first use: better now than during a request.
        bcrypt.set_backend()
        self._bcrypt: Any = bcrypt.using(rounds=rounds, truncate_error=True)
        self._nobodys_hash = f"$2b${rounds:02}${_NO_SALT_NO_DIGEST}"

    def hash(self, password: str) -> str:
        """See ports.PasswordHasher. Raises ValueError for a password that cannot be hashed."""
        return str(self._bcrypt.hash(_encoded(password)))

    def verify(self, password: str, password_hash: str) -> bool:
        """See ports.PasswordHasher."""
        try:
            encoded = _encoded(password)
        except ValueError:
            self.verify_nothing("")
            return False
        return bool(self._bcrypt.verify(encoded, password_hash))

    def verify_nothing(self, password: str) -> None:
        """See ports.PasswordHasher."""
        self.verify(password, self._nobodys_hash)


def _encoded(password: str) -> bytes:
    encoded = password.encode()
    if len(encoded) > _MAX_BYTES or b"\0" in encoded:
        raise ValueError("bcrypt hashes up to 72 bytes without a NUL")
    return encoded
