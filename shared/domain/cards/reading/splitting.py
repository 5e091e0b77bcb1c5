"""The cards in a file: where each begins and ends, and its properties as they stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from shared.domain.cards.bookmarks import AFTER_ALL
from shared.domain.cards.content_lines import Property
from shared.domain.cards.reading.heads import PLAIN_HEADS, split_line
from shared.domain.cards.reading.notices import Notices, shown
from shared.domain.cards.reading.transfer_encodings import from_quoted_printable
from shared.domain.cards.reading.unfolding import CONTINUED, unfolded
from shared.domain.cards.texts import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shared.domain.cards.reading.heads import Head

MAX_PROPERTIES = 5_000
MAX_CARD_LENGTH = 16_000_000
"""Characters of a card. Properties beyond either limit are left out."""

_CARD = "VCARD"
_CUT_AT = 70
"""A line at least as long was cut because of its length; a shorter one, where its text has a new line."""
_TELLING = frozenset({"FN", "N", "NICKNAME", "ORG", "EMAIL", "TEL", "ADR", "URL", "NOTE", "BDAY", "IMPP", "RELATED"})
"""Properties of which one has to be there to make a card of lines without BEGIN."""


@dataclass(slots=True)
class RawCard:
    """The properties of a card, but for BEGIN, END and VERSION, between two lines of the file.

    ``is_begun`` says whether there was a BEGIN; ``looks_old`` whether something in it is only in vCard 2.1. ``next`` is
    the line from which on the file can be read without it.
    """

    line: int
    is_begun: bool
    version: str = ""
    properties: list[Property] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)
    length: int = 0
    looks_old: bool = False
    end: int = 0
    next: int = 0


class _Line:
    """A content line and what follows it without being one; ``nested`` is how many cards in its value are open."""

    __slots__ = ("head", "last_length", "more", "nested", "number", "value")

    def __init__(self, number: int, head: Head, value: str, last_length: int) -> None:
        self.number = number
        self.head = head
        self.value = value
        self.last_length = last_length
        self.more: list[str] | None = None
        self.nested = 0

    def go_on(self, text: str) -> None:
        """Add a line that belongs to the value."""
        if self.more is None:
            self.more = []
        self.more.append(text)


def raw_cards(lines: Iterable[str], first_number: int = 1) -> Iterator[RawCard]:
    """Yield the cards in a file, each once the next one has begun. Lines from another one on follow a whole card."""
    splitter = _Splitter(is_at_start=first_number == 1)
    held: RawCard | None = None
    for number, text in unfolded(*_from_content(lines, first_number)):
        if splitter.take_plain(number, text) or not (card := splitter.feed(number, text)):
            continue
        if held:
            yield held
        held = card
    if last := splitter.close():
        last.next = AFTER_ALL
        if held:
            yield held
        held = last
    if held:
        for notice in splitter.outside.kept:
            held.notices.add(notice.line, notice.code, notice.text)
        yield held


def _from_content(lines: Iterable[str], first_number: int) -> tuple[Iterable[str], int]:
    """Return lines without those that the line before them was folded into, and the number of the first one."""
    if first_number == 1:
        return lines, first_number
    left = iter(lines)
    for number, line in enumerate(left, first_number):
        if line[:1] not in CONTINUED:
            return chain([line], left), number
    return (), first_number


class _Splitter:
    """Takes content lines in their order, and returns cards when they are complete.

    ``outside`` is what was odd about lines that belong to no card; the next card takes it over.
    """

    def __init__(self, *, is_at_start: bool) -> None:
        self.outside = Notices()
        self._card: RawCard | None = None
        self._line: _Line | None = None
        self._passed_over = ""
        self._plain = ""
        self._is_at_start = is_at_start
        self._number = 0

    def feed(self, number: int, text: str) -> RawCard | None:
        """Take a content line; return the card that is complete by it, if there is one."""
        self._number = number
        head, value = split_line(text)
        if self._line and self._line.nested:
            self._nest(self._line, head, value, text)
        elif head is None:
            self._go_on(number, text)
        elif head.name == "BEGIN":
            return self._begin(number, value.strip().upper())
        elif self._passed_over:
            if head.name == "END" and value.strip().upper() == self._passed_over:
                self._passed_over = ""
        elif head.name == "END":
            return self._end(number, value.strip().upper())
        else:
            self._take(number, head, value, len(text))
        return None

    def close(self) -> RawCard | None:
        """Return the card that is not complete at the end of the file, if there is one."""
        card = self._complete()
        if card and card.is_begun:
            card.notices.add(card.line, "no_end", "The card has no END:VCARD.")
        return card

    def _begin(self, number: int, kind: str) -> RawCard | None:
        self._passed_over = "" if kind == _CARD else kind
        if kind != _CARD:
            self._flush()
            notices = self._card.notices if self._card else self.outside
            notices.add(number, "no_card", f"{shown(kind)} is no card, and was passed over.")
            return None
        if self._line and self._line.head.name == "AGENT" and not self._line.value.strip():
            self._line.nested = 1
            self._line.go_on("BEGIN:VCARD")
            return None
        if self._card and not self._card.is_begun and self._is_at_start:
            self._card.is_begun = True
            self._card.notices.add(number, "late_begin", "There are properties before BEGIN:VCARD.")
            return None
        before = self.close()
        self._open(number, is_begun=True)
        return before

    def _end(self, number: int, kind: str) -> RawCard | None:
        if kind == _CARD and self._card:
            card = self._complete()
            if card:
                card.next = number + 1
            return card
        notices = self._card.notices if self._card else self.outside
        notices.add(number, "stray_end", f"END:{shown(kind)} ends nothing that has begun.")
        return None

    def take_plain(self, number: int, text: str) -> bool:
        """Take what nearly every line is, a property of a card that has begun; return whether it is that."""
        card, line = self._card, self._line
        if card is None or self._passed_over or (line is not None and line.nested):
            return False
        name, _, value = text.partition(":")
        head = PLAIN_HEADS.get(name)
        length = card.length + len(text)
        if head is None or length > MAX_CARD_LENGTH or len(card.properties) >= MAX_PROPERTIES:
            return False
        if line is not None:
            self._flush()
        card.length = length
        card.properties.append(Property(head.name, value, head.group, head.parameters, number))
        self._plain = text
        return True

    def _reopened(self) -> _Line | None:
        """Return the line that is being read; a property that has been added is taken back, since it goes on."""
        if self._line is None and self._plain and self._card:
            head, value = split_line(self._plain)
            last = self._card.properties.pop()
            if head is not None:
                self._line = _Line(last.line, head, value, len(self._plain))
            self._plain = ""
        return self._line

    def _take(self, number: int, head: Head, value: str, length: int) -> None:
        self._flush()
        card = self._card or self._open(number, is_begun=False)
        card.length += length
        if head.oddity:
            card.notices.add(number, "odd_parameters", head.oddity)
        if head.name == "VERSION":
            card.version = card.version or value.strip()
        elif card.length > MAX_CARD_LENGTH or len(card.properties) >= MAX_PROPERTIES:
            card.notices.add(number, "card_too_large", f"{head.name} was left out: the card is too large.")
        else:
            self._line = _Line(number, head, value, length)

    def _go_on(self, number: int, text: str) -> None:
        """Take a line that is no content line: it was folded badly, and belongs to the one before it."""
        line, card = self._reopened(), self._card
        if not line or not card or self._passed_over:
            notices = card.notices if card else self.outside
            notices.add(number, "no_property", f"This line belongs to nothing: {shown(text)}")
            return
        card.length += len(text)
        if card.length > MAX_CARD_LENGTH:
            card.notices.add(number, "card_too_large", f"{line.head.name} was cut: the card is too large.")
            return
        is_encoded = line.head.is_quoted_printable or "ENCODING" in line.head.parameters
        if not is_encoded:
            name = line.head.name
            card.notices.add(number, "bad_folding", f"This line is no property; it was taken as a part of {name}.")
        line.go_on(text if is_encoded or line.last_length >= _CUT_AT else f"\\n{text}")
        line.last_length = len(text)

    def _nest(self, line: _Line, head: Head | None, value: str, text: str) -> None:
        """Take a line of a card within the value of AGENT."""
        line.go_on(text)
        if head and head.name in ("BEGIN", "END") and value.strip().upper() == _CARD:
            line.nested += 1 if head.name == "BEGIN" else -1
        if not line.nested:
            self._flush()

    def _open(self, number: int, *, is_begun: bool) -> RawCard:
        self._card = RawCard(number, is_begun=is_begun, notices=self.outside)
        self.outside = Notices()
        return self._card

    def _complete(self) -> RawCard | None:
        """Return the card that has been read, and forget it."""
        self._flush()
        card, self._card = self._card, None
        if card:
            card.end = card.next = self._number
        if card and not card.is_begun:
            if not any(each.name in _TELLING for each in card.properties):
                self.outside.add(card.line, "outside", f"{len(card.properties)} lines stand outside of any card.")
                return None
            card.notices.add(card.line, "no_begin", "The card has no BEGIN:VCARD.")
        if card:
            self._is_at_start = False
        return card

    def _flush(self) -> None:
        """Add the property that has been read to its card."""
        line, self._line, self._plain = self._line, None, ""
        if not line or not self._card:
            return
        head, value = line.head, line.value
        if line.more:
            is_card = head.name == "AGENT" and line.more[0] == "BEGIN:VCARD"
            value = escaped("\n".join(line.more)) if is_card else "".join([value, *line.more])
        if head.is_quoted_printable:
            self._card.looks_old = True
            value, charset = from_quoted_printable(value, head.charset)
            if charset:
                text = f"{head.name} is no UTF-8, and was read as {charset}."
                self._card.notices.add(line.number, "wrong_charset", text)
        self._card.properties.append(Property(head.name, value, head.group, head.parameters, line.number))
