"""Files of cards as programs write them: folding, encodings, frames that are broken, and what stands between cards."""

from __future__ import annotations

import pytest

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.reading.splitting import MAX_PROPERTIES
from tests.shared.domain.cards.reading.vcards import codes, details, kept, read

BEGIN, END = "BEGIN:VCARD\nVERSION:3.0\n", "END:VCARD\n"


def names(text: str) -> list[str]:
    return [each.card.details.display_name for each in read_vcards(text.encode())]


@pytest.mark.parametrize("folded", ["NOTE:one\r\n  two", "NOTE:one\r\n\t two", "NOTE:on\r\n e\r\n  t\r\n\two"])
def test_folded_lines_are_put_together(folded: str) -> None:
    assert details(folded).notes == "one two"


def test_lines_with_an_empty_one_after_each_are_read() -> None:
    text = f"{BEGIN}NOTE:one\n  two\nTEL:1\n{END}".replace("\n", "\r\r\n")
    [card] = read_vcards(text.encode())
    assert (card.card.details.notes, len(card.card.details.phones)) == ("one two", 1)


def test_a_line_that_was_cut_at_its_length_goes_on() -> None:
    long = "a" * 80
    card = read(f"NOTE:{long}", "b c", "TEL:1")
    assert card.card.details.notes == long + "b c"
    assert codes(card) == ["bad_folding"]


def test_a_line_that_is_no_property_is_a_new_line_of_the_one_before() -> None:
    card = read("NOTE:We met at a party.", "That was cool!", "http://example.com/?a", "12:30 or later", "TEL:1")
    assert card.card.details.notes == "We met at a party.\nThat was cool!\nhttp://example.com/?a\n12:30 or later"
    assert codes(card) == ["bad_folding"] * 3
    assert card.notices[0].line == 4


def test_soft_line_breaks_belong_to_the_value_whatever_follows() -> None:
    lines = ("NOTE;ENCODING=QUOTED-PRINTABLE:=C3=84=", "TEL:1=0D=0A=", " b=0A=", "=C3=", "=96", "TEL:2")
    card = details(*lines, version="2.1")
    assert card.notes == "ÄTEL:1\n b\nÖ"
    assert [phone.value for phone in card.phones] == ["2"]


def test_a_soft_line_break_at_the_end_does_not_swallow_the_card() -> None:
    text = "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=\nEND:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD\n"
    assert names(text) == ["a", "b"]


def test_an_equals_sign_at_the_end_means_nothing_elsewhere() -> None:
    assert details("NOTE:a=", "TEL:1").phones


@pytest.mark.parametrize("given", ["CHARSET=ISO-8859-1;", "CHARSET=UTF-8;", "", "CHARSET=none;"])
def test_quoted_printable_is_read_in_the_charset_that_fits(given: str) -> None:
    card = read(f"NOTE;{given}ENCODING=QUOTED-PRINTABLE:dr=E9", version="2.1")
    assert card.card.details.notes == "dré"
    assert codes(card) == ([] if "ISO" in given else ["wrong_charset"])


def test_bare_words_are_types_and_encodings() -> None:
    card = details("TEL;HOME;FAX:1", "NOTE;QUOTED-PRINTABLE:=41", "TEL;:2", version="2.1")
    assert [(phone.label, phone.kinds, phone.value) for phone in card.phones] == [
        ("home", ("fax",), "1"),
        ("", (), "2"),
    ]
    assert card.notes == "A"


@pytest.mark.parametrize(
    "lines", [("PHOTO;BASE64:", "  iVBORw0K", "  Ggo="), ("PHOTO;ENCODING=BASE64:iVBORw0K", "Ggo=")]
)
def test_base64_needs_no_empty_line_after_it(lines: tuple[str, ...]) -> None:
    card = read(*lines, "TEL:1", version="2.1")
    assert card.card.picture is not None
    assert card.card.picture.data == b"\x89PNG\r\n\x1a\n"
    assert card.card.details.phones
    assert not card.notices


@pytest.mark.parametrize("begin", ["begin:vcard", "BEGIN:vCard", "BEGIN:VCARD ", "Begin : VCARD"])
def test_the_case_of_names_means_nothing(begin: str) -> None:
    assert names(f"{begin}\nfn:a\nend:vcard\n") == ["a"]


def test_a_card_without_an_end_ends_where_the_next_begins() -> None:
    cards = list(read_vcards(f"{BEGIN}FN:a\n{BEGIN}FN:b\n".encode()))
    assert [each.card.details.display_name for each in cards] == ["a", "b"]
    assert [codes(each) for each in cards] == [["no_end"], ["no_end"]]


@pytest.mark.parametrize("stray", ["END:", "END:VCALENDAR", "END:VTIMEZONE"])
def test_a_stray_end_ends_nothing(stray: str) -> None:
    card = read(stray, "FN:a")
    assert card.card.details.display_name == "a"
    assert codes(card) == ["stray_end"]


