"""The addresses of servers: which are safe to send a secret to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from contacts.errors import UsageError


def server_url(text: str, *, allow_http: bool = False) -> str:
    """Return the URL of a server without a slash at its end. ``https`` is assumed.

    Raises UsageError for anything that is no such URL, for one with a password in it, and for one without encryption to
    another machine, unless ``allow_http``.
    """
    url = text if "://" in text else f"https://{text}"
    parts = _split(url, text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{text!r} is no address of a server: it looks like https://contacts.example.com.")
    if parts.password is not None:
        raise UsageError("Leave the password out of the address: everybody on this machine could see it there.")
    if parts.query or parts.fragment:
        raise UsageError(f"{text!r} has a query or a fragment, which no address of a server has.")
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise UsageError(
            f"{parts.hostname} is another machine, and http would show it the password in clear text: "
            "use https, or --allow-http if you know the network."
        )
    return url.rstrip("/")


def _split(url: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as error:
        raise UsageError(f"{text!r} is no address of a server: {error}.") from error
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port (RFC 6454), by which servers are told apart."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
