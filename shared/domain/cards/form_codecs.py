"""How cards are written and read in each kind of form: one, a list, or a whole file, card by card."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from shared.domain.cards.card import Notice
from shared.domain.cards.jcard import jcard_of, read_jcards
from shared.domain.cards.jscontact import writing as jscontact_writing
from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.tables import reading as table_reading
from shared.domain.cards.tables import writing as table_writing
from shared.domain.cards.tables.ldif_reading import read_whole_ldif
from shared.domain.cards.tables.ldif_writing import write_ldif
from shared.domain.cards.writing.writer import write_card, write_cards

if TYPE_CHECKING:
    from shared.domain.cards.card import Card, ReadCard
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.cards.writing.profiles import Profile


_NO_TAGS = Notice(line=0, code="not_held", text="A file of LDIF has no tags.")


class Entry(NamedTuple):
    """A card in a file, and notices of what the form does not hold."""

    text: str
    notices: Sequence[Notice]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """How a file of any number of cards is written: the head, entries with something between them, and the tail."""

    entry: Callable[[Card], Entry]
    head: str = ""
    between: str = ""
    tail: str = ""


class Codec(Protocol):
    """Writes cards as text, and reads them. With columns, all cards have to be measured before the first is written."""

    @property
    def has_columns(self) -> bool:
        """Whether a file has columns, as many as its cards need."""
        ...

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:
        """Return the text of one card, or of a list of cards."""
        ...

    def needs(self, card: Card) -> Extent:
        """Return what columns a card needs in a file; nothing in a form without columns."""
        ...

    def file(self, extent: Extent) -> CardFile:
        """Return how a file is written whose cards need no more columns than the extent has."""
        ...

    def read(self, content: Any) -> Iterable[ReadCard]:
        """Return the cards in a text, given as bytes, or as a JSON value if the form is JSON.

        Raises InvalidInputError for JSON in which there are none.
        """
        ...


class WithoutColumns:
    """What has no columns needs none."""

    has_columns = False

    def needs(self, card: Card) -> Extent:  # noqa: ARG002 - whatever it has
        """See Codec."""
        return {}


class VCards(WithoutColumns):
    """vCards, one after another, in a profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:  # noqa: ARG002 - a list is one after another
        """See Codec."""
        return "".join([each.text for each in write_cards(cards, self._profile)])

    def file(self, extent: Extent) -> CardFile:  # noqa: ARG002 - there are no columns
        """See Codec."""
        return CardFile(entry=self._entry)

    def _entry(self, card: Card) -> Entry:
        written = write_card(card, self._profile)
        return Entry(written.text, written.notices)

    def read(self, content: bytes) -> Iterable[ReadCard]:
        """See Codec."""
        return read_vcards(BytesIO(content))


class JsonCards(WithoutColumns):
    """Cards that are JSON values: one value, or an array of them."""

    def __init__(
        self,
        written: Callable[[Card], tuple[Any, Sequence[Notice]]],
        read: Callable[[Any], Iterable[ReadCard]],
    ) -> None:
        """``written`` returns the value of a card, and notices; ``read`` is the codec's."""
        self._written = written
        self._read = read

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:
        """See Codec."""
        values = [self._written(card)[0] for card in cards]
        return _json(values if is_list else values[0])

    def file(self, extent: Extent) -> CardFile:  # noqa: ARG002 - there are no columns
        """See Codec. Each card is on a line of its own."""
        return CardFile(entry=self._entry, head="[\n", between=",\n", tail="\n]\n")

    def _entry(self, card: Card) -> Entry:
        value, notices = self._written(card)
        return Entry(_json(value), notices)

    def read(self, content: Any) -> Iterable[ReadCard]:
        """See Codec."""
        return self._read(content)


def jcards() -> JsonCards:
    """Return the codec of jCard (RFC 7095)."""
    return JsonCards(jcard_of, read_jcards)


def jscontacts() -> JsonCards:
    """Return the codec of JSContact (RFC 9553)."""

    def written(card: Card) -> tuple[Any, Sequence[Notice]]:
        one = jscontact_writing.write_card(card)
        return one.members, one.notices

    def read(content: Any) -> Iterable[ReadCard]:
        return [read_card(each) for each in (content if isinstance(content, list) else [content])]

    return JsonCards(written, read)


class Tables:
    """A header and a row for each card, in a form: our own, in which nothing is lost, or that of a program.

    ``mark`` is what a file begins with, so that the program knows its encoding.
    """

    has_columns = True

    def __init__(self, form: table_writing.Form, *, mark: str = "") -> None:
        self._form = form
        self._mark = mark

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:  # noqa: ARG002 - one is a list of one
        """See Codec."""
        file = self.file(table_writing.extent_of(self._form, cards))
        return file.head + "".join([file.entry(card).text for card in cards])

    def needs(self, card: Card) -> Extent:
        """See Codec."""
        return self._form.needs(card)

    def file(self, extent: Extent) -> CardFile:
        """See Codec."""
        sheet = self._form.sheet(extent)
        head = self._mark + table_writing.header(sheet, quotes_all=self._form.quotes_all)
        return CardFile(entry=partial(self._entry, sheet=sheet), head=head)

    def _entry(self, card: Card, sheet: table_writing.Sheet) -> Entry:
        row = table_writing.row(sheet, card, quotes_all=self._form.quotes_all)
        return Entry(row.text, row.notices)

    def read(self, content: bytes) -> Iterable[ReadCard]:
        """See Codec."""
        return table_reading.read_whole(BytesIO(content))[1]


class Ldif(WithoutColumns):
    """LDIF as Thunderbird knows it.

    A list of cards has tags, as groups that name their people at its end; a file, written piece by piece, has not.
    """

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:  # noqa: ARG002 - one is a list of one
        """See Codec."""
        return "".join([record.text for record in write_ldif(cards)])

    def file(self, extent: Extent) -> CardFile:  # noqa: ARG002 - there are no columns
        """See Codec."""
        return CardFile(entry=self._entry)

    def _entry(self, card: Card) -> Entry:
        [record] = write_ldif([replace(card, tags=())])
        return Entry(record.text, [*record.notices, *([_NO_TAGS] if card.tags else [])])

    def read(self, content: bytes) -> Iterable[ReadCard]:
        """See Codec."""
        return read_whole_ldif(BytesIO(content))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
