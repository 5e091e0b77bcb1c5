"""What holds for every contact and every query."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.adapters.romanization import romanized
from shared.domain.contacts.queries import MAX_QUERY_LENGTH
from shared.domain.search.query import MAX_TERMS, Match, Query
from shared.domain.search.words import words_of
from shared.domain.text.folding import fold
from shared.domain.text.transliteration import latin_words
from tests.shared.domain.search.contacts import ZOE, contact_with, match, row

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "AaÁáÄäÖöÜüßÉéŁłŻżŞşİıÇç",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяЯЮЄЇЙы",
    "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊΑΒΓΔ",
    "王伟李娜张敏田中さくらジョン김철수박",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويیک",
    "कखगचजटतनपमयरलवशसहािीुे",
)
MARKS = ("'", "’", "ʼ", "-", "‑", "–", "\u00ad", "\u200b")
names = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=10))
typed_names = st.lists(st.one_of(names, st.sampled_from(MARKS)), min_size=1, max_size=4).map("".join)
surely = (Match.EXACT, Match.PREFIX, Match.INSIDE)


@pytest.mark.parametrize(
    ("first", "last", "query"),
    [
        ("Олена", "Дем’янчук", "Дем'янчук"),
        ("Олена", "Дем’янчук", "демянчук"),
        ("Siobhán", "O’Brien", "o'brien"),
        ("Anne‐Marie", "P", "Anne-Marie"),
        ("Zero\u200bWidth", "S", "zerowidth"),
        ("علي", "كريمي", "علی"),
        ("Ґалаґан", "", "галаган"),
        ("Əli", "", "eli"),
        ("Strauß", "Müller", "mueller"),
        ("Олена", "Дем’янчук", "Olena Demianchuk"),
        ("Олена", "Дем’янчук", "demyanchuk"),
        ("Olena", "Demianchuk", "Олена Дем'янчук"),
        ("Юлія", "Згурський", "yuliia zghurskyi"),
        ("Київ", "Ющенко", "kyiv yushchenko"),
        ("Παπαδόπουλος", "", "papadopoulos"),
        ("Αγγελική", "Ευαγγελία", "angeliki evangelia"),
        ("Μπάμπης", "", "bampis"),
        ("Papadopoulos", "", "Παπαδόπουλος"),
        ("Щербак", "", "Shcherbak"),
        ("İpek", "Işık", "ipek isik"),
        ("IPEK", "IŞIK", "ışık İPEK"),
        ("伟", "王", "王伟"),
        ("伟", "王", "wangwei"),
        ("伟", "王", "wei wang"),
        ("张伟", "", "伟"),
        ("Zhangwei", "", "张伟"),
        ("철수", "김", "김철수"),
        ("철수", "김", "김"),
        ("Łukasz", "Żółw", "lukasz zolw"),
        ("ﬁnn", "Ⅷ", "finn viii"),
        ("कुमार", "", "कुमार"),
        ("Jean-Luc", "", "jeanluc"),
        ("Smith & Sons", "", "smith sons"),
        ("AT&T", "", "at&t"),
        ("C++", "", "c++"),
        ("Anna 😀", "", "😀"),
    ],
)
def test_a_name_is_found_as_people_type_it(first: str, last: str, query: str) -> None:
    assert match(query, contact_with(first_name=first, last_name=last)) in surely


@pytest.mark.parametrize(
    ("region", "stored", "query"),
    [
        ("GB", "+44 20 7946 0018", "020 7946 0018"),
        ("GB", "020 7946 0958", "00442079460958"),
        ("UA", "+380 50 123 45 67", "\u202d050 123 45 67\u202c"),
        ("UA", "+380 50 123 45 67", "050–123–45–67"),
        ("UA", "+380 50 123 45 67", "٠٥٠١٢٣٤٥٦٧"),
        ("DE", "030/12 34 56", "030 / 12 34 56"),
        ("US", "(202) 555-0143 ext. 12", "(202) 555-0143 ext. 12"),
        ("UA", "+380 67 123 45 67", "+380 67 kovalenko"),
        ("UA", "067 123 45 67", "kovalenko +380 67 123 45 67"),
    ],
)
def test_a_number_is_found_as_people_type_it(region: str, stored: str, query: str) -> None:
    reading = LibPhoneNumbers().read(stored, region)
    phone = {"value": stored, "e164": reading.e164, "extension": reading.extension}
    contact = contact_with(last_name="Kovalenko", phones=[{name: value for name, value in phone.items() if value}])
    assert match(query, contact) in surely


@given(typed_names, typed_names)
def test_a_contact_is_found_exactly_by_every_word_of_its_name(first: str, last: str) -> None:
    contact = contact_with(first_name=first, last_name=last)
    for word in {*first.split(), *last.split(), fold(first), fold(last)} - {""}:
        assert match(word, contact) is Match.EXACT


@given(typed_names)
@example("\u00adЙ")
@example("а–Й")
def test_a_contact_is_found_exactly_by_its_name_in_latin_letters(name: str) -> None:
    contact = contact_with(first_name=name)
    for word in (*filter(str.isascii, latin_words(name)), *words_of(name, romanized)):
        assert match(word, contact) is Match.EXACT


@given(names)
def test_a_contact_is_found_by_its_name_in_the_other_letters(name: str) -> None:
    for latin in filter(str.isascii, latin_words(name)):
        assert match(name, contact_with(first_name=latin)) is Match.EXACT


@given(names)
def test_a_contact_is_found_by_every_beginning_of_its_name(name: str) -> None:
    contact = contact_with(last_name=name)
    for word in words_of(name, romanized):
        for end in range(1, len(word) + 1):
            found = match(word[:end], contact)
            assert found is not None
            assert found <= Match.PREFIX


@given(names)
def test_a_contact_is_found_by_three_letters_within_its_name(name: str) -> None:
    contact = contact_with(last_name=name)
    for word in words_of(name):
        for start in range(len(word) - 2):
            assert match(word[start : start + 3], contact) in surely


@given(st.text("0123456789", min_size=7, max_size=15), st.booleans(), st.sampled_from(["", "+", "00"]))
def test_a_contact_is_found_by_every_end_of_its_number(digits: str, is_valid: bool, before: str) -> None:
    phone = {"value": before + digits} | ({"e164": f"+{digits}"} if is_valid else {})
    contact = contact_with(first_name="Anna", phones=[phone])
    for length in range(4, len(digits) + 1):
        found = match(digits[-length:], contact)
        assert found is not None
        assert found <= Match.INSIDE
        assert match(f"anna {digits[-length:]}", contact) in surely


@given(st.text("0123456789", min_size=7, max_size=15), st.data())
def test_digits_inside_a_number_are_worse_than_its_end(digits: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(digits) - 3))
    end = data.draw(st.integers(start + 3, len(digits)))
    contact = contact_with(phones=[{"value": digits, "e164": f"+{digits}"}])
    assert match(digits[start:end], contact) is not None


@given(names.filter(lambda name: len(words_of(name)[0]) >= 4), st.data())
def test_a_name_is_found_with_one_typing_error(name: str, data: st.DataObject) -> None:
    (word,) = set(words_of(name)[:1])
    at = data.draw(st.integers(0, len(word) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                f"{word[:at]}x{word[at + 1 :]}",
                f"{word[:at]}x{word[at:]}",
                *([word[:at] + word[at + 1 :]] if len(word) > 4 else []),
            ]
        )
    )
    assert match(typed, contact_with(last_name=name)) is not None


def test_a_chinese_character_is_not_found_by_one_that_sounds_alike() -> None:
    assert match("王", contact_with(last_name="汪")) is None
    assert match("wang", contact_with(last_name="汪")) is Match.EXACT


def test_typing_errors_count_in_names_and_in_words_long_enough_only() -> None:
    contact = contact_with(first_name="Anna", last_name="Kovalenko", notes="chocolate", addresses=[{"city": "London"}])
    assert match("anma", contact) is Match.ONE_EDIT
    assert match("kovalneko", contact) is Match.ONE_EDIT
    assert match("kavalemko", contact) is Match.TWO_EDITS
    assert match("amma", contact) is None
    assert match("ann kavalemko", contact) is Match.TWO_EDITS
    for text in ("ana", "chocolade", "lodnon", "kevalemka"):
        assert match(text, contact) is None
    assert match("oelan", contact_with(first_name="Olena")) is None
    assert match("1235", contact_with(first_name="1234")) is None


def test_the_worst_of_several_words_counts() -> None:
    assert match("zoe", ZOE) is Match.EXACT
    assert match("zoe zolk", ZOE) is Match.PREFIX
    assert match("ewska zoe", ZOE) is Match.INSIDE
    assert match("zoe nobody", ZOE) is None


@pytest.mark.parametrize("text", ["oe", "l", "xa"])
def test_one_or_two_letters_of_ascii_are_not_looked_for_inside_words(text: str) -> None:
    assert match(text, contact_with(first_name="Zoel", notes="hexagon")) is None


def test_single_letters_of_other_scripts_and_signs_are() -> None:
    assert match("伟", contact_with(first_name="王伟")) is Match.INSIDE
    assert match("л", contact_with(first_name="Олена")) is Match.INSIDE
    assert match("&", contact_with(first_name="at&t")) is Match.INSIDE


@given(st.text(max_size=300))
@example("\ud800")
@example("@")
@example(" \u0301 ' - ")
@example("tel:")
@example("1 " * 100)
def test_every_text_is_a_query_or_none(text: str) -> None:
    query = Query.of(text, romanize=romanized)
    if query is None:
        assert not fold(text).split()
        return
    assert 1 <= len(query.terms) <= MAX_TERMS
    assert len(set(query.terms)) == len(query.terms)
    assert all(term.spellings or term.parts for term in query.terms)
    for term in query.terms:
        assert all(spelling and spelling == "".join(spelling.split()) for spelling in term.spellings)
        assert 1 <= len(term.spellings) <= 4 or term.parts
        assert len(term.parts) <= MAX_TERMS
    query.match(row(ZOE))


@pytest.mark.parametrize(
    "text",
    ["a " * 100, "1 " * 100, "ﷺ" * 200, "x" * 200, "😀" * 200, "щ" * 200, "-" * 200, "@" * 200, "'" * 200, "1" * 200,
     "ü-" * 100, "a@ " * 66, "伟" * 200],
)  # fmt: skip
def test_a_hostile_query_is_read_and_matched_in_no_time(text: str) -> None:
    assert len(text) <= MAX_QUERY_LENGTH
    searched = row(ZOE)
    started = time.process_time()
    for _ in range(10):
        query = Query.of(text, romanize=romanized)
        assert query is None or query.match(searched) is None or len(text) > 0
    assert time.process_time() - started < 0.5
