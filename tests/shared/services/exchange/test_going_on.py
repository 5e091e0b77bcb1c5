"""Whoever goes on in the middle of a file reads the same as who read it from the beginning, whatever is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.cards import decoding, json_values
from shared.domain.cards.bookmarks import BEGINNING, Bookmark, Place
from shared.domain.cards.card import ReadCard
from shared.domain.imports import ImportOptions
from shared.services.exchange.formats import FORMATS, Formats
from shared.services.exchange.readers import UnreadableFileError
from tests.support.examples import examples

FILES = Formats(FORMATS)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
LINES_OF_CARDS = [
    "BEGIN:VCARD",
    "END:VCARD",
    "VERSION:3.0",
    "FN:Ad\u00e8le",
    "N:Lovelace;Ada",
    "TEL:1",
    " folded",
    "\tfolded",
    "",
    "no property",
    "BEGIN:VLIST",
    "END:VLIST",
    "AGENT:",
    "AGENT:BEGIN:VCARD",
    "NOTE;ENCODING=QUOTED-PRINTABLE:a=",
    "PHOTO;ENCODING=b:QUJD",
]
CELLS = ["Ada", '"Ada', '"Ada"', '""', "", "a@example.com", '"two', 'lines"', "M\u00fcller", "1,2", "\ufeff"]
LINES_OF_LDIF = [
    "dn: cn=Ada,mail=a@example.com",
    "dn: cn=Ren\u00e9",
    "objectclass: person",
    "objectclass: groupOfNames",
    "cn: Ada",
    "cn:: QWRh",
    "member: cn=Ada,mail=a@example.com",
    "member: cn=Nobody",
    " folded",
    "# comment",
    "",
    "",
]
VALUES = [
    ["vcard", [["fn", {}, "text", "Ad\u00e8le"]]],
    {"@type": "Card", "version": "2.0", "name": {"full": "\u0406\u0432\u0430\u043d \U0001f600" * 9}},
    {"@type": "Other"},
    12,
    "text",
    None,
    [],
]


def lines_of(texts: list[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(["\n", "\r\n", "\r"])
    return st.lists(st.tuples(st.sampled_from(texts), ends), max_size=40).map(lambda each: "".join(map("".join, each)))


def jsons() -> st.SearchStrategy[str]:
    values = st.lists(st.sampled_from(VALUES), max_size=9)
    return st.builds(
        lambda value, indent, plain: json.dumps(value, indent=indent, ensure_ascii=plain),
        values,
        st.sampled_from([None, 1]),
        st.booleans(),
    )


CONTENTS = {
    "vcard": lines_of(LINES_OF_CARDS),
    "csv": lines_of([f"{one},{other},x" for one in CELLS for other in CELLS]).map(
        lambda body: f"First Name,Last Name,Notes\n{body}"
    ),
    "ldif": lines_of(LINES_OF_LDIF),
    "jcard": jsons(),
    "jscontact": jsons(),
}


@pytest.fixture(autouse=True, scope="module")
def _in_small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (decoding, json_values):
            patch.setattr(module, "CHUNK_BYTES", 64)
        yield


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=examples(150))
@given(data=st.data())
def test_the_rest_of_a_file_is_the_same_from_every_place_in_it(name: str, data: st.DataObject) -> None:
    content = data.draw(CONTENTS[name]).encode(data.draw(ENCODINGS), errors="replace")
    try:
        needed = FILES.survey(name, BytesIO(content), ImportOptions()).needed
    except UnreadableFileError:  # JSON in Windows-1252
        return
    whole, places = read(name, content, needed, BEGINNING)
    for done, (rows, place) in enumerate(places):
        rest, _ = read(name, content, needed, place)
        assert rest[done - rows :] == whole[done:], (done, rows, place)


def read(name: str, content: bytes, needed: object, start: Place) -> tuple[list[ReadCard], list[tuple[int, Place]]]:
    """Return the cards from a place on; and for each number of them from which row, and place, it can be read on."""
    file = BytesIO(content)
    file.seek(start.offset)
    bookmark = Bookmark(start)
    cards: list[ReadCard] = []
    places = [(0, start)]
    for card in FILES.read(name, file, needed, bookmark):
        cards.append(card)
        moved = bookmark.place is not places[-1][1]
        places.append((len(cards), bookmark.place) if moved else places[-1])
    return cards, places
