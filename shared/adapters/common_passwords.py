"""The common passwords, in a file beside this code; tools/common_passwords.py makes it, and says of what."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from shared.domain.accounts.password_digests import DIGEST_BYTES, digest_of

LIST = Path(__file__).with_suffix(".bin")


class CommonPasswords:
    """A ports.BreachedPasswords that asks nobody: the commonest passwords of public leaks, whatever their case.

    The file is read, once, when the first password is checked.
    """

    def __init__(self, file: Path = LIST) -> None:
        self._file = file

    def include(self, password: str) -> bool:
        """See ports.BreachedPasswords."""
        wanted, low, high = digest_of(password), 0, len(self._digests) // DIGEST_BYTES
        while low < high:
            middle = (low + high) // 2
            found = self._digests[middle * DIGEST_BYTES : (middle + 1) * DIGEST_BYTES]
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return False

    @cached_property
    def _digests(self) -> bytes:
        return self._file.read_bytes()
