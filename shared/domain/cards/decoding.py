"""Text files as they come: in UTF-8, UTF-16, or what a program took for either; with line ends of all kinds."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNK_BYTES = 64 * 1024
MAX_LINE_LENGTH = 10_000_000
"""Characters of a line; what is beyond is left out."""

_SNIFFED_BYTES = 40
_MAX_FOLDED_BYTES = 1024 * 1024
"""So many bytes of folded lines are looked at together; a character may be cut in two only between them."""
_CHARSET = re.compile(rb'CHARSET="?([A-Za-z0-9._-]{3,20})', re.IGNORECASE)
_TEXT_CHARSETS = (
    "utf", "iso", "windows", "cp", "koi8", "shift", "sjis", "euc", "gb", "big5", "us-ascii", "latin", "mac",
)  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

Source = bytes | BinaryIO | Iterable[bytes]
"""A file: its bytes, something to read them from, or chunks of any size."""


class TextLines:
    """The lines of a text file, without their ends, one after the other: no more than a chunk is in memory.

    A file is UTF-8, or UTF-16 if it has a byte order mark or every other of its first bytes is zero. A line that is no
    UTF-8 is in the charset that it names (``CHARSET=``), or else in ``fallback``: one such line does not spoil the
    others. ``mended`` has the numbers of lines, from 1, that were read so or had NUL or too many characters, with what
    was done in words; whoever reads the lines takes them out.
    """

    def __init__(self, source: Source, *, fallback: str = "cp1252") -> None:
        self.mended: deque[tuple[int, str]] = deque()
        self._source = source
        self._fallback = fallback
        self._done = 0

    def __iter__(self) -> Iterator[str]:
        tail: list[str] = []
        length = 0
        for text in self._texts():
            first, *others = _in_lines(text)
            tail.append(self._fitting(first, length))
            length += len(first)
            if others:
                *whole, last = others
                self._done += 1 + len(whole)
                yield "".join(tail)
                yield from whole
                tail, length = [last], len(last)
        if line := "".join(tail):
            yield line

    def _fitting(self, piece: str, length: int) -> str:
        """Return as much of the next piece of a line as it has room for."""
        room = max(0, MAX_LINE_LENGTH - length)
        if len(piece) <= room:
            return piece
        if room:
            self.mended.append((self._done + 1, "was cut, since it is longer than lines may be"))
        return piece[:room]

    def _texts(self) -> Iterator[str]:
        chunks = _chunks(self._source)
        start = b""
        for chunk in chunks:
            start += chunk
            if len(start) >= _SNIFFED_BYTES:
                break
        mark, encoding = _encoding_of(start)
        chunks = _chained(start[len(mark) :], chunks)
        decoded = _decoded(chunks, encoding) if encoding else map(self._utf8, _whole_lines(chunks))
        for text in decoded:
            yield self._without_nul(text) if "\0" in text else text

    def _utf8(self, block: bytes) -> str:
        try:
            return block.decode()
        except UnicodeDecodeError:
            lines = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
            return "\n".join(self._line_by_line(lines))

    def _line_by_line(self, lines: Sequence[bytes]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            end = at + 1
            while end < len(lines) and lines[end][:1] in (b" ", b"\t"):
                end += 1
            yield from self._folded(lines[at:end], self._done + at + 1)
            at = end

    def _folded(self, lines: Sequence[bytes], number: int) -> Iterator[str]:
        """Yield a folded line; as one line, with empty ones after it, if it has been folded inside a character."""
        try:
            texts = [line.decode() for line in lines]
        except UnicodeDecodeError:
            try:
                whole = b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode()
                texts = [whole, *[""] * (len(lines) - 1)]
            except UnicodeDecodeError:
                charset = _charset_of(lines[0]) or self._fallback
                texts = [self._mended(line, charset, number + offset) for offset, line in enumerate(lines)]
        yield from texts

    def _mended(self, line: bytes, charset: str, number: int) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.mended.append((number, f"is no UTF-8, and was read as {charset}"))
            return line.decode(charset, errors="replace")

    def _without_nul(self, text: str) -> str:
        line = self._done + 1 + text.count("\n", 0, text.index("\0"))
        self.mended.append((line, "had NUL characters, which were left out"))
        return text.replace("\0", "")


def charset_named(name: str) -> str:
    """Return the name of a charset if Python can read text in it, else an empty one."""
    if not name.lower().startswith(_TEXT_CHARSETS):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _charset_of(line: bytes) -> str:
    named = _CHARSET.search(line, 0, 1_000)
    charset = charset_named(named[1].decode()) if named else ""
    return "" if charset.startswith("utf") else charset


def _encoding_of(start: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a file, and its encoding unless that is UTF-8."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return mark, encoding
    even, odd = start[:_SNIFFED_BYTES:2], start[1:_SNIFFED_BYTES:2]
    if odd.count(0) > len(odd) // 2 and not even.count(0):
        return b"", "utf-16-le"
    if even.count(0) > len(even) // 2 and not odd.count(0):
        return b"", "utf-16-be"
    return b"", ""


def _chunks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), CHUNK_BYTES):
            yield source[start : start + CHUNK_BYTES]
    elif hasattr(source, "read"):
        while chunk := source.read(CHUNK_BYTES):
            yield chunk
    else:
        yield from source


def _chained(start: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    yield from chunks


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[str]:
    """Yield the text of a file in another encoding; no piece ends between CR and LF."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held = ""
    for chunk in chunks:
        text = held + decoder.decode(chunk)
        held = "\r" if text.endswith("\r") else ""
        yield text[:-1] if held else text
    yield held + decoder.decode(b"", final=True)


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a file in blocks that end at the end of a line, and not between a line and those it is folded into."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        end = _last_end(chunk, is_folded=size < _MAX_FOLDED_BYTES)
        if end:
            yield b"".join([*pieces, chunk[:end]])
            pieces, size = [], 0
        pieces.append(chunk[end:])
        size += len(chunk) - end
    yield b"".join(pieces)


def _last_end(chunk: bytes, *, is_folded: bool) -> int:
    """Return where the last whole line in a chunk ends; 0 if that is not known."""
    line_end = b"\n" if b"\n" in chunk else b"\r"
    end = chunk.rfind(line_end, 0, len(chunk) - 1) + 1
    while is_folded and end and chunk[end] in b" \t":
        end = chunk.rfind(line_end, 0, end - 1) + 1
    return end


def _in_lines(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")
