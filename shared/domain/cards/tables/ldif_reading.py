"""Reading LDIF: a card of each person; the lists of an address book become tags of their members."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from shared.domain.cards.card import Notice, Picture, ReadCard
from shared.domain.cards.tables.assembling import Assembler
from shared.domain.cards.tables.columns import Column
from shared.domain.cards.tables.distinguished_names import comparable, parts_of_dn
from shared.domain.cards.tables.ldif_attributes import LISTS, OF_PROGRAM, PLACES
from shared.domain.cards.tables.ldif_records import records_of
from shared.domain.cards.tables.places import Place, place_of
from shared.domain.contacts.details import VALUE_TYPES
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from shared.domain.cards.card import Card
    from shared.domain.cards.tables.ldif_records import Record

_UNREADABLE_CHANGES = frozenset({"delete", "modify", "modrdn", "moddn"})
_REPEATING = frozenset({"street", "extended", "formatted"})


def read_ldif(stream: BinaryIO) -> Iterator[ReadCard]:
    """Yield the cards of a file. It is read twice, so it must be seekable: lists come after their members.

    A list becomes a tag of its members; one who has no record of its own becomes a card with name and address. What is
    kept in memory are the names of the members of lists. Nothing in the file raises an error.
    """
    start = stream.tell()
    lists = _lists_in(stream)
    stream.seek(start)
    assembler = Assembler((), None, is_own_form=False)
    left = dict(lists)
    for record in records_of(stream):
        if _is_list(record) or not (record.attributes or record.pictures):
            continue
        key = comparable(record.name)
        left.pop(key, None)
        yield _read(record, assembler, lists.get(key, ()))
    for key, tags in left.items():
        yield _member_only(key, tags, assembler)


def _lists_in(stream: BinaryIO) -> dict[str, list[str]]:
    """Return the names of the lists that somebody is in, by the distinguished name."""
    lists: dict[str, list[str]] = {}
    for record in records_of(stream):
        if _is_list(record):
            names = [clean(name) for name in record.values("cn")] or [parts_of_dn(record.name).get("cn", "")]
            for member in (*record.values("member"), *record.values("uniquemember")):
                lists.setdefault(comparable(member), []).extend(name for name in names[:1] if name)
    return lists


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
