"""Text files as they come: in UTF-8, UTF-16, or what a program took for either; with line ends of all kinds."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shared.domain.cards.bookmarks import BEGINNING, Place
from shared.domain.cards.charsets import WINDOWS, as_windows, charset_of

if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNK_BYTES = 64 * 1024
MAX_LINE_LENGTH = 10_000_000
"""Characters of a line; what is beyond is left out."""

UTF_8 = "utf-8"
_MAX_FOLDED_BYTES = 1024 * 1024
"""So many bytes of folded lines are looked at together; a character may be cut in two only between them."""
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Readable(Protocol):
    """What a file is read from, such as one that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, and none at the end."""
        ...


Source = bytes | Readable | Iterable[bytes]
"""A file: its bytes, something to read them from, or chunks of any size."""


class Mending(Enum):
    """Why a line was not read as it stands."""

    CHARSET = "charset"
    LENGTH = "length"
    NUL = "nul"


class Mended(NamedTuple):
    """A line, from 1, that was not read as it stands: why, and what was done in words."""

    line: int
    why: Mending
    what: str


class FileKind(NamedTuple):
    """What is expected of a kind of text file.

    UTF-16 without a mark is known by its zeros: more than ``share_of_zeros`` of every other of the first ``bytes``, and
    none of the others. Where ``has_folds``, a line that begins with a blank goes on with the one before.
    """

    bytes: int
    share_of_zeros: float
    has_folds: bool
    max_line_length: int


CARDS = FileKind(bytes=40, share_of_zeros=0.5, has_folds=True, max_line_length=MAX_LINE_LENGTH)


class TextLines:
    """The lines of a text file, without their ends, one after the other: no more than a chunk is in memory.

    A file is in the ``encoding`` that is given; or else UTF-8, or UTF-16 if it has a byte order mark or the zeros of
    it. A line that is no UTF-8 is in the charset that it names (``CHARSET=``), or else in ``fallback``: one such line
    does not spoil the others. ``mended`` has the lines that were read so or had NUL or too many characters; whoever
    reads the lines takes them out. ``is_utf_8`` says whether any line was UTF-8 beyond ASCII. Lines from ``start`` on
    have the numbers that they have in the file; the source begins at its offset.
    """

    def __init__(
        self,
        source: Source,
        *,
        encoding: str = "",
        fallback: str = WINDOWS,
        kind: FileKind = CARDS,
        start: Place = BEGINNING,
    ) -> None:
        self.mended: deque[Mended] = deque()
        self.encoding = start.encoding or encoding
        self.is_utf_8 = False
        self.first_number = start.before + start.passed + 1
        self._source = source
        self._fallback = fallback
        self._kind = kind
        self._start = start
        self._done = start.before
        self._texts_begun: deque[Place] = deque([start])

    def __iter__(self) -> Iterator[str]:
        for line in islice(self._lines(), self._start.passed, None):
            while self.mended and self.mended[0].line < self.first_number:
                self.mended.popleft()
            yield line

    def place(self, line: int) -> Place:
        """Return the place of the line with this number, which has been read or is the next; lines never go back."""
        begun = self._texts_begun
        while len(begun) > 1 and begun[1].before + 1 < line:
            begun.popleft()
        text = begun[0]
        return Place(text.offset, text.before, line - 1 - text.before, self.encoding)

    def _lines(self) -> Iterator[str]:
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
        room = max(0, self._kind.max_line_length - length)
        if len(piece) <= room:
            return piece
        if room:
            self.mended.append(Mended(self._done + 1, Mending.LENGTH, "was cut, since it is longer than lines may be"))
        return piece[:room]

    def _texts(self) -> Iterator[str]:
        chunks, offset = _chunks(self._source), self._start.offset
        if not offset:
            start = _beginning(chunks, self._kind.bytes)
            mark, found = _encoding_of(start, self._kind)
            self.encoding = self.encoding or found
            offset = len(mark) if self.encoding == found else 0
            chunks = _chained(start[offset:], chunks)
        is_utf_8 = self.encoding == UTF_8
        for place, text in self._utf8_texts(chunks) if is_utf_8 else _decoded(chunks, self.encoding):
            if place:
                self._texts_begun.append(Place(offset + place, self._done))
            if not is_utf_8 and "\ufffd" in text:
                self._note(Mending.CHARSET, "\ufffd", text, f"has characters that are not {self.encoding}")
            yield self._without_nul(text) if "\0" in text else text

    def _utf8_texts(self, chunks: Iterator[bytes]) -> Iterator[tuple[int, str]]:
        place = 0
        for block in _whole_lines(chunks):
            yield place, self._utf8(block)
            place += len(block)

    def _utf8(self, block: bytes) -> str:
        try:
            text = block.decode()
        except UnicodeDecodeError:
            lines = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
            return "\n".join(self._line_by_line(lines))
        self.is_utf_8 = self.is_utf_8 or not block.isascii()
        return text

    def _line_by_line(self, lines: Sequence[bytes]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            end = at + 1
            while self._kind.has_folds and end < len(lines) and lines[end][:1] in (b" ", b"\t"):
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
                charset = (charset_of(lines[0]) if self._kind.has_folds else "") or self._fallback
                texts = [self._mended(line, charset, number + offset) for offset, line in enumerate(lines)]
        yield from texts

    def _mended(self, line: bytes, charset: str, number: int) -> str:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            self.mended.append(Mended(number, Mending.CHARSET, f"is no UTF-8, and was read as {charset}"))
            return as_windows(line) if charset == WINDOWS else line.decode(charset, errors="replace")
        self.is_utf_8 = self.is_utf_8 or not line.isascii()
        return text

    def _without_nul(self, text: str) -> str:
        self._note(Mending.NUL, "\0", text, "had NUL characters, which were left out")
        return text.replace("\0", "")

    def _note(self, why: Mending, character: str, text: str, what: str) -> None:
        """Note the line with the first of these characters in the next text."""
        line = self._done + len(_in_lines(text[: text.index(character)]))
        self.mended.append(Mended(line, why, what))


def _encoding_of(start: bytes, kind: FileKind) -> tuple[bytes, str]:
    """Return the byte order mark of a file that begins so, and its encoding."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return mark, encoding
    even, odd = start[: kind.bytes : 2], start[1 : kind.bytes : 2]
    if odd.count(0) > len(odd) * kind.share_of_zeros and not even.count(0):
        return b"", "utf-16-le"
    if even.count(0) > len(even) * kind.share_of_zeros and not odd.count(0):
        return b"", "utf-16-be"
    return b"", UTF_8


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


def _beginning(chunks: Iterator[bytes], size: int) -> bytes:
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= size:
            break
    return start


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[tuple[int, str]]:
    """Yield the text of a file in another encoding, piece by piece; no piece ends between CR and LF.

    With each, yield at which byte it begins, or 0 if it cannot be read without what is before it.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held, place, size = "", 0, 0
    for chunk in chunks:
        text = held + decoder.decode(chunk)
        held = "\r" if text.endswith("\r") else ""
        yield place, text[:-1] if held else text
        size += len(chunk)
        pending, shift = decoder.getstate()
        place = 0 if held or shift else size - len(pending)
    yield place, held + decoder.decode(b"", final=True)


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
