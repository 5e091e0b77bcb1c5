"""The formats that are read, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from shared.domain.imports import OF_TABLES
from shared.services.exchange import readers

if TYPE_CHECKING:
    from shared.domain.cards.bookmarks import Bookmark
    from shared.domain.cards.card import ReadCard
    from shared.domain.imports import ImportOptions

Look = Callable[[readers.File, "ImportOptions"], readers.Survey]
Read = Callable[[readers.File, Any, "Bookmark"], "Iterator[ReadCard]"]
LOOKED_AT_BYTES = 4 * 1024
_MARK_AS_LATIN_1 = "\xef\xbb\xbf"
"""The byte order mark of UTF-8."""
_DELIMITERS = ",;\t|"


class Format(NamedTuple):
    """How a format is surveyed, read and recognized. A survey gets what is asked of the import; only tables need it.

    ``marks``: texts, in lower case and without blanks, one of which is near the beginning of every file in it. Tables
    have no marks, but lines with delimiters.
    """

    survey: Look
    read: Read
    media_types: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    is_table: bool = False


class Registry(Protocol):
    """The formats that an import knows."""

    def knows(self, name: str) -> bool:
        """Return whether there is a format of this name."""
        ...

    def find(self, head: bytes, media_type: str = "") -> str:
        """Return the name of the format of a file; empty if it is none that is known."""
        ...

    def check(self, options: ImportOptions) -> None:
        """Raise InvalidInputError for what is said of a table, and is nothing that tables have."""
        ...

    def survey(self, name: str, file: readers.File, options: ImportOptions) -> readers.Survey:
        """Return what the whole of a file in a format that is known says. Raises what ``readers`` do."""
        ...

    def read(self, name: str, file: readers.File, needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
        """Yield the cards of a file from a bookmark on, which is where the file is. ``needed`` is that of its survey.

        Nothing in the file raises an error.
        """
        ...


FORMATS: Mapping[str, Format] = {
    "vcard": Format(
        survey=readers.survey_vcard,
        read=readers.read_vcard,
        media_types=frozenset({"text/vcard", "text/x-vcard", "text/directory"}),
        marks=("begin:vcard",),
    ),
    "jcard": Format(
        survey=readers.survey_json,
        read=readers.read_jcard,
        media_types=frozenset({"application/vcard+json"}),
        marks=('["vcard",',),
    ),
    "jscontact": Format(
        survey=readers.survey_json,
        read=readers.read_jscontact,
        media_types=frozenset({"application/jscontact+json"}),
        marks=('"@type":"card"',),
    ),
    "ldif": Format(
        survey=readers.survey_ldif,
        read=readers.read_ldif,
        media_types=frozenset({"text/ldif"}),
        marks=("objectclass:person", "objectclass:inetorgperson", "objectclass:mozillaabpersonalpha"),
    ),
    "csv": Format(
        survey=readers.survey_csv,
        read=readers.read_csv,
        media_types=frozenset({"text/csv", "text/tab-separated-values"}),
        is_table=True,
    ),
}


class Formats:
    """A Registry of these formats."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        self._formats = formats

    def knows(self, name: str) -> bool:
        """See Registry."""
        return name in self._formats

    def find(self, head: bytes, media_type: str = "") -> str:
        """See Registry. What the content says counts more than what somebody has said about it."""
        text = _text_of(head[:LOOKED_AT_BYTES])
        plain = "".join(text.split())
        found = [name for name, known in self._formats.items() if any(mark in plain for mark in known.marks)]
        found += [name for name, known in self._formats.items() if media_type in known.media_types]
        if _has_cells(text):
            found += [name for name, known in self._formats.items() if known.is_table]
        return next(iter(found), "")

    def check(self, options: ImportOptions) -> None:
        """See Registry."""
        if any(getattr(options, name) for name in OF_TABLES):
            readers.check_table_options(options)

    def survey(self, name: str, file: readers.File, options: ImportOptions) -> readers.Survey:
        """See Registry."""
        return self._formats[name].survey(file, options)

    def read(self, name: str, file: readers.File, needed: Any, bookmark: Bookmark) -> Iterator[ReadCard]:
        """See Registry."""
        return self._formats[name].read(file, needed, bookmark)


def _text_of(head: bytes) -> str:
    """Return how a file begins, in lower case. Zeros of UTF-16 say nothing about its format."""
    return head.replace(b"\0", b"").decode("latin-1").lower()


def _has_cells(text: str) -> bool:
    """Return whether this may be the beginning of a table: text, with a delimiter in one of the first lines.

    JSON and markup have delimiters, too; those of other programs are no contacts.
    """
    if text.removeprefix(_MARK_AS_LATIN_1).lstrip().startswith(("{", "[", "<")):
        return False
    is_text = all(character >= " " or character in "\t\r\n" for character in text)
    return is_text and any(delimiter in line for line in text.splitlines()[:10] for delimiter in _DELIMITERS)
