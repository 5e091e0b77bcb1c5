"""Codes of authenticator apps: time-based one-time passwords (RFC 6238), six digits every 30 seconds, SHA-1.

Other figures are not offered, since authenticator apps ignore them in a link. The secret of an authenticator is not
stored: it is an HMAC of the account's id and a random salt, with a key that the database does not have.
"""

from __future__ import annotations

import hmac
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from shared.domain.errors import SecretsUnavailableError

if TYPE_CHECKING:
    from shared.domain.keyrings import Keyring

ISSUER = "Contacts"
"""Short and in ASCII, so that the QR code stays small; without a colon, which the format forbids."""
SECRET_BYTES = 20
"""As RFC 4226 recommends (R6)."""
DIGITS = 6
STEP_SECONDS = 30
PENDING_TTL = timedelta(hours=1)
"""How long an authenticator that was begun can be confirmed."""
MAX_CODE_LENGTH = 32
_PURPOSE = "contacts-api: secrets of authenticators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totp:
    """An authenticator of an account. ``key_id`` names the key that derives its secret.

    ``last_step`` is the time step of the latest code that was used: that one and earlier ones are used up. With
    ``expires_at`` it is not confirmed yet.
    """

    account_id: str
    salt: str
    key_id: str
    created_at: datetime
    last_step: int | None = None
    expires_at: datetime | None = None

    def secret(self, keyring: Keyring) -> bytes:
        """Return the secret. Raises SecretsUnavailableError if its key is no longer held."""
        key = keyring.secrets.get(self.key_id)
        if key is None:
            raise SecretsUnavailableError("the key of an authenticator is gone")
        return hmac.digest(key, f"{_PURPOSE}\0{self.account_id}\0{self.salt}".encode(), "sha256")[:SECRET_BYTES]

    def step_of(self, typed: str, keyring: Keyring, now: datetime) -> int | None:
        """Return the time step of a code as it was typed; None if it is wrong, or was used before.

        Besides the present step, that before and that after it are tried, as clocks and people are late. Raises
        SecretsUnavailableError.
        """
        code = normal_code(typed)
        if code is None:
            return None
        secret, present = self.secret(keyring), present_step(now)
        right = [step for step in (present - 1, present, present + 1) if hmac.compare_digest(hotp(secret, step), code)]
        unused = [step for step in right if self.last_step is None or step > self.last_step]
        return unused[-1] if unused else None


def present_step(now: datetime) -> int:
    """Return the time step (RFC 6238 section 4.2)."""
    return int(now.timestamp()) // STEP_SECONDS


def hotp(secret: bytes, counter: int) -> str:
    """Return the code of a counter (RFC 4226 section 5.3)."""
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def normal_code(typed: str) -> str | None:
    """Return the six ASCII digits of a code as people type them, in digits of any script, with blanks or hyphens.

    Returns None for anything else.
    """
    if len(typed) > MAX_CODE_LENGTH:
        return None
    kept = [each for each in typed if each not in "-\t\r\n" and unicodedata.category(each) not in ("Zs", "Pd", "Cf")]
    digits = [unicodedata.decimal(each, -1) for each in kept]
    return "".join(map(str, digits)) if len(digits) == DIGITS and -1 not in digits else None


def base32(secret: bytes) -> str:
    """Return a secret as people type it into an app (RFC 4648): 32 characters, since 20 bytes need no padding."""
    return b32encode(secret).decode()


def otpauth_uri(secret: bytes, address: str) -> str:
    """Return the link of an authenticator for the account of an address.

    https://github.com/google/google-authenticator/wiki/Key-Uri-Format: the issuer is also the prefix of the label, and
    what has its default is left out.
    """
    return f"otpauth://totp/{ISSUER}:{quote(address, safe='')}?secret={base32(secret)}&issuer={ISSUER}"
