"""The address of a service."""

from __future__ import annotations

from typing import NamedTuple, Self
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


class Endpoint(NamedTuple):
    """Where requests go. ``authority`` is the Host header: with a port only when it is not the usual one."""

    url: str
    host: str
    port: int
    authority: str
    is_tls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the endpoint of an http or https URL without a path, in ASCII. Raises ValueError."""
        parts = urlsplit(url)
        more = parts.path.strip("/") or parts.query or parts.username
        if parts.scheme not in _PORTS or not parts.hostname or more or not url.isascii():
            raise ValueError(f"no URL of an AWS endpoint: {url}")
        port = parts.port or _PORTS[parts.scheme]
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        authority = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
        return cls(url=url, host=parts.hostname, port=port, authority=authority, is_tls=parts.scheme == "https")
