"""Have I Been Pwned's Pwned Passwords, or another service that speaks its protocol.

https://haveibeenpwned.com/API/v3#PwnedPasswords: the service learns the first 20 bits of the SHA-1 of a password, and
returns all hashes that begin with them. With padding, the length of its response does not tell which these are.
"""

from __future__ import annotations

import time
from contextlib import closing
from hashlib import sha1
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared import observe

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.security import BreachedPasswords

TIMEOUT_SECONDS = 1.0
_PREFIX_LENGTH = 5
_MAX_RESPONSE_BYTES = 1 << 18
"""Several times what a thousand hashes take."""
_CHUNK_BYTES = 1 << 14


class PwnedPasswords:
    """A ports.BreachedPasswords that asks ``url``, followed by the prefix of a hash, about what ``offline`` lacks.

    A service that fails, or takes longer than a second, must not keep people from choosing a password: then only
    ``offline`` counts, and the failure is reported (``BreachCheckFailed``).
    """

    def __init__(
        self, url: str, offline: BreachedPasswords, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = urlsplit(url)
        self._offline = offline
        self._monotonic = monotonic

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
        until = self._monotonic() + TIMEOUT_SECONDS
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        with closing(kind(self._url.hostname or "", self._url.port, timeout=TIMEOUT_SECONDS)) as connection:
            headers = {"Add-Padding": "true", "User-Agent": "contacts-api", "Accept": "text/plain"}
            connection.request("GET", self._url.path + prefix, headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                raise HTTPException(response.status)
            body = b""
            while chunk := response.read1(_CHUNK_BYTES):
                body += chunk
                if self._monotonic() > until:
                    raise TimeoutError
                if len(body) > _MAX_RESPONSE_BYTES:
                    raise HTTPException("the response is too long")
            if response.length:
                raise HTTPException("the response breaks off")
        return body.decode("ascii")


def _breached(response: str) -> set[str]:
    """Return the ends of the hashes in a response, but for padding, whose count is 0. Raises ValueError."""
    pairs = (line.partition(":") for line in response.split())
    return {suffix.upper() for suffix, _, count in pairs if int(count) > 0}
