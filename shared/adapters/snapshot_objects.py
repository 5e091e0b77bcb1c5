"""The form of a snapshot's two objects: a line that says what it is, one of JSON with a directory, and the frames."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.zstd_frames import DamagedFrameError, compressed, decompressed
from shared.domain.errors import SnapshotLostError

MAGIC = b"contacts-api snapshot 1\n"


class UnreadableObjectError(Exception):
    """The bytes are not an object of this form, or not all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Whose object it is. ``documents_name``: of the object with the documents; the name of that object itself."""

    book_id: str
    revision: int
    format: int
    documents_name: str


def packed(header: Header, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an object with these parts, each compressed by itself."""
    frames, directory = [], []
    for name, part in parts:
        frames.append(compressed(part))
        directory.append((name, len(frames[-1]), len(part)))
    about = {
        "book_id": header.book_id,
        "revision": header.revision,
        "format": header.format,
        "documents": header.documents_name,
        "parts": directory,
    }
    return b"".join([MAGIC, json.dumps(about, separators=(",", ":")).encode(), b"\n", *frames])


def unpacked(content: bytes) -> tuple[Header, Parts]:
    """Return what is in an object; nothing is decompressed yet. Raises UnreadableObjectError."""
    start = content.find(b"\n", len(MAGIC)) + 1
    if not content.startswith(MAGIC) or not start:
        raise UnreadableObjectError("no snapshot")
    try:
        about = json.loads(content[len(MAGIC) : start])
        header = Header(
            book_id=str(about["book_id"]),
            revision=int(about["revision"]),
            format=int(about["format"]),
            documents_name=str(about["documents"]),
        )
        places = dict(_places(about["parts"], start))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableObjectError(f"no directory: {type(error).__name__}") from error
    end = max((place + length for place, length, _ in places.values()), default=start)
    if end != len(content):
        raise UnreadableObjectError("not as long as its directory says")
    return header, Parts(content, places)


def _places(directory: Iterable[Any], start: int) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for name, length, size in directory:
        if length < 0:
            raise ValueError("a negative length")
        yield name, (start, length, size)
        start += length


class Parts(Mapping[str, bytes]):
    """The parts of an object by name, decompressed on every access; a damaged one raises SnapshotLostError."""

    def __init__(self, content: bytes, places: Mapping[str, tuple[int, int, int]]) -> None:
        self._content = memoryview(content)
        self._places = places
        self.kept_bytes = len(content)
        self.size_bytes = sum(size for _, _, size in places.values())

    def __getitem__(self, name: str) -> bytes:
        start, length, size = self._places[name]
        try:
            return decompressed(self._content[start : start + length], size)
        except DamagedFrameError as error:
            raise SnapshotLostError(f"part {name} of a snapshot is damaged: {error}") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
