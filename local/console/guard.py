"""Keeps other web sites out of the console.

Any site that somebody visits can send requests to 127.0.0.1 and, with a host name of its own that points there (DNS
rebinding), even read the responses. So the console answers only requests to a loopback name, and only those that
neither come from another site nor are embedded in one.
"""

from __future__ import annotations

from collections.abc import Mapping

_LOOPBACK_NAMES = {"127.0.0.1", "localhost"}
# What browsers report about a request; "none" means that the address was typed or bookmarked.
# https://www.w3.org/TR/fetch-metadata/
_OWN_SITES = {"none", "same-origin"}


def is_from_here(headers: Mapping[str, str]) -> bool:
    """Return whether a request, judging by its lower-case headers, comes from this machine's user and the console."""
    host = headers.get("host", "")
    if host.partition(":")[0] not in _LOOPBACK_NAMES:
        return False
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return False
    followed_a_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return followed_a_link or headers.get("sec-fetch-site", "none") in _OWN_SITES
