"""Files of imports in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from shared.services.ports.exchange_files import MAX_NAMES, UploadLink


class MemoryExchangeFiles:
    """A ports.ExchangeFiles. ``files`` are the contents by book and name; nothing ever ends."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.files: dict[tuple[str, str], bytes] = {}
        self._now = now

    def put(self, book_id: str, name: str, content: bytes) -> None:
        """See ports.ExchangeFiles."""
        self.files[book_id, name] = content

    def get(self, book_id: str, name: str) -> bytes | None:
        """See ports.ExchangeFiles."""
        return self.files.get((book_id, name))

    def size_bytes(self, book_id: str, name: str) -> int | None:
        """See ports.ExchangeFiles."""
        content = self.get(book_id, name)
        return None if content is None else len(content)

    def names(self, book_id: str, prefix: str, *, after: str = "") -> Sequence[str]:
        """See ports.ExchangeFiles."""
        found = sorted(name for book, name in self.files if book == book_id and name.startswith(prefix))
        return [name for name in found if name > after][:MAX_NAMES]

    def upload_link(self, book_id: str, name: str, *, size_bytes: int) -> UploadLink:
        """See ports.ExchangeFiles. Nothing listens there."""
        headers = {"content-length": str(size_bytes)}
        expires_at = self._now() + timedelta(hours=1)
        return UploadLink(url=f"https://files.invalid/{book_id}/{name}", headers=headers, expires_at=expires_at)
