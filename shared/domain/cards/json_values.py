"""The values in a file of JSON (RFC 8259), one after the other: no more than one of them, and a chunk, is in memory."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any

from shared.domain.cards.bookmarks import Bookmark, Place
from shared.domain.cards.decoding import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.decoding import Readable

MAX_VALUE_LENGTH = 20_000_000
"""Characters of a value."""
MAX_INNER_VALUES = 1_000_000
"""Of a value: small ones take fifty times as much memory as they take in the file."""
_BLANKS = re.compile(r"[ \t\n\r]*")
_LEAST = 4
"""Bytes that tell the encoding."""
_MARKED = {
    "utf-8-sig": (("utf-8", codecs.BOM_UTF8),),
    "utf-16": (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)),
    "utf-32": (("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE)),
}
_decode = json.JSONDecoder().raw_decode


class BadJsonError(Exception):
    """The file is not JSON, or too large. The text is for people."""


def values_in(source: Readable, bookmark: Bookmark | None = None) -> Iterator[Any]:
    """Yield the values of the array in a file.

    What is no array is one value, and so is an array that begins with a text, as a jCard does. Raises BadJsonError.
    """
    bookmark = bookmark or Bookmark()
    window = _Window(source, bookmark.place)
    done = bookmark.place.before + bookmark.place.passed
    if not bookmark.place.before and not window.is_list():
        for value in [window.whole()][done:]:
            bookmark.place = window.place._replace(passed=1)
            yield value
        return
    for number, value in enumerate(window.values(), bookmark.place.before + 1):
        if number > done:
            bookmark.place = window.place
            yield value


class _Window:
    """What has been read of a file and is still needed: from the end of a value on, or from the beginning of all."""

    def __init__(self, source: Readable, start: Place) -> None:
        self.taken = 0
        self._source = source
        self._start = start
        self._text = ""
        self._end = 0
        self._is_ended = False
        if start.encoding:
            self._decoder = codecs.getincrementaldecoder(start.encoding)("surrogatepass")
        else:
            self._begin()

    @property
    def place(self) -> Place:
        """The place of what is after the last value."""
        return self._start._replace(passed=self.taken)

    def is_list(self) -> bool:
        """Return whether the file has an array of other values than texts."""
        while True:
            at = self._after_blanks(0)
            first = self._text[at : at + 1]
            at = self._after_blanks(at + 1)
            second = self._text[at : at + 1]
            if second or first not in {"", "["} or not self._grow():
                return first == "[" and second != '"'

    def whole(self) -> Any:
        """Return the one value of the file."""
        while self._grow():
            """All of it is needed."""
        try:
            return json.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise _bad(error) from error

    def values(self) -> Iterator[Any]:
        """Yield the values of the array, from the place on where this began."""
        while True:
            at = self._after_blanks(self._end)
            mark = self._text[at : at + 1]
            at = self._after_blanks(at + 1)
            is_first = not self._start.before and not self.taken
            if mark == "]" or (is_first and self._text[at : at + 1] == "]"):
                self._require_end(at if mark == "]" else at + 1)
                return
            if mark and mark != ("[" if is_first else ","):
                raise BadJsonError(_NOT_JSON)
            try:
                value, end = _decode(self._text, at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._grow():
                    raise _bad(error) from error
                continue
            if end == len(self._text) and self._grow():
                continue  # a number may go on
            self._end = end
            self.taken += 1
            yield value

    def _begin(self) -> None:
        head = b""
        while len(head) < _LEAST and (chunk := self._source.read(CHUNK_BYTES)):
            head += chunk
        found = json.detect_encoding(head)
        encoding, mark = next(
            ((name, mark) for name, mark in _MARKED.get(found, ()) if head.startswith(mark)), (found, b"")
        )
        self._start = Place(offset=len(mark), encoding=encoding)
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._add(head[len(mark) :])

    def _grow(self) -> bool:
        """Read on, at least as much as there is, and drop what was taken. Return whether there may be more."""
        if self._is_ended:
            return False
        if self._end:
            size = len(self._text[: self._end].encode(self._start.encoding, "surrogatepass"))
            start = self._start
            self._start = start._replace(offset=start.offset + size, before=start.before + self.taken, passed=0)
            self._text = self._text[self._end :]
            self._end = self.taken = 0
        self._add(self._source.read(max(CHUNK_BYTES, len(self._text))))
        if len(self._text) > MAX_VALUE_LENGTH or sum(map(self._text.count, ",[{")) > MAX_INNER_VALUES:
            raise BadJsonError("There is a value in the file that is too large.")
        return True

    def _add(self, chunk: bytes) -> None:
        self._is_ended = not chunk
        try:
            self._text += self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise _bad(error) from error

    def _after_blanks(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def _require_end(self, at: int) -> None:
        """Raise BadJsonError if there is anything but blanks after the array."""
        self._end = at
        while True:
            if self._after_blanks(self._end) < len(self._text):
                raise BadJsonError(_NOT_JSON)
            if not self._grow():
                return


_NOT_JSON = "The file is not JSON, or damaged."


def _bad(error: Exception) -> BadJsonError:
    return BadJsonError(
        "The JSON in the file is nested too deeply." if isinstance(error, RecursionError) else _NOT_JSON
    )
