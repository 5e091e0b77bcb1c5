"""Responses of searches that could not look at a whole book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RETRY_AFTER_SECONDS = 5
"""A snapshot of 25,000 contacts takes about as long from the first request for it."""


def retry_headers(*, is_complete: bool) -> Mapping[str, str]:
    """Return the header that tells a client when to search again for what is missing; nothing if nothing is."""
    return {} if is_complete else {"Retry-After": str(RETRY_AFTER_SECONDS)}
