"""Files of imports and exports in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from shared.services.ports.exchange_files import (
    DOWNLOAD_LINK_TTL,
    MAX_NAMES,
    MIN_PART_BYTES,
    UPLOAD_LINK_TTL,
    DownloadLink,
    Excerpt,
    FileReplacedError,
    PartsLostError,
    UploadLink,
)


class MemoryExchangeFiles:
    """A ports.ExchangeFiles. ``files`` are the contents by book and name; nothing ever ends."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.files: dict[tuple[str, str], bytes] = {}
        self.parts: dict[tuple[str, str, str], dict[int, bytes]] = {}
        self._now = now
        self._begun = 0

    def put(self, book_id: str, name: str, content: bytes) -> None:
        """See ports.ExchangeFiles."""
        self.files[book_id, name] = content

    def begin_parts(self, book_id: str, name: str) -> str:
        """See ports.ExchangeFiles."""
        self._begun += 1
        self.parts[book_id, name, str(self._begun)] = {}
        return str(self._begun)

    def put_part(self, book_id: str, name: str, parts_id: str, number: int, content: bytes) -> str:
        """See ports.ExchangeFiles."""
        if (book_id, name, parts_id) not in self.parts:
            raise PartsLostError
        self.parts[book_id, name, parts_id][number] = content
        return sha256(content).hexdigest()

    def join_parts(self, book_id: str, name: str, parts_id: str, tags: Sequence[str]) -> None:
        """See ports.ExchangeFiles. Raises ValueError for parts that S3 would find too small."""
        stored = self.parts.get((book_id, name, parts_id), {})
        parts = [stored.get(number, b"") for number in range(1, len(tags) + 1)]
        if not parts or [sha256(part).hexdigest() for part in parts] != list(tags):
            raise PartsLostError
        if any(len(part) < MIN_PART_BYTES for part in parts[:-1]):
            raise ValueError("a part is too small")
        self.files[book_id, name] = b"".join(parts)
        del self.parts[book_id, name, parts_id]

    def get(self, book_id: str, name: str) -> bytes | None:
        """See ports.ExchangeFiles."""
        return self.files.get((book_id, name))

    def excerpt(self, book_id: str, name: str, start: int, length: int, *, version: str = "") -> Excerpt | None:
        """See ports.ExchangeFiles."""
        content = self.files.get((book_id, name))
        if content is None:
            return None
        current = sha256(content).hexdigest()
        if version not in ("", current):
            raise FileReplacedError
        return Excerpt(content[start : start + length], current, len(content))

    def size_bytes(self, book_id: str, name: str) -> int | None:
        """See ports.ExchangeFiles."""
        content = self.get(book_id, name)
        return None if content is None else len(content)

    def names(self, book_id: str, prefix: str, *, after: str = "") -> Sequence[str]:
        """See ports.ExchangeFiles."""
        found = sorted(name for book, name in self.files if book == book_id and name.startswith(prefix))
        return [name for name in found if name > after][:MAX_NAMES]

    def remove(self, book_id: str, name: str) -> None:
        """See ports.ExchangeFiles."""
        self.files.pop((book_id, name), None)

    def upload_link(self, book_id: str, name: str, *, size_bytes: int) -> UploadLink:
        """See ports.ExchangeFiles. Nothing listens there."""
        headers = {"content-length": str(size_bytes)}
        expires_at = self._now() + UPLOAD_LINK_TTL
        return UploadLink(url=f"https://files.invalid/{book_id}/{name}", headers=headers, expires_at=expires_at)

    def download_link(self, book_id: str, name: str, *, file_name: str, media_type: str) -> DownloadLink:
        """See ports.ExchangeFiles. Nothing listens there."""
        query = urlencode({"file_name": file_name, "media_type": media_type})
        expires_at = self._now() + DOWNLOAD_LINK_TTL
        return DownloadLink(url=f"https://files.invalid/{book_id}/{name}?{query}", expires_at=expires_at)
