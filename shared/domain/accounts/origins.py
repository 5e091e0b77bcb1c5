"""Where a request comes from, in words that its owner recognizes: neither an exact address nor a place."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, ip_network

from shared.domain.accounts.sessions import Origin

IPV4_PREFIX_LENGTH = 24
IPV6_PREFIX_LENGTH = 48
MAX_PROGRAM_LENGTH = 40

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What the first of these that is found in a User-Agent says; most of them also name the browsers further down."""
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def origin_of(network: str, user_agent: str) -> Origin:
    """Return the origin of a request from an IP address or network (CIDR)."""
    return Origin(network=network_prefix(network), device=device_of(user_agent))


def network_prefix(network: str) -> str:
    """Return the /24 (IPv4) or /48 (IPv6) of an address or a network inside it; empty if it is neither."""
    try:
        given = ip_network(network, strict=False)
    except ValueError:
        return ""
    length = IPV4_PREFIX_LENGTH if isinstance(given, IPv4Network) else IPV6_PREFIX_LENGTH
    return str(given.supernet(new_prefix=length) if given.prefixlen > length else given)


def device_of(user_agent: str) -> str:
    """Return the browser and system that a User-Agent (RFC 9110 section 10.1.5) names, such as ``Firefox on Linux``.

    Of any other program it is the name, if that is a plain word; whatever else a stranger has written is not repeated.
    """
    browser = _first(_BROWSERS, user_agent) if user_agent.startswith("Mozilla/") else ""
    system = _first(_SYSTEMS, user_agent)
    if browser:
        return f"{browser} on {system}" if system else browser
    program = _PROGRAM.match(user_agent)
    name = program.group()[:MAX_PROGRAM_LENGTH] if program and not user_agent.startswith("Mozilla/") else ""
    return f"{name} on {system}" if name and system else name or system


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((said for sign, said in names if sign in user_agent), "")
