"""Credentials from a container's credential endpoint: ECS, EKS, and Lambda with SnapStart.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, CredentialRetrievalError

from shared import observe
from shared.adapters.aws.credentials import AccessKeys

if TYPE_CHECKING:
    from collections.abc import Callable

RENEWED_BEFORE_SECONDS = 15 * 60.0
"""How long before the keys expire to fetch new ones, while the old ones are still in use."""
PAUSE_SECONDS = 60.0
"""Minimum time between two such attempts."""
MAX_ATTEMPTS = 3
TIMEOUT_SECONDS = 2.0
MAX_RESPONSE_BYTES = 65_536

RELATIVE_TO = "http://169.254.170.2"
_LINK_LOCAL = frozenset({"169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"})


class ContainerCredentials:
    """Credentials that are fetched, and renewed before they expire. Thread-safe.

    ``authorization`` returns the value of the Authorization header, or an empty string for none. ``clock`` is the wall
    clock, ``wait`` takes seconds. Raises ValueError for a URL that would send the keys unencrypted over a network.
    """

    def __init__(
        self,
        url: str,
        *,
        authorization: Callable[[], str],
        clock: Callable[[], float],
        wait: Callable[[float], object],
    ) -> None:
        self._url = urlsplit(url)
        if self._url.scheme != "https" and not (self._url.scheme == "http" and _is_near(self._url.hostname or "")):
            raise ValueError(f"credentials are not fetched from {url}: it is neither https nor on this machine")
        self._authorization = authorization
        self._clock = clock
        self._wait = wait
        self._keys: AccessKeys | None = None
        self._next_fetch = float("-inf")
        self._lock = Lock()

    def current(self) -> AccessKeys:
        """See CredentialProvider."""
        keys, now = self._keys, self._clock()
        if keys is not None and now < keys.expires_at:
            if now < max(keys.expires_at - RENEWED_BEFORE_SECONDS, self._next_fetch):
                return keys
            if not self._lock.acquire(blocking=False):
                return keys  # another thread is fetching
        else:
            self._lock.acquire()
        try:
            return self._renewed(keys)
        finally:
            self._lock.release()

    def _renewed(self, seen: AccessKeys | None) -> AccessKeys:
        if self._keys is not None and self._keys is not seen:
            return self._keys  # another thread has fetched them in the meantime
        try:
            self._keys = self._fetched()
        except CredentialRetrievalError as error:
            if seen is None or self._clock() >= seen.expires_at:
                raise
            observe.logger().warning("credentials are not renewed", extra={"reason": type(error).__name__})
        self._next_fetch = self._clock() + PAUSE_SECONDS
        assert self._keys is not None
        return self._keys

    def _fetched(self) -> AccessKeys:
        attempt = 1
        while True:
            try:
                keys = _read_keys(self._fetch())
            except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
                if attempt == MAX_ATTEMPTS:
                    raise _failure(type(error).__name__) from None  # the message may contain the keys
                attempt += 1
                self._wait(1.0)
            else:
                if keys.expires_at <= self._clock():
                    raise _failure("they have expired")
                return keys

    def _fetch(self) -> bytes:
        url = self._url
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        headers = {"Accept": "application/json"}
        if authorization := self._authorization():
            headers["Authorization"] = authorization
        port = url.port or kind.default_port  # without one, the end of an IPv6 address would be taken for a port
        with closing(kind(url.hostname or "", port, timeout=TIMEOUT_SECONDS)) as connection:
            connection.request("GET", (url.path or "/") + (f"?{url.query}" if url.query else ""), headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                raise HTTPException(response.status)
            return response.read(MAX_RESPONSE_BYTES)


def read_authorization(*, file: str, token: str) -> str:
    """Return the authorization token: what the file contains now, since it is replaced now and then, or ``token``."""
    return Path(file).read_text(encoding="utf-8").strip() if file else token


def _read_keys(body: bytes) -> AccessKeys:
    """Return the keys in a response of the endpoint. Raises ValueError, KeyError, TypeError."""
    found: Any = json.loads(body)
    return AccessKeys(
        key_id=found["AccessKeyId"],
        secret=found["SecretAccessKey"],
        session_token=found["Token"],
        expires_at=datetime.fromisoformat(found["Expiration"]).timestamp(),
    )


def _failure(reason: str) -> BotoCoreError:
    error: BotoCoreError = CredentialRetrievalError(provider="container-role", error_msg=reason)
    return error


def _is_near(host: str) -> bool:
    if host in _LINK_LOCAL:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
