"""Keeps other web sites out of the console.

Whatever site somebody visits can send requests to 127.0.0.1, and with a name of its own that points there (DNS
rebinding) even read the answers. So the console answers only requests to a loopback name, and only those that neither
come from nor are embedded by another site.
"""

from __future__ import annotations

from collections.abc import Mapping

_LOOPBACK_NAMES = {"127.0.0.1", "localhost"}
# What browsers say of a request: none is somebody typing the address or opening a bookmark.
# https://www.w3.org/TR/fetch-metadata/
_OWN_SITES = {"none", "same-origin"}


def is_from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request, by its headers in lower case, comes from this machine's user and the console itself."""
    host = headers.get("host", "")
    if host.partition(":")[0] not in _LOOPBACK_NAMES:
        return False
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return False
    followed_a_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return followed_a_link or headers.get("sec-fetch-site", "none") in _OWN_SITES
