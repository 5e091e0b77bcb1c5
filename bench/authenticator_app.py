"""An authenticator app, as tests and measurements hold it: it shows the codes of a secret that it was given."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuthenticatorApp:
    """An app that knows a secret in base32. It computes codes by itself, as RFC 6238 says."""

    secret: str

    def code(self, at: datetime) -> str:
        """Return the six digits that it shows at a time."""
        key = base64.b32decode(self.secret)
        digest = hmac.new(key, (int(at.timestamp()) // 30).to_bytes(8, "big"), hashlib.sha1).digest()
        place = digest[19] & 15
        return str((int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF) % 1_000_000).zfill(6)

    def wrong_code(self, at: datetime) -> str:
        """Return six digits that are no code at that time, nor just before or after it."""
        present = self.code(at)
        return next(
            wrong
            for number in range(9)
            if (wrong := f"{(int(present) + 111_111 * (number + 1)) % 1_000_000:06}")
            not in {self.code(datetime.fromtimestamp(at.timestamp() + 30 * step, at.tzinfo)) for step in (-1, 0, 1)}
        )
