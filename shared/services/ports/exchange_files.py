"""The files that people bring, and those that are made for them. All of them end by themselves, after a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=7)
"""How long a file is kept at least."""
UPLOAD_LINK_TTL = timedelta(hours=1)
DOWNLOAD_LINK_TTL = timedelta(minutes=15)
MAX_NAMES = 1_000
MIN_PART_BYTES = 5 * 1024 * 1024
MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLink:
    """Where a file can be put by whoever has the link: one PUT, with these headers, until it expires."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLink:
    """Where a file can be fetched by whoever has the link, until it expires."""

    url: str
    expires_at: datetime


class Excerpt(NamedTuple):
    """Some bytes of a file, and what tells the file from any other that is stored with its name, ever."""

    content: bytes
    version: str
    size_bytes: int


class FileReplacedError(Exception):
    """There is another file with this name than the one that was being read."""


class PartsLostError(Exception):
    """There is no such file in parts (any more), or its parts are others: perhaps it has been joined already."""


class ExchangeFiles(Protocol):
    """Keeps files by book and name. All methods raise FilesUnavailableError.

    A file may also be stored part by part: it is there, in place of the one with its name, once they are joined. Parts
    that are never joined end by themselves, as files do, but after a day.
    """

    def put(self, book_id: str, name: str, content: bytes) -> None:
        """Store a file, in place of the one with this name if there is one."""
        ...

    def begin_parts(self, book_id: str, name: str) -> str:
        """Begin a file in parts, and return what tells it from others with this name."""
        ...

    def put_part(self, book_id: str, name: str, parts_id: str, number: int, content: bytes) -> str:
        """Store a part, in place of the one with this number (from 1 on), and return its tag.

        A part has at least MIN_PART_BYTES, unless it is the last one. Raises PartsLostError.
        """
        ...

    def join_parts(self, book_id: str, name: str, parts_id: str, tags: Sequence[str]) -> None:
        """Make the file of its parts in order, by their tags. Raises PartsLostError, perhaps also if it was done."""
        ...

    def get(self, book_id: str, name: str) -> bytes | None:
        """Return a file, or None."""
        ...

    def excerpt(self, book_id: str, name: str, start: int, length: int, *, version: str = "") -> Excerpt | None:
        """Return up to ``length`` bytes of a file from ``start`` on, which it has; None if there is no file.

        Raises FileReplacedError if a ``version`` is given, and the file is another one.
        """
        ...

    def size_bytes(self, book_id: str, name: str) -> int | None:
        """Return how long a file is, or None if there is none."""
        ...

    def names(self, book_id: str, prefix: str, *, after: str = "") -> Sequence[str]:
        """Return up to MAX_NAMES names that begin with ``prefix`` and follow ``after``, sorted by code points."""
        ...

    def remove(self, book_id: str, name: str) -> None:
        """Remove a file, if there is one."""
        ...

    def upload_link(self, book_id: str, name: str, *, size_bytes: int) -> UploadLink:
        """Return a link with which a file of exactly this length can be stored. Makes no request."""
        ...

    def download_link(self, book_id: str, name: str, *, file_name: str, media_type: str) -> DownloadLink:
        """Return a link to a file, as which a browser saves it under a name in ASCII. Makes no request."""
        ...