def test_other_components_are_passed_over() -> None:
    cards = list(read_vcards(f"{BEGIN}FN:a\n{END}BEGIN:VLIST\nVERSION:1.0\nFN:list\nEND:VLIST\n".encode()))
    assert [codes(each) for each in cards] == [["no_card"]]


def test_cards_within_another_component_are_read() -> None:
    assert names(f"BEGIN:ADDRESSBOOK\n{BEGIN}FN:a\n{END}{BEGIN}FN:b\n{END}END:ADDRESSBOOK\n") == ["a", "b"]


def test_a_component_within_a_card_is_passed_over() -> None:
    card = read("FN:a", "BEGIN:VNOTE", "FN:b", "END:VNOTE", "TEL:1")
    assert (card.card.details.display_name, len(card.card.details.phones)) == ("a", 1)
    assert codes(card) == ["no_card"]


def test_properties_before_the_first_begin_belong_to_it() -> None:
    [card] = read_vcards(f"X-FIRST:1\n{BEGIN}FN:a\n{END}".encode())
    assert card.card.details.extra[VCARD_PROPERTIES] == [["x-first", {}, "unknown", "1"]]
    assert codes(card) == ["late_begin"]


def test_properties_without_begin_are_a_card() -> None:
    cards = list(read_vcards(f"FN:a\nTEL:1\nEND:VCARD\n{BEGIN}FN:b\n{END}FN:c\nTEL:3".encode()))
    assert [each.card.details.display_name for each in cards] == ["a", "b", "c"]
    assert [codes(each) for each in cards] == [["no_begin", "no_version"], [], ["no_begin", "no_version"]]


def test_lines_between_cards_are_named() -> None:
    cards = list(read_vcards(f"{BEGIN}FN:a\n{END}hello\n{BEGIN}FN:b\n{END}Page: 2\n".encode()))
    assert [[(notice.line, notice.code) for notice in each.notices] for each in cards] == [
        [],
        [(5, "no_property"), (10, "outside")],
    ]


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"hello", bytes(range(256)) * 40, b"a:b\n" * 100, b"\n" * 99])
def test_garbage_has_no_cards(garbage: bytes) -> None:
    assert list(read_vcards(garbage)) == []


def test_version_may_be_missing_late_twice_or_wrong() -> None:
    cards = read_vcards(
        b"BEGIN:VCARD\nFN:a\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:a\nVERSION:3.0\nVERSION:3.0\nEND:VCARD\n"
        b"BEGIN:VCARD\nVERSION:5\nFN:a\nEND:VCARD\n"
    )
    assert [codes(each) for each in cards] == [["no_version"], [], ["wrong_version"]]


def test_a_card_that_says_the_wrong_version_is_read_by_what_it_has() -> None:
    card = details("KIND:group", "FN:a", "MEMBER:urn:uuid:1", "BDAY:--0203", "TEL;VALUE=uri:tel:+1;ext=2")
    assert (card.kind, card.members, str(card.birthday)) == ("group", ("urn:uuid:1",), "--02-03")
    assert card.phones[0].value == "+1 ext. 2"


NESTED = "BEGIN:VCARD\\nFN:b\\nNOTE:c\\\\;d\\nEND:VCARD"


@pytest.mark.parametrize(
    "lines",
    [
        ("AGENT:BEGIN:VCARD", " FN:b", " NOTE:c\\;d", " END:VCARD"),
        ("AGENT:", "BEGIN:VCARD", "FN:b", "NOTE:c\\;d", "END:VCARD"),
        (f"AGENT:{NESTED}".replace("\\\\;", "\\\\\\;"),),
    ],
)
def test_a_card_within_agent_is_kept_as_text(lines: tuple[str, ...]) -> None:
    card = details("FN:a", *lines, "TEL:1")
    [[name, _, _, value]] = card.extra[VCARD_PROPERTIES]
    assert (name, value) == ("agent", NESTED.replace("\\\\;", "\\\\\\;"))
    assert (card.display_name, len(card.phones)) == ("a", 1)


def test_agents_of_agents_need_no_recursion() -> None:
    nested = "AGENT:\nBEGIN:VCARD\n" * 3000 + END * 3000
    assert names(f"{BEGIN}FN:a\n{nested}TEL:1\n{END}{BEGIN}FN:b\n{END}") == ["a", "b"]


def test_a_card_has_no_more_properties_than_its_limit() -> None:
    card = read(*["X-A:1"] * (MAX_PROPERTIES + 200), "TEL:1")
    assert len(card.card.details.extra[VCARD_PROPERTIES]) == MAX_PROPERTIES
    assert not card.card.details.phones
    assert codes(card) == ["card_too_large"] * 100


