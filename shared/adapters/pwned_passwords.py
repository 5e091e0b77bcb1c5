"""Have I Been Pwned's Pwned Passwords, or another service that speaks its protocol.

https://haveibeenpwned.com/API/v3#PwnedPasswords: the service learns the first 20 bits of the SHA-1 of a password, and
returns all hashes that begin with them. With padding, the length of its response does not tell which these are.
"""

from __future__ import annotations

import time
from hashlib import sha1
from http.client import HTTPException
from typing import TYPE_CHECKING

from shared import observe
from shared.adapters.bounded_requests import Bounds, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.security import BreachedPasswords

TIMEOUT_SECONDS = 1.0
_PREFIX_LENGTH = 5
_MAX_RESPONSE_BYTES = 1 << 18
"""Several times what a thousand hashes take."""
_HEADERS = {"Add-Padding": "true", "User-Agent": "contacts-api", "Accept": "text/plain"}


class PwnedPasswords:
    """A ports.BreachedPasswords that asks ``url``, followed by the prefix of a hash, about what ``offline`` lacks.

    A service that fails, or takes longer than a second, must not keep people from choosing a password: then only
    ``offline`` counts, and the failure is reported (``BreachCheckFailed``).
    """

    def __init__(
        self, url: str, offline: BreachedPasswords, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._offline = offline
        self._bounds = Bounds(seconds=TIMEOUT_SECONDS, max_bytes=_MAX_RESPONSE_BYTES, monotonic=monotonic)

    def include(self, password: str) -> bool:
        """See ports.BreachedPasswords."""
        if self._offline.include(password):
            return True
        digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        prefix, suffix = digest[:_PREFIX_LENGTH], digest[_PREFIX_LENGTH:]
        try:
            return suffix in _breached(self._fetch(prefix))
        except (OSError, HTTPException, ValueError) as error:
            observe.count("BreachCheckFailed", cause=type(error).__name__)
            return False

    def _fetch(self, prefix: str) -> str:
        """Return the response for a prefix. Raises OSError, HTTPException, ValueError."""
        response = send("GET", self._url + prefix, _HEADERS, bounds=self._bounds)
        if response.status != 200:
            raise HTTPException(response.status)
        return response.body.decode("ascii")


def _breached(response: str) -> set[str]:
    """Return the ends of the hashes in a response, but for padding, whose count is 0. Raises ValueError."""
    pairs = (line.partition(":") for line in response.split())
    return {suffix.upper() for suffix, _, count in pairs if int(count) > 0}
