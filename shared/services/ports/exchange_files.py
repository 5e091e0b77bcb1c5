"""The files that people bring, and those that are made for them. All of them end by themselves, after a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=7)
"""How long a file is kept at least."""
MAX_NAMES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLink:
    """Where a file can be put by whoever has the link: one PUT, with these headers, until it expires."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime


class ExchangeFiles(Protocol):
    """Keeps files by book and name. All methods raise FilesUnavailableError."""

    def put(self, book_id: str, name: str, content: bytes) -> None:
        """Store a file, in place of the one with this name if there is one."""
        ...

    def get(self, book_id: str, name: str) -> bytes | None:
        """Return a file, or None."""
        ...

    def size_bytes(self, book_id: str, name: str) -> int | None:
        """Return how long a file is, or None if there is none."""
        ...

    def names(self, book_id: str, prefix: str, *, after: str = "") -> Sequence[str]:
        """Return up to MAX_NAMES names that begin with ``prefix`` and follow ``after``, sorted by code points."""
        ...

    def upload_link(self, book_id: str, name: str, *, size_bytes: int) -> UploadLink:
        """Return a link with which a file of exactly this length can be stored. Makes no request."""
        ...
