"""The relying party of Web Authentication: for which host passkeys are made, and on which pages they may be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "Contacts"
LOCALHOST = "localhost"
_LOOPBACK = "127.0.0.1"
_STANDARD_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """The host that passkeys belong to (the RP ID), and the exact origins of the pages that may use them."""

    id: str
    origins: frozenset[str]

    @classmethod
    def of(cls, public_url: str, other_origins: Iterable[str] = ()) -> RelyingParty:
        """Return the relying party of a service at this address.

        Of ``other_origins``, those at the same host and at hosts below it may use its passkeys; browsers allow no
        others. No browser makes a passkey for a number, so the service at 127.0.0.1 is at localhost for them.
        """
        own = _origin(public_url.replace(f"//{_LOOPBACK}", f"//{LOCALHOST}", 1))
        host = urlsplit(own).hostname or ""
        origins = {own, *map(_origin, other_origins)}
        return cls(id=host, origins=frozenset(origin for origin in origins if _is_at(origin, host)))


def _origin(url: str) -> str:
    """Return the origin of a URL as browsers write it (RFC 6454 section 6.2)."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, _STANDARD_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


def _is_at(origin: str, host: str) -> bool:
    """Return whether a page of this origin may use the passkeys of a host. None is below localhost."""
    parts = urlsplit(origin)
    is_below = host != LOCALHOST and f".{parts.hostname}".endswith(f".{host}")
    is_secure = parts.scheme == "https" or parts.hostname == LOCALHOST
    return is_secure and (parts.hostname == host or is_below)
