"""The lines of a table, in the encoding that they are found to have.

UTF-8 and UTF-16 are recognized by their mark or by their bytes. A line that is not UTF-8 is read as Windows-1252, by
itself: one such line does not spoil ten thousand others.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.cards.bookmarks import BEGINNING
from shared.domain.cards.charsets import WINDOWS
from shared.domain.cards.decoding import UTF_8, FileKind, Mending, TextLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.bookmarks import Place
    from shared.domain.cards.decoding import Mended, Source

MAX_LINE_CHARACTERS = 1 << 20
"""A longer line is cut: a megabyte without an end is no row of a table."""
MAX_LINES_TOLD = 100
_TABLES = FileKind(bytes=4_000, share_of_zeros=0.01, has_folds=False, max_line_length=MAX_LINE_CHARACTERS)
"""Even a table in Cyrillic has as many delimiters, of which one byte is zero in UTF-16, and no other text has any."""
_ENCODINGS = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be ascii "
    "big5 cp437 cp850 cp852 cp866 cp874 cp932 cp949 cp950 cp1250 cp1251 cp1252 "
    "cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp iso8859-1 iso8859-2 "
    "iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-greek mac-latin2 mac-roman mac-turkish shift_jis "
    "tis-620"
)


@dataclass(slots=True)
class Decoding:
    """How the lines of a file are decoded, and what has been seen so far.

    ``encoding`` is the one given, or else found at the beginning. ``fallback_lines`` are the numbers of the first lines
    that were not in it, ``long_lines`` of those that were cut, and ``is_utf_8`` says whether any line was UTF-8 beyond
    ASCII.
    """

    encoding: str = ""
    is_given: bool = False
    is_utf_8: bool = False
    fallback_lines: list[int] = field(default_factory=list)
    long_lines: list[int] = field(default_factory=list)

    @property
    def found(self) -> str:
        """The encoding that the lines read so far are in."""
        if self.encoding == UTF_8 and not self.is_given and self.fallback_lines and not self.is_utf_8:
            return WINDOWS
        return self.encoding

    def note(self, mended: Mended) -> None:
        """Note that a line was cut, or was not in the encoding."""
        lines = {Mending.LENGTH: self.long_lines, Mending.CHARSET: self.fallback_lines}.get(mended.why)
        if lines is not None and len(lines) < MAX_LINES_TOLD:
            lines.append(mended.line)


def known_encoding(name: str) -> str | None:
    """Return the canonical name of an encoding that tables come in; None for any other text."""
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return canonical if canonical in _ENCODINGS.split() else None


def text_lines(source: Source, decoding: Decoding, start: Place = BEGINNING) -> TextLines:
    """Return the lines of a table from a place on; ``noted`` yields them."""
    return TextLines(source, encoding=decoding.encoding, kind=_TABLES, start=start)


def lines_of(source: Source, decoding: Decoding) -> Iterator[str]:
    """Yield the lines of a file without their ends (LF, CRLF or CR) and without a byte order mark.

    What is seen on the way is noted in ``decoding``.
    """
    return noted(text_lines(source, decoding), decoding)


def noted(lines: TextLines, decoding: Decoding) -> Iterator[str]:
    """Yield lines, and note what is seen on the way in their ``decoding``."""
    is_first = lines.first_number == 1
    for line in lines:
        decoding.encoding, decoding.is_utf_8 = lines.encoding, lines.is_utf_8
        while lines.mended:
            decoding.note(lines.mended.popleft())
        yield line.removeprefix("\ufeff") if is_first else line
        is_first = False
