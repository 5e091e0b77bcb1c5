"""Named secrets, so that they can be rotated without invalidating what the previous one signed."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Secrets by key id (``kid``). ``signing_key_id`` signs; all of them verify."""

    signing_key_id: str
    secrets: Mapping[str, bytes] = field(repr=False)

    @property
    def signing_secret(self) -> bytes:
        """The secret for new signatures."""
        return self.secrets[self.signing_key_id]

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Read ``kid:base64url[,kid:base64url]``; the first one signs.

        Raises ValueError on a malformed or short (under 32 bytes) key.
        """
        secrets: dict[str, bytes] = {}
        for entry in text.split(","):
            key_id, _, encoded = entry.strip().partition(":")
            secret = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
            if not key_id or len(secret) < MIN_SECRET_BYTES:
                raise ValueError(f"a key is kid:base64url of at least {MIN_SECRET_BYTES} bytes")
            secrets[key_id] = secret
        return cls(signing_key_id=next(iter(secrets)), secrets=secrets)
