"""Names of people and networks for the log: the same for the same one, and of no use to anybody without the key."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.services.ports.security import Secrets

KEYRING = "jwt-keys"
_PURPOSE = b"contacts-api: subjects in the log"


class LogSubjects:
    """Hashes addresses and networks (HMAC-SHA256, 64 bits), with a key derived from the one that signs access tokens.

    A plain hash would not do: there are only so many addresses and networks, and whoever reads the log could try them
    all. When the key is rotated, the same subjects get other names.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def name(self, subject: str) -> str:
        """Return the name of an address or a network. Raises SecretsUnavailableError."""
        key = hmac.digest(self._secrets.keyring(KEYRING).signing_secret, _PURPOSE, "sha256")
        return hmac.new(key, subject.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:16]
