"""The receipts of requests, which are kept with what the requests wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a request with an Idempotency-Key was carried out.

    ``key`` and ``fingerprint`` are hashes of the key and the request; ``made_id`` is the id of what the request made,
    such as an operation.
    """

    key: str
    fingerprint: str
    made_id: str
    expires_at: datetime
