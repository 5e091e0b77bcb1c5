"""Pictures as Cloudinary delivers them, to whoever knows their URL."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloudinary import uploader
from urllib3 import Timeout
from urllib3.exceptions import HTTPError

from shared.domain.errors import AvatarUnavailableError, InvalidPictureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from urllib3 import BaseHTTPResponse, PoolManager

DELIVERY_URL = "https://res.cloudinary.com"
_ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_CHUNK_BYTES = 1 << 16


def connections() -> PoolManager:
    """Return the connections of the SDK, which trust whom it trusts."""
    kept: PoolManager = uploader._http  # noqa: SLF001 - the SDK has no other way to it
    return kept


def fetched(
    url: str, *, seconds: float, max_bytes: int, monotonic: Callable[[], float] = time.monotonic
) -> bytes | None:
    """Return what is at a URL of Cloudinary's, over a connection that is kept; None if there is nothing.

    It takes ``seconds`` at most: half of them, and as long once more for bytes that are under way by then. Raises
    AvatarUnavailableError if it takes longer or breaks off, and for every other status than 200, redirects included;
    InvalidPictureError if it is too large.
    """
    patience = seconds / 2
    until = monotonic() + patience
    try:
        response = connections().request(
            method="GET",
            url=url,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(total=patience),
        )
        try:
            if response.status in _ABSENT:
                return None
            if response.status != HTTPStatus.OK:
                raise AvatarUnavailableError(f"Cloudinary answers {response.status}")
            return _body(response, until, max_bytes, monotonic)
        finally:
            # What has not been read is not waited for.
            response.close()
    except HTTPError as error:
        raise AvatarUnavailableError(f"Cloudinary failed: {type(error).__name__}") from error


def _body(response: BaseHTTPResponse, until: float, max_bytes: int, monotonic: Callable[[], float]) -> bytes:
    content = bytearray()
    while chunk := response.read1(_CHUNK_BYTES):
        content += chunk
        if len(content) > max_bytes:
            raise InvalidPictureError("too_large", f"The picture has more than {max_bytes} bytes.")
        if monotonic() > until:
            raise AvatarUnavailableError("Cloudinary takes too long")
    return bytes(content)
