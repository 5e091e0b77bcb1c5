"""Which format a file is in, and that there is a reader of each."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import ReadCard
from shared.domain.cards.fitting import to_draft
from shared.domain.errors import InvalidInputError
from shared.domain.imports import ImportOptions
from shared.services.exchange.formats import FORMATS, Formats
from shared.services.exchange.readers import UnreadableFileError

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nEND:VCARD\r\n"
FILES = Formats(FORMATS)
NO_OPTIONS = ImportOptions()


JCARD = '["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Ada Lovelace"]]]'
JSCONTACT = '{"@type": "Card", "version": "2.0", "name": {"full": "Ada Lovelace"}}'
LDIF = "dn: cn=Ada Lovelace\nobjectclass: top\nobjectclass: person\ncn: Ada Lovelace\ngivenName: Ada\n"
CSV = "First Name,Last Name,E-mail 1 - Value\nAda,Lovelace,ada@example.com\n"
FILES_OF = {"vcard": CARD, "jcard": JCARD, "jscontact": JSCONTACT, "ldif": LDIF, "csv": CSV}


def cards_of(name: str, content: bytes, options: ImportOptions = NO_OPTIONS) -> list[ReadCard]:
    """Return the cards of a file, as an import reads them."""
    needed = json.loads(json.dumps(FILES.survey(name, BytesIO(content), options).needed))
    return list(FILES.read(name, BytesIO(content), needed, Bookmark()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_reader_whose_cards_become_contacts(name: str) -> None:
    assert FILES.knows(name)
    [read] = cards_of(name, FILES_OF[name].encode())
    draft, _ = to_draft(read.card)
    assert "Ada" in (draft.details.display_name, draft.details.first_name, *draft.details.display_name.split())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        *((content.encode(), name) for name, content in FILES_OF.items()),
        (b"\xef\xbb\xbf\r\n\r\n" + CARD.lower().encode(), "vcard"),
        (CARD.encode("utf-16"), "vcard"),
        (CARD.encode("utf-16-be"), "vcard"),
        (f"[{JSCONTACT}]".encode(), "jscontact"),
        (CSV.replace(",", "\t").encode("utf-16"), "csv"),
        ("Vorname;Nachname\nJürgen;Müller\n".encode("cp1252"), "csv"),
        (b"garbage " * 1_000, ""),
        (b"", ""),
        (b"%PDF-1.7 begin", ""),
        (b"PK\x03\x04, a zip", ""),
        (b'[\n{"id": "1", "first_name": "Ada", "last_name": "Lovelace"}\n]', ""),
        (b'\xef\xbb\xbf {"first_name": "Ada", "last_name": "Lovelace"}', ""),
        (b"<!doctype html>\n<title>Sign in, please</title>", ""),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, name: str) -> None:
    assert FILES.find(content) == name


def test_what_was_said_of_a_file_counts_if_its_content_says_nothing() -> None:
    assert FILES.find(b"garbage", "text/csv") == "csv"
    assert FILES.find(CARD.encode(), "text/csv") == "vcard"
    assert FILES.find(b"garbage", "text/unheard-of") == ""


def test_rows_are_counted_where_they_can_be_seen() -> None:
    cards = CARD.encode() * 2_000 + CARD.lower().encode()
    assert FILES.survey("vcard", BytesIO(cards), ImportOptions()).rows == 2_001
    assert FILES.survey("jcard", BytesIO(JCARD.encode()), ImportOptions()).rows == 1
    assert FILES.survey("jscontact", BytesIO(f"[{JSCONTACT}, {JSCONTACT}]".encode()), ImportOptions()).rows == 2
    assert FILES.survey("csv", BytesIO(CSV.encode()), ImportOptions()).rows == 1
    assert FILES.survey("vcard", BytesIO(CARD.encode("utf-16")), ImportOptions()).rows is None
    assert FILES.survey("ldif", BytesIO(LDIF.encode()), ImportOptions()).rows is None


@pytest.mark.parametrize("name", ["jcard", "jscontact"])
@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000])
def test_json_that_is_none_is_refused_at_once(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        FILES.survey(name, BytesIO(content), ImportOptions())


def test_a_table_is_read_by_a_mapping_and_one_that_does_not_fit_is_refused() -> None:
    [read] = cards_of("csv", CSV.encode(), ImportOptions(mapping={"Last Name": "notes"}))
    assert (read.card.details.notes, read.card.details.last_name) == ("Lovelace", "")
    with pytest.raises(InvalidInputError):
        FILES.survey("csv", BytesIO(CSV.encode()), ImportOptions(mapping={"Nobody's": "notes"}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("jcard", f'[{JCARD}, 7, {{}}, ["vcard"], {JCARD}]'),
        ("jscontact", f'[{JSCONTACT}, 7, [], {{"@type": "Other"}}, {JSCONTACT}]'),
        ("jcard", "7"),
        ("jscontact", "null"),
        ("jcard", "[]"),
    ],
)
def test_what_is_no_card_keeps_no_other_from_being_read(name: str, content: str) -> None:
    cards = cards_of(name, content.encode())
    document = json.loads(content)
    assert len(cards) == (len(document) if isinstance(document, list) else 1)
    for place, read in enumerate(cards):
        is_card = isinstance(document, list) and place in {0, 4}
        assert [one.code for one in read.notices if one.code == "no_card"] == ["no_card"] * (not is_card)
