"""Reading LDIF: a card of each person; the lists of an address book become tags of their members."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import Notice, Picture, ReadCard
from shared.domain.cards.tables.assembling import Assembler
from shared.domain.cards.tables.columns import Column
from shared.domain.cards.tables.decoding import Decoding, text_lines
from shared.domain.cards.tables.distinguished_names import comparable, parts_of_dn
from shared.domain.cards.tables.ldif_attributes import LISTS, OF_PROGRAM, PLACES
from shared.domain.cards.tables.ldif_records import records_of
from shared.domain.cards.tables.places import Place, place_of
from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from shared.domain.cards.card import Card
    from shared.domain.cards.decoding import Readable
    from shared.domain.cards.tables.ldif_records import Record

_UNREADABLE_CHANGES = frozenset({"delete", "modify", "modrdn", "moddn"})
_REPEATING = frozenset({"street", "extended", "formatted"})


class Memberships(NamedTuple):
    """The names of the lists that somebody is in, by the distinguished name; and who of these has no record."""

    lists: Mapping[str, Sequence[str]]
    without_record: Sequence[str]


def read_whole_ldif(stream: BinaryIO) -> Iterator[ReadCard]:
    """Yield the cards of a file that can be read twice: lists come after their members."""
    start = stream.tell()
    memberships = memberships_in(stream)
    stream.seek(start)
    return read_ldif(stream, memberships)


def read_ldif(stream: Readable, memberships: Memberships, bookmark: Bookmark | None = None) -> Iterator[ReadCard]:
    """Yield the cards of a file. Nothing in it raises an error.

    A list becomes a tag of its members; one who has no record of its own becomes a card with name and address.
    """
    bookmark = bookmark or Bookmark()
    lines = text_lines(stream, Decoding(), bookmark.place)
    assembler = Assembler((), None, is_own_form=False)
    for record in records_of(lines):
        if not _is_list(record) and _says_anything(record):
            bookmark.place = lines.place(record.end)
            yield _read(record, assembler, memberships.lists.get(comparable(record.name), ()))
    for key in memberships.without_record:
        yield _member_only(key, memberships.lists[key], assembler)


def memberships_in(stream: Readable) -> Memberships:
    """Return who is in which lists. The names of all records are in memory meanwhile."""
    lists: dict[str, list[str]] = {}
    names = set()
    for record in records_of(text_lines(stream, Decoding())):
        if not _is_list(record):
            if _says_anything(record):
                names.add(comparable(record.name))
        else:
            named = [clean(name) for name in record.values("cn")] or [parts_of_dn(record.name).get("cn", "")]
            for member in (*record.values("member"), *record.values("uniquemember")):
                lists.setdefault(comparable(member), []).extend(name for name in named[:1] if name)
    return Memberships(lists, [key for key in lists if key not in names])


def _says_anything(record: Record) -> bool:
    return bool(record.attributes or record.pictures)


def _is_list(record: Record) -> bool:
    return any(value.lower() in LISTS for value in record.values("objectclass"))


def _read(record: Record, assembler: Assembler, tags: Sequence[str]) -> ReadCard:
    change = next(iter(record.values("changetype")), "").lower()
    notices = [Notice(line=line, code=code, text=text) for line, code, text in record.odd[:100]]
    if change in _UNREADABLE_CHANGES:
        notices.append(Notice(line=record.line, code="not_a_record", text=f"This is a change ({change}), no person."))
    card, odd = assembler.assembled(_columns(record), record.line)
    return ReadCard(card=_completed(card, record, tags), line=record.line, notices=(*notices, *odd))


def _columns(record: Record) -> Iterator[tuple[Column, str]]:
    """Yield the texts of a record with the columns that they would have; every value of an attribute has its own."""
    taken: set[Place] = set()
    for index, (name, value) in enumerate(record.attributes):
        text = clean(value)
        if not text or name in OF_PROGRAM:
            continue
        place = _place(name) if name in PLACES else None
        if place and place.member in VALUE_TYPES:
            if not place.key or (place in taken and place.part not in _REPEATING):
                place = replace(place, key=f"{place.key}#{index}")
            taken.add(place)
        if name in ("manager", "secretary"):
            text = parts_of_dn(text).get("cn", text)
        yield Column(name=name, place=place), text


@cache
def _place(attribute: str) -> Place:
    return place_of(PLACES[attribute])


def _completed(card: Card, record: Record, tags: Sequence[str]) -> Card:
    """Return a card with its tags, its picture and the time of its last change."""
    picture = next((Picture(media_type="image/jpeg", data=data) for data in record.pictures if data), None)
    return replace(
        card, tags=tuple(dict.fromkeys((*card.tags, *tags))), picture=picture, updated_at=_updated_at(record)
    )


def _updated_at(record: Record) -> datetime | None:
    """Return Thunderbird's time of the last change, in seconds since 1970; 0 says that there was none."""
    text = next(iter(record.values("modifytimestamp")), "")
    try:
        return datetime.fromtimestamp(int(text), UTC) if int(text) else None
    except (ValueError, OverflowError, OSError):
        return None


def _member_only(name: str, tags: Sequence[str], assembler: Assembler) -> ReadCard:
    parts = parts_of_dn(name)
    texts = [(Column(name=part, place=place_of(PLACES[part])), parts[part]) for part in ("cn", "mail") if part in parts]
    card, _ = assembler.assembled(texts, 0)
    text = f"This member of {tags[0] if tags else 'a list'} has no record: {name[:100]}"
    notice = Notice(line=0, code="member_without_record", text=text)
    return ReadCard(card=replace(card, tags=tuple(tags)), notices=(notice,))
