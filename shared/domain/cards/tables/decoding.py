"""Bytes of a table as lines of text, in the encoding that they are found to have.

UTF-8 and UTF-16 are recognized by their mark or by their bytes. A line that is not UTF-8 is read as Windows-1252, by
itself: one such line does not spoil ten thousand others.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, AnyStr, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK_BYTES = 1 << 16
MAX_LINE_CHARACTERS = 1 << 20
"""A longer line is cut: a megabyte without an end is no row of a table."""
UTF_8 = "utf-8"
WINDOWS = "cp1252"
_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BYTES_OF_PATTERN = 4_000
_SHARE_OF_ZEROS = 0.01
"""Even a table in Cyrillic has as many delimiters, of which one byte is zero in UTF-16, and no other text has any."""
_ENCODINGS = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be ascii "
    "big5 cp437 cp850 cp852 cp866 cp874 cp932 cp949 cp950 cp1250 cp1251 cp1252 "
    "cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp iso8859-1 iso8859-2 "
    "iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-greek mac-latin2 mac-roman mac-turkish shift_jis "
    "tis-620"
)


class Readable(Protocol):
    """What a table is read from, such as a file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, and none at the end."""
        ...


@dataclass(slots=True)
class Decoding:
    """How the lines of a file are decoded, and what has been seen so far.

    ``encoding`` is the one given, or found at the beginning. ``fallback_lines`` are the numbers of the first lines
    that were not in it, and ``is_utf_8`` says whether any line was UTF-8 beyond ASCII.
    """

    encoding: str
    is_given: bool = False
    is_utf_8: bool = False
    fallback_count: int = 0
    fallback_lines: list[int] = field(default_factory=list)
    long_lines: list[int] = field(default_factory=list)

    @property
    def found(self) -> str:
        """The encoding that the lines read so far are in."""
        if self.encoding == UTF_8 and not self.is_given and self.fallback_count and not self.is_utf_8:
            return WINDOWS
        return self.encoding

    def fall_back(self, line: int) -> None:
        """Note that a line was not in the encoding."""
        self.fallback_count += 1
        if len(self.fallback_lines) < 100:
            self.fallback_lines.append(line)


class Resumed:
    """A stream of which a part has been read already."""

    def __init__(self, beginning: bytes, stream: Readable) -> None:
        self._beginning = beginning
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """Return the beginning, and then what follows it."""
        beginning, self._beginning = self._beginning, b""
        return beginning or self._stream.read(size)


def known_encoding(name: str) -> str | None:
    """Return the canonical name of an encoding that tables come in; None for any other text."""
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return canonical if canonical in _ENCODINGS.split() else None


def encoding_of(beginning: bytes) -> str:
    """Return the encoding of a file that begins so: by its mark, by the zero bytes of UTF-16, or else UTF-8."""
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return encoding
    pattern = beginning[:_BYTES_OF_PATTERN]
    low, high = pattern[::2].count(0), pattern[1::2].count(0)
    if max(low, high) > len(pattern) * _SHARE_OF_ZEROS and not (low and high):
        return "utf-16-le" if high else "utf-16-be"
    return UTF_8


def lines_of(stream: Readable, decoding: Decoding) -> Iterator[str]:
    """Yield the lines of a file without their ends (LF, CRLF or CR) and without a byte order mark.

    What is seen on the way is noted in ``decoding``.
    """
    blocks = _utf_8_blocks(stream, decoding) if decoding.encoding == UTF_8 else _other_blocks(stream, decoding)
    is_first = True
    for block in blocks:
        text = block.removeprefix("\ufeff") if is_first else block
        is_first = False
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        yield from text.split("\n")


def _utf_8_blocks(stream: Readable, decoding: Decoding) -> Iterator[str]:
    """Yield blocks of whole lines, without the end of the last one."""
    line = 1
    for block in _whole_lines(_chunks(stream), b"\n", b"\r", decoding):
        try:
            text = block.decode()
            decoding.is_utf_8 = decoding.is_utf_8 or not block.isascii()
        except UnicodeDecodeError:
            text = _line_by_line(block, decoding, line)
        yield text
        line += 1 + block.count(b"\n")


def _other_blocks(stream: Readable, decoding: Decoding) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(decoding.encoding)(errors="replace")
    line = 1
    texts = (decoder.decode(chunk, final=not chunk) for chunk in chain(_chunks(stream), [b""]))
    for block in _whole_lines(texts, "\n", "\r", decoding):
        if "\ufffd" in block:
            decoding.fall_back(line + block[: block.index("\ufffd")].count("\n"))
        yield block
        line += 1 + block.count("\n")


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _whole_lines(chunks: Iterable[AnyStr], feed: AnyStr, carriage: AnyStr, decoding: Decoding) -> Iterator[AnyStr]:
    """Yield a file, cut where lines end (line feed, carriage return or both), without the end that it is cut at.

    A carriage return that comes last may be half of an end, so it waits for what follows.
    """
    rest = feed[:0]
    line = 1
    for chunk in chunks:
        data = rest + chunk
        end = max(data.rfind(feed), data.rfind(carriage, 0, -1))
        if end < 0 and len(data) < MAX_LINE_CHARACTERS:
            rest = data
            continue
        if end < 0:
            decoding.long_lines.append(line)
            block, rest = data, feed[:0]
        else:
            is_pair = data[end : end + 1] == feed and data[end - 1 : end] == carriage
            block, rest = data[: end - 1 if is_pair else end], data[end + 1 :]
        yield block
        line += 1 + block.count(feed)
    if rest:
        yield rest.removesuffix(carriage)


def _line_by_line(block: bytes, decoding: Decoding, line: int) -> str:
    texts = []
    for number, each in enumerate(block.split(b"\n"), start=line):
        try:
            texts.append(each.decode())
            decoding.is_utf_8 = decoding.is_utf_8 or not each.isascii()
        except UnicodeDecodeError:
            texts.append(_as_windows(each))
            decoding.fall_back(number)
    return "\n".join(texts)


def _as_windows(line: bytes) -> str:
    """Decode a line as Windows-1252, and its five bytes that are no character there as browsers do (WHATWG)."""
    try:
        return line.decode(WINDOWS)
    except UnicodeDecodeError:
        return "".join([bytes([byte]).decode(WINDOWS, "ignore") or chr(byte) for byte in line])
