"""What cards say about dates, relations, pictures, and themselves; and what they say that has no place."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.content_lines import Property
from shared.domain.cards.reading.cards import card_of, read_vcards
from shared.domain.cards.reading.dates import date_of, timestamp_of
from shared.domain.cards.writing.profiles import APPLE
from shared.domain.cards.writing.writer import write_card
from shared.domain.contacts.details import ContactDetails
from shared.domain.partial_dates import PartialDate
from tests.shared.domain.cards.reading.vcards import codes, details, kept, read

PIXEL = b"\x89PNG\r\n\x1a\n0123"
IN_BASE64 = base64.b64encode(PIXEL).decode()


@pytest.mark.parametrize(
    "text",
    ["--0229", "--02-29", "--2-29", "2/29", "02/29", "1604-02-29", "16040229", "0000-02-29", "1604-02-29T00:00:00Z"],
)
def test_a_29_february_without_a_year_is_read_in_every_spelling(text: str) -> None:
    assert str(details(f"BDAY:{text}").birthday) == "--02-29"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19900517", "1990-05-17"),
        ("1990-05-17", "1990-05-17"),
        ("1990-5-7", "1990-05-07"),
        ("1990/05/17", "1990-05-17"),
        ("05/17/1990", "1990-05-17"),
        ("1990-05", "1990-05"),
        ("1990", "1990"),
        ("1990-05-17T00:00:00Z", "1990-05-17"),
        ("1990-05-17 00:00:00", "1990-05-17"),
    ],
)
def test_a_birthday_is_a_date(text: str, date: str) -> None:
    card = read(f"BDAY;VALUE=date:{text}")
    assert str(card.card.details.birthday) == date
    assert not card.card.details.birthday_text
    assert not card.notices


@pytest.mark.parametrize("text", ["1990-05-17T10:00:00Z", "19900517T100000-0500", "1990-05-17T10", "--0517T10:00"])
def test_a_birthday_with_a_time_keeps_it(text: str) -> None:
    card = details(f"BDAY:{text}")
    assert str(card.birthday).endswith("05-17")
    assert card.birthday_text == text


@pytest.mark.parametrize(
    "text", ["99-9-99", "206-12-15", "05/06/1990", "circa 1800", "1990-02-30", "199005", "1990-13-01"]
)
def test_a_birthday_that_is_no_date_is_kept_as_text(text: str) -> None:
    card = read(f"BDAY:{text}")
    assert (card.card.details.birthday, card.card.details.birthday_text) == (None, text)
    assert codes(card) == ["no_date"]


def test_a_text_as_birthday_is_one() -> None:
    card = read("BDAY;VALUE=text:1990-05-17", version="4.0")
    assert card.card.details.birthday_text == "1990-05-17"
    assert card.card.details.extra == {VCARD_PARAMETERS: {"bday": {"value": "text"}}}
    assert not card.notices


@pytest.mark.parametrize("text", ["", " ", "--05", "---17"])
def test_an_empty_birthday_is_absent_and_half_of_one_is_kept(text: str) -> None:
    card = read(f"BDAY;VALUE=date:{text}")
    assert (card.card.details.birthday, card.card.details.birthday_text) == (None, "")
    assert codes(card) == (["partial_date"] if text.strip() else ["empty_birthday"])
    assert [*kept(f"BDAY:{text}")] == ([["bday", {}, "unknown", text]] if text.strip() else [])


def test_the_year_1604_is_no_year_and_is_named_without_the_parameter() -> None:
    with_it = read("BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-20")
    without = read("BDAY:1604-06-20")
    assert str(with_it.card.details.birthday) == str(without.card.details.birthday) == "--06-20"
    assert not with_it.notices
    assert not with_it.card.details.extra
    assert codes(without) == ["no_year"]
    assert "1604-06-20" in without.notices[0].text
    assert str(details("BDAY;X-APPLE-OMIT-YEAR=1900:1900-06-20").birthday) == "--06-20"
    assert str(details("BDAY;X-APPLE-OMIT-YEAR=1604:1990-06-20").birthday) == "1990-06-20"


@pytest.mark.parametrize("text", ["1000-01-01", "9999-12-01"])
def test_a_birthday_that_a_program_made_up_is_dropped(text: str) -> None:
    card = read(f"BDAY:{text}")
    assert card.card.details.birthday is None
    assert codes(card) == ["untrue_date"]


def test_a_second_birthday_and_one_of_another_calendar_are_kept() -> None:
    assert kept("BDAY:1990-05-17", "BDAY:1991-05-17", "BDAY;CALSCALE=chinese:0078") == [
        ["bday", {}, "unknown", "1991-05-17"],
        ["bday", {"calscale": "chinese"}, "unknown", "0078"],
    ]


def test_dates_have_labels_and_are_not_repeated() -> None:
    card = details(
        "X-ANNIVERSARY:2001-09-15", "i1.X-ABDATE;type=pref:2001-09-15", "i1.X-ABLabel:_$!<Anniversary>!$_",
        "i2.X-ABDate:1604-03-02", "i2.X-ABLabel:Name day", "ANNIVERSARY:2010-01-01",
    )  # fmt: skip
    assert str(card.anniversary) == "2001-09-15"
    assert [(each.label, str(each.value)) for each in card.dates] == [
        ("Name day", "--03-02"),
        ("anniversary", "2010-01-01"),
    ]
    assert not card.extra


def test_the_time_of_an_anniversary_is_kept() -> None:
    card = details(
        "ANNIVERSARY:20090808T1430-0500", "DEATHDATE:20200101", "DEATHPLACE:Kyiv", "BIRTHPLACE;VALUE=uri:geo:1,2"
    )
    assert (str(card.anniversary), str(card.death_date), card.death_place) == ("2009-08-08", "2020-01-01", "Kyiv")
    assert card.extra[VCARD_PARAMETERS] == {
        "anniversary": {"x-verbatim": "20090808T1430-0500"},
        "birthplace": {"value": "uri"},
    }


@given(st.dates(min_value=datetime(1000, 1, 1).date()).map(lambda day: day.isoformat()))  # noqa: DTZ001
def test_every_day_is_read_in_both_forms(day: str) -> None:
    assert date_of(day) == date_of(day.replace("-", "")) == PartialDate.parse(day)


@given(st.text(alphabet="0123456789-/T:+Z. ", max_size=25) | st.text(max_size=20))
def test_no_text_is_read_as_a_date_of_today(text: str) -> None:
    found = date_of(text)
    if found and found.day:
        assert f"{found.day}" in text
    timestamp_of(text)


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("RELATED;TYPE=friend:urn:uuid:1", "friend", "urn:uuid:1"),
        ("RELATED;TYPE=friend;VALUE=text:Jo\\, Doe", "friend", "Jo, Doe"),
        ("RELATED;TYPE=spouse;VALUE=Sam Example:;", "spouse", "Sam Example"),
        ("X-SPOUSE:Jo", "spouse", "Jo"),
        ("X-MS-MANAGER:Jo", "manager", "Jo"),
        ("X-EVOLUTION-ASSISTANT:Jo", "assistant", "Jo"),
        ("X-ABRELATEDNAMES:Jo", "", "Jo"),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jo;13;;;;;;;;;;;;;", "sister", "Jo"),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jo;0;Guru;;;;;;;;;;;;", "Guru", "Jo"),
    ],
)
def test_relations_are_read(line: str, label: str, value: str) -> None:
    [relation] = details(line).relations
    assert (relation.label, relation.value) == (label, value)


def test_what_android_has_of_its_own_is_read_or_kept() -> None:
    prefix = "X-ANDROID-CUSTOM:vnd.android.cursor.item"
    card = details(
        f"{prefix}/nickname;Jim;1;;;;;;;;;;;;;", f"{prefix}/contact_event;2015-03-04;1;;;;;;;;;;;;;",
        f"{prefix}/contact_event;2015-03-05;0;Party;;;;;;;;;;;;", f"{prefix}/other;x;1;;;",
    )  # fmt: skip
    assert (card.nickname, str(card.anniversary)) == ("Jim", "2015-03-04")
    assert [(each.label, str(each.value)) for each in card.dates] == [("Party", "2015-03-05")]
    assert len(card.extra[VCARD_PROPERTIES]) == 1


@pytest.mark.parametrize(
    "line",
    [
        f"PHOTO;ENCODING=b;TYPE=JPEG:{IN_BASE64}",
        f"PHOTO;ENCODING=BASE64:{IN_BASE64[:8]} {IN_BASE64[8:]}",
        f"PHOTO:data:image/png;base64,{IN_BASE64}",
        f"PHOTO:data:image/png;base64\\,{IN_BASE64}",
        f"PHOTO;VALUE=binary:{IN_BASE64.rstrip('=')}",
    ],
)
def test_a_photo_given_as_data_is_the_picture(line: str) -> None:
    card = read(line).card
    assert card.picture is not None
    assert (card.picture.media_type, card.picture.data) == ("image/png", PIXEL)
    assert not card.details.extra


def test_further_photos_and_those_elsewhere_are_kept() -> None:
    lines = (
        "PHOTO:https://a.de/w_1\\,h_2",
        f"PHOTO;ENCODING=b:{IN_BASE64}",
        f"PHOTO;ENCODING=b:{IN_BASE64}",
        "PHOTO:cid:1",
    )
    assert details(*lines).photo_url == "https://a.de/w_1,h_2"
    assert kept(*lines) == [["photo", {"encoding": "b"}, "unknown", IN_BASE64], ["photo", {}, "uri", "cid:1"]]


def test_notes_become_one() -> None:
    assert details("NOTE:a", "NOTE:b\\nc").notes == "a\n\nb\nc"
    assert kept("NOTE:a", "NOTE;LANGUAGE=de:b") == [["note", {"language": "de"}, "unknown", "b"]]


def test_tags_are_categories() -> None:
    assert read("CATEGORIES:a,b\\,c", "CATEGORIES:a,d").card.tags == ("a", "b,c", "d")


@pytest.mark.parametrize(
    "line", ["KIND:ORG", "X-ADDRESSBOOKSERVER-KIND:org", "X-ABShowAs:COMPANY", "X-ABSHOWAS-ABSHOWAS:COMPANY"]
)
def test_a_company_is_an_organization(line: str) -> None:
    assert details(line).kind == "org"


def test_other_members_are_read() -> None:
    card = details(
        "GENDER:M;boy", "GRAMGENDER:Feminine", "PRONOUNS:xe/xir", "LANGUAGE:uk",
        "LANG;PREF=2:de", "LANG;PREF=1:uk", "LANG;TYPE=work:en",
        "EXPERTISE;LEVEL=beginner:Chess", "HOBBY;LEVEL=high;INDEX=1:Go", "MEMBER:mailto:a@b.de",
        version="4.0",
    )  # fmt: skip
    assert (card.gender, card.grammatical_gender, card.pronouns, card.language) == ("M;boy", "feminine", "xe/xir", "uk")
    assert (card.languages, card.members) == (("uk", "de"), ("mailto:a@b.de",))
    assert [(each.kind, each.level, each.value) for each in card.personal_info] == [
        ("expertise", "low", "Chess"), ("hobby", "high", "Go"),
    ]  # fmt: skip
    assert card.personal_info[1].extra == {VCARD_PARAMETERS: {"index": "1"}}
    assert card.extra[VCARD_PROPERTIES] == [["lang", {"type": "work"}, "unknown", "en"]]


@pytest.mark.parametrize(
    ("text", "at", "has_zone"),
    [
        ("20080424T195243Z", datetime(2008, 4, 24, 19, 52, 43, tzinfo=UTC), True),
        ("2008-04-24T19:52:43Z", datetime(2008, 4, 24, 19, 52, 43, tzinfo=UTC), True),
        ("2008-04-24T19:52:43.123+02:00", datetime(2008, 4, 24, 17, 52, 43, tzinfo=UTC), True),
        ("2008-04-24T19:52:60Z", datetime(2008, 4, 24, 19, 52, 59, tzinfo=UTC), True),
        ("20080424T195243", datetime(2008, 4, 24, 19, 52, 43, tzinfo=UTC), False),
        ("2008-04-24", datetime(2008, 4, 24, tzinfo=UTC), False),
    ],
)
def test_a_revision_is_a_time_in_utc(text: str, at: datetime, *, has_zone: bool) -> None:
    card = read(f"REV:{text}", "CREATED:20080101T000000Z")
    assert (card.card.updated_at, card.card.created_at) == (at, datetime(2008, 1, 1, tzinfo=UTC))
    assert codes(card) == ([] if has_zone else ["no_zone"])


@pytest.mark.parametrize("text", ["yesterday", "2008", "0001-01-01T00:00:00+14:00", "2008-13-01T00:00:00Z"])
def test_a_revision_that_is_no_time_is_kept(text: str) -> None:
    card = read(f"REV:{text}")
    assert card.card.updated_at is None
    assert card.card.details.extra[VCARD_PROPERTIES] == [["rev", {}, "unknown", text]]


def test_a_card_says_who_it_is_and_who_wrote_it() -> None:
    card = read("UID:a\\:b", "UID:c", "PRODID:-//A").card
    assert (card.uid, card.product_id) == ("a:b", "-//A")
    assert card.details.extra[VCARD_PROPERTIES] == [["uid", {}, "unknown", "c"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x-foo;A=b;a=c:d\\,e;f", ["x-foo", {"a": ["b", "c"]}, "unknown", "d\\,e;f"]),
        ("item1.X-FOO;VALUE=date:d", ["x-foo", {"group": "item1"}, "date", "d"]),
        ("KEY:http://a.de/k", ["key", {}, "uri", "http://a.de/k"]),
        ("KEY;ENCODING=b:AAAA", ["key", {"encoding": "b"}, "unknown", "AAAA"]),
        ("X-EMPTY:", ["x-empty", {}, "unknown", ""]),
    ],
)
def test_what_has_no_place_is_kept_value_for_value(line: str, expected: list[Any]) -> None:
    assert kept(line) == [expected]


def test_texts_in_base64_are_read() -> None:
    assert (
        details("NOTE;ENCODING=BASE64:" + base64.b64encode("Zoë;a".encode()).decode(), version="2.1").notes == "Zoë;a"
    )


def test_properties_of_another_format_are_read_the_same() -> None:
    properties = [
        Property(name="VERSION", value="4.0"),
        Property(name="FN", value="Jo"),
        Property(name="TEL", value="1", parameters={"TYPE": ("cell",)}),
    ]
    card = card_of(iter(properties), "4.0").card
    assert (card.details.display_name, card.details.phones[0].label) == ("Jo", "cell")
    assert not card.details.extra


def test_a_position_with_a_height_survives_vcard_3() -> None:
    position = "geo:1,2;u=35"
    written = write_card(Card(details=ContactDetails(first_name="Ann", coordinates=position)), APPLE).text
    (read_again,) = read_vcards(written.encode())
    assert read_again.card.details.coordinates == position


def test_a_group_of_an_address_and_its_position_is_no_longer_needed() -> None:
    lines = ("a.ADR:;;Main St;;;;", "a.GEO:1;2", "a.TZ:+01:00", "a.X-ABLabel:cabin")
    (address,) = details(*lines).addresses
    assert (address.label, address.coordinates, address.time_zone) == ("cabin", "geo:1,2", "+01:00")
    assert address.extra == {}


def test_a_second_label_of_a_group_is_kept() -> None:
    found = details("a.TEL:1", "a.X-ABLabel:boat", "a.X-ABLabel:car")
    assert found.phones[0].label == "boat"
    assert found.extra[VCARD_PROPERTIES] == [["x-ablabel", {"group": "a"}, "unknown", "car"]]
