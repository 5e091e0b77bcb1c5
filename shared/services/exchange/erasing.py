"""The eraser of files that were brought or made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.accounts.erasure import Erasure
    from shared.services.ports.exchange_files import ExchangeFiles


class FileEraser:
    """A ports.Eraser of the files of a book. Parts that were never joined end by themselves, after a day."""

    def __init__(self, files: ExchangeFiles) -> None:
        self._files = files

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes a request for every thousand files, and one for each."""
        while names := self._files.names(erasure.book_id, ""):
            for name in names:
                self._files.remove(erasure.book_id, name)
                yield
