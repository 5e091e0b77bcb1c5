"""Sections of an index in one file, each compressed by itself, and decompressed when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from backports.zstd import compress, decompress

from shared.domain.contacts.contact import Contact

LEVEL = 9
BLOCK_SIZE = 32
"""Documents that are compressed together."""


class StoredSections(Mapping[str, bytes]):
    """The sections of a file that ``stored`` has written."""

    def __init__(self, file: Path) -> None:
        self._content = file.read_bytes()
        self._places: dict[str, slice] = {}
        start = self._content.index(b"\n") + 1
        for name, size in json.loads(self._content[:start]).items():
            self._places[name] = slice(start, start + size)
            start += size

    def __getitem__(self, name: str) -> bytes:
        return decompress(self._content[self._places[name]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def stored(sections: Mapping[str, bytes], file: Path) -> int:
    """Write sections to a file, and return how many bytes they have there."""
    parts = {name: compress(section, LEVEL) for name, section in sections.items()}
    head = json.dumps({name: len(part) for name, part in parts.items()}).encode()
    file.write_bytes(b"\n".join((head, b"".join(parts.values()))))
    return sum(map(len, parts.values()))


def documents_size(contacts: Iterable[Contact], ids: Sequence[str]) -> int:
    """Return how many bytes the documents of the contacts have in blocks, in the order of the ids."""
    texts = {contact.id: contact.document.text for contact in contacts}
    blocks = [ids[first : first + BLOCK_SIZE] for first in range(0, len(ids), BLOCK_SIZE)]
    return sum(len(compress("\n".join(texts[each] for each in block).encode(), LEVEL)) for block in blocks)
