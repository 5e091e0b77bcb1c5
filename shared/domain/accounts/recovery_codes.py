"""Recovery codes: ten codes of 50 random bits, each of which is a second factor once, for whoever loses the others.

They are shown once, when they are made. What is stored of each is an HMAC-SHA256 with a key that the database does not
have; a slow hash would add nothing to 50 random bits.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from shared.domain.errors import SecretsUnavailableError
from shared.domain.ids import CROCKFORD_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.keyrings import Keyring

COUNT = 10
BYTES = 7
"""Of each code, of which 50 bits are used."""
CHARACTERS = 10
MAX_LENGTH = 64
_GROUP = 5
_PURPOSE = "contacts-api: recovery codes"
_LOOK_ALIKES = str.maketrans("OIL", "011")
"""What Crockford's alphabet lacks, and what it is taken for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodes:
    """The recovery codes of an account that are left, as they are stored."""

    account_id: str
    key_id: str
    stored: frozenset[str]
    created_at: datetime

    @classmethod
    def of(cls, account_id: str, codes: Sequence[str], keyring: Keyring, *, at: datetime) -> RecoveryCodes:
        """Return what is stored of new codes."""
        key_id = keyring.signing_key_id
        key = keyring.secrets[key_id]
        stored = frozenset(_stored(account_id, normal_code(code), key) for code in codes)
        return cls(account_id=account_id, key_id=key_id, stored=stored, created_at=at)

    def find(self, typed: str, keyring: Keyring) -> str | None:
        """Return what is stored of a code as it was typed; None if it is not one of those that are left.

        Raises SecretsUnavailableError if their key is no longer held.
        """
        key = keyring.secrets.get(self.key_id)
        if key is None:
            raise SecretsUnavailableError("the key of recovery codes is gone")
        found = _stored(self.account_id, normal_code(typed), key)
        return found if found in self.stored else None


def new_code(randomness: bytes) -> str:
    """Return a code as people write it down, such as ``K3M9Q-7T2XA``, from seven random bytes."""
    value = int.from_bytes(randomness, "big")
    text = "".join(CROCKFORD_ALPHABET[(value >> (5 * place)) & 31] for place in range(CHARACTERS))
    return f"{text[:_GROUP]}-{text[_GROUP:]}"


def normal_code(typed: str) -> str:
    """Return a code as it is hashed: however it was typed, in any case, with blanks, hyphens and look-alikes."""
    folded = unicodedata.normalize("NFKC", typed[:MAX_LENGTH]).upper().translate(_LOOK_ALIKES)
    return "".join(each for each in folded if each in CROCKFORD_ALPHABET)


def _stored(account_id: str, code: str, key: bytes) -> str:
    return hmac.digest(key, f"{_PURPOSE}\0{account_id}\0{code}".encode(), "sha256").hex()
