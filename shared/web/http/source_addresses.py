"""The network that a request comes from, which its caller cannot change at will."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

Network = IPv4Network | IPv6Network

UNKNOWN_NETWORK = "unknown"
"""The one network of all requests whose source address cannot be parsed."""

IPV6_PREFIX_LENGTH = 64
"""The smallest prefix that a subscriber gets (RFC 6177): whoever has one address of it has all of them."""

_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]*)\](:\d+)?|(?P<v4>[\d.]+):\d+")


def caller_network(source_ip: str, forwarded_for: str = "", trusted_proxies: Collection[Network] = ()) -> str:
    """Return the caller's network as text: an IPv4 address, or the /64 of an IPv6 address.

    ``source_ip`` is the other end of the connection. Only if that is one of ``trusted_proxies`` is ``forwarded_for``
    read (X-Forwarded-For, nearest hop last), from its end back to the first hop that is not trusted: everything before
    that is a mere claim of the caller. A hop that cannot be parsed ends the search at the proxy that reported it.
    """
    network = UNKNOWN_NETWORK
    for hop in (source_ip, *reversed(forwarded_for.split(","))):
        address = _read_address(hop)
        if address is None:
            break
        network = _network_of(address)
        if not any(address in proxies for proxies in trusted_proxies):
            break
    return network


def _read_address(hop: str) -> IPv4Address | IPv6Address | None:
    text = hop.strip()
    if with_port := _WITH_PORT.fullmatch(text):
        text = with_port["v6"] or with_port["v4"] or ""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # An IPv4-mapped address is the same caller as the IPv4 address in it (RFC 4291 section 2.5.5.2).
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _network_of(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address), IPV6_PREFIX_LENGTH), strict=False))
