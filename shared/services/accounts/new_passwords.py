"""The passwords that people choose: on registering, resetting and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import WeakPasswordError

if TYPE_CHECKING:
    from shared.services.ports.security import BreachedPasswords, PasswordHasher


class NewPasswords:
    """Refuses the passwords that are known from leaks, and hashes all others."""

    def __init__(self, hasher: PasswordHasher, breached: BreachedPasswords) -> None:
        self._hasher = hasher
        self._breached = breached

    def hash(self, password: str) -> str:
        """Return the hash of a normalized password that follows the rules of ``check_password``.

        Raises WeakPasswordError (``breached``) for one that is known from a leak; whose account it is for does not
        matter to that. Otherwise it costs one hash.
        """
        if self._breached.include(password):
            raise WeakPasswordError("breached", "is known from a leak of passwords: choose another one")
        return self._hasher.hash(password)