def test_thousands_of_cards_are_read_one_by_one() -> None:
    text = "".join(f"{BEGIN}FN:{number}\n{END}" for number in range(3000))
    assert names(text) == [str(number) for number in range(3000)]


def test_a_notice_names_the_line() -> None:
    cards = list(read_vcards(f"{BEGIN}FN:a\n{END}\n{BEGIN}FN:Zo".encode() + b"\xeb\nBDAY:\n" + END.encode()))
    assert [(notice.line, notice.code) for notice in cards[1].notices] == [(8, "mended_line"), (9, "empty_birthday")]
    assert [each.line for each in cards] == [1, 6]


@pytest.mark.parametrize("name", ["X-GOOGLE TALK", "X-messaging/xmpp-All", "some.other.name", "X_Y"])
def test_odd_names_of_properties_are_names(name: str) -> None:
    card = details("FN:a", f"{name};TYPE=WORK:b", "NOTE:c")
    assert card.notes == "c"
    assert card.handles or card.extra[VCARD_PROPERTIES]


@pytest.mark.parametrize(
    ("head", "parameters"),
    [
        ('X-A;B="c:d;e,f"', {"b": "c:d;e,f"}),
        ("X-A;B=c,d;B=e", {"b": ["c", "d", "e"]}),
        ('X-A;TYPE="c,d"', {"type": ["c", "d"]}),
        ("X-A;B=c^nd^'e^^f^g", {"b": 'c\nd"e^f^g'}),
        ('X-A;B=\\"c, d: e\\"', {"b": "c, d: e"}),
        ('X-A;B="c', {"b": "c"}),
        ("X-A;B=", {}),
        ("X-A;;B=c;", {"b": "c"}),
        ("item1.X-A;B=c", {"b": "c", "group": "item1"}),
        ("a.b.X-A", {"group": "a.b"}),
    ],
)
def test_parameters_and_groups_are_kept(head: str, parameters: dict[str, object]) -> None:
    assert kept(f"{head}:1") == [["x-a", parameters, "unknown", "1"]]


def test_a_file_of_apple_keeps_days_labels_and_groups() -> None:
    yearless = ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-20", "BDAY:--0620", "BDAY:1604-06-20"]
    cards = [read("N:Sample;Jo;;;", line) for line in yearless]
    assert [str(each.card.details.birthday) for each in cards] == ["--06-20"] * 3
    assert [codes(each) for each in cards] == [[], [], ["no_year"]]
    card = details(
        "item1.TEL:+49 30 901820",
        "item1.X-ABLabel:Zweithandy",
        "item2.ADR;type=WORK;type=pref:;;;Roma;RM;;IT",
        "item2.X-ABADR:it",
        "item3.X-ABDATE;type=pref:2001-09-15",
        "item3.X-ABLabel:_$!<Anniversary>!$_",
        "TEL;TYPE=CELL,VOICE,PREF:+380 50 123 45 67",
    )
    assert [(each.label, each.primary) for each in card.phones] == [("cell", True), ("Zweithandy", False)]
    assert (card.addresses[0].city, str(card.anniversary)) == ("Roma", "2001-09-15")
    assert card.extra == {VCARD_PROPERTIES: [["x-abadr", {"group": "item2"}, "unknown", "it"]]}


def test_mail_programs_of_old_write_what_is_read() -> None:
    card = details(
        "fn;quoted-printable:J=C3=B6rg", "EMAIL;PREF;INTERNET:a@b.de", 'X-MS-OL-DESIGN;CHARSET=utf-8:<card a="b"/>',
        "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:a=0D=0A=", "b", "TEL;X-EVOLUTION-UI-SLOT=1;TYPE=HOME:1",
        "PHOTO;TYPE=JPEG;ENCODING=BASE64:", " /9j/4AAQSkZJRg==", "", "X-EVOLUTION-BLOG-URL:http://a.de",
        version="2.1",
    )  # fmt: skip
    assert (card.display_name, card.emails[0].primary, card.addresses[0].formatted) == ("Jörg", True, "a\nb")
    assert card.phones[0].extra == {"vCardParams": {"x-evolution-ui-slot": "1"}}
    assert card.urls[0].label == "blog"
    assert card.extra[VCARD_PROPERTIES][0][0] == "x-ms-ol-design"


def test_lines_after_one_that_nobody_knows_are_read_as_well_and_can_be_folded_badly() -> None:
    long = "likes tea at four, and coffee at eight, with milk, and never with sugar"
    lines = ("X-UNHEARD;X-OF=1:a", "TEL:1", f"NOTE:{long}", " and cake", "or pie", "TEL:2")
    (card,) = read_vcards("\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, *lines, "END:VCARD", ""]).encode())
    assert [phone.value for phone in card.card.details.phones] == ["1", "2"] * 2
    assert card.card.details.notes == "\n\n".join([f"{long}and cakeor pie"] * 2)
    assert [notice.code for notice in card.notices] == ["bad_folding"] * 2
