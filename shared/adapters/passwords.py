"""Passwords, hashed with bcrypt."""

from __future__ import annotations

from typing import Any

from passlib.hash import bcrypt

_MAX_BYTES = 72
"""bcrypt reads no more. What is longer is refused, never cut."""

_NO_SALT_NO_DIGEST = "." * 53
"""The rest of a well-formed hash: no password is known that makes it, and that one would open nothing."""


class BcryptHasher:
    """A ports.PasswordHasher: bcrypt with 2 to the power of ``rounds`` rounds, 4 to 31.

    A password that cannot be hashed (over 72 bytes in UTF-8, with a NUL or without a form in UTF-8) matches nothing, at
    the same cost as any other that does not match.
    """

    def __init__(self, *, rounds: int) -> None:
        # The library tries itself out on its first use: rather now than during somebody's request.
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
