"""Passwords, hashed with bcrypt."""

from __future__ import annotations

from typing import Any

from passlib.hash import bcrypt, bcrypt_sha256

_MAX_BYTES = 4096
"""The library hashes no longer ones; no password that may be chosen has as many."""
_MAX_BYTES_OF_OLDER = 72
"""bcrypt by itself reads no more than this. Longer passwords have never been accepted for it, and never cut."""

_NO_SALT, _NO_DIGEST = "." * 22, "." * 31
"""They complete a well-formed hash. No known password produces it, and one that did would open nothing."""


class BcryptHasher:
    """A ports.PasswordHasher: bcrypt with a cost of ``rounds``, 4 to 31 (2 to the power of ``rounds`` iterations).

    What goes into bcrypt is an HMAC-SHA-256 of the password, so that all of it counts, however long it is
    (``bcrypt_sha256`` of passlib, version 2). Hashes of bcrypt alone, which were made before, keep working.
    A password that cannot be hashed (over 4,096 bytes, or not encodable in UTF-8; for an older hash over 72 bytes, or
    containing a NUL) never matches, and takes as long as any other password that does not match.
    """

    def __init__(self, *, rounds: int) -> None:
        # The library tests itself on first use: better now than during a request.
        bcrypt.set_backend()
        bcrypt_sha256.set_backend()
        self._older: Any = bcrypt.using(rounds=rounds, truncate_error=True)
        self._hasher: Any = bcrypt_sha256.using(rounds=rounds)
        self._form = f"$bcrypt-sha256$v=2,t=2b,r={rounds}$"
        self._nobodys_hash = f"{self._form}{_NO_SALT}${_NO_DIGEST}"

    def hash(self, password: str) -> str:
        """See ports.PasswordHasher. Raises ValueError for a password that cannot be hashed."""
        return str(self._hasher.hash(_encoded(password)))

    def verify(self, password: str, password_hash: str) -> bool:
        """See ports.PasswordHasher."""
        is_older = password_hash.startswith("$2")
        try:
            encoded = _encoded(password, of_older=is_older)
        except ValueError:
            self.verify_nothing("")
            return False
        return bool((self._older if is_older else self._hasher).verify(encoded, password_hash))

    def verify_nothing(self, password: str) -> None:
        """See ports.PasswordHasher."""
        self.verify(password, self._nobodys_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """See ports.PasswordHasher."""
        return not password_hash.startswith(self._form)


def _encoded(password: str, *, of_older: bool = False) -> bytes:
    encoded = password.encode()
    if len(encoded) > (_MAX_BYTES_OF_OLDER if of_older else _MAX_BYTES) or (of_older and b"\0" in encoded):
        raise ValueError("bcrypt hashes up to 4096 bytes, or by itself 72 without a NUL")
    return encoded
