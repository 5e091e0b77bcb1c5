"""What is taken away from texts that come in, and which characters none may have."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text.cleaning import clean, has_control_characters, without_invisible


def test_control_characters_are_those_of_unicode_and_lone_surrogates() -> None:
    found = [code for code in range(sys.maxunicode + 1) if has_control_characters(chr(code))]
    assert found == [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cc", "Cs"}]


@given(st.text(), st.sampled_from(["", "\n\t\r"]))
def test_one_is_found_wherever_it_stands(text: str, allowed: str) -> None:
    for place in range(len(text) + 1):
        assert has_control_characters(text[:place] + "\x85" + text[place:], allowed=allowed)


@pytest.mark.parametrize("text", ["", "a b", "a\u200bb", "\u2028", "\ue000", "🦊"])
def test_other_characters_are_none_whether_they_show_or_not(text: str) -> None:
    assert not has_control_characters(text)


def test_lines_are_allowed_where_they_are_asked_for() -> None:
    assert has_control_characters("a\tb\r\nc")
    assert not has_control_characters("a\tb\r\nc", allowed="\n\t\r")
    assert has_control_characters("a\tb\x0bc", allowed="\n\t\r")


def is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


INVISIBLE = [
    0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070),
    0xFEFF, 0xFFF9, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0x20, 0xA0, 0x2028, 0x3000,
]  # fmt: skip
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("code", INVISIBLE)
def test_what_does_not_show_is_cleaned_at_the_ends_only(code: int) -> None:
    mark = chr(code)
    assert clean(f"{mark}{mark}Ada{mark}Test {mark} ") == f"Ada{mark}Test"
    assert clean(mark) == clean(f" {mark}{mark} ") == ""


def test_every_format_character_is_cleaned_but_those_that_show() -> None:
    formats = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    kept = [ord(character) for character in formats if clean(f"{character}1{character}") != "1"]
    assert kept == [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]


@pytest.mark.parametrize(
    "text",
    [
        "علی\u200cرضا",
        "ක්\u200dරිස්",
        "മോഹന്\u200d",  # words that end in a chillu letter end in a joiner
        "হসন্ত্\u200c",
        FAMILY,
        f"Team {FAMILY}",
        ENGLAND,
        f"{ENGLAND} Ada {ENGLAND}",
        "❤\ufe0f",
        "👍🏽",
        "🇺🇦",
        "1\ufe0f\u20e3",
        "ㅎ",
        "\u0600١٢",
        "\u06dd",
    ],
)
def test_what_belongs_to_a_word_or_an_emoji_stays(text: str) -> None:
    assert clean(text) == text
    assert clean(f"\u200b{text}\u200b\u200e") == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("علی\u200c", "علی"),
        ("👨\u200d", "👨"),
        ("മോഹന്\u200d\u200d", "മോഹന്\u200d"),
        (ENGLAND[:-1], "🏴"),
        ("🏴\U000e007f", "🏴"),
        (f"{ENGLAND}\U000e007f", ENGLAND),
        ("Ada\U000e0067\U000e0062\U000e007f", "Ada"),
        ("\u200d", ""),
        ("\u3164", ""),
        ("\u2800 \u2800", ""),
        ("\u115f\u200b\u1160", ""),
        ("\u034f", ""),
        ("\ufe0f", ""),
        ("e\u0301\u200b", "é"),
    ],
)
def test_what_belongs_to_nothing_goes_and_what_shows_nothing_is_empty(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


SHOWING_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0" + "".join(
    map(chr, range(0xFE00, 0xFE10))
)
PASTED = st.text(
    st.characters() | st.sampled_from("\u200b\u200c\u200d\u200e\ufeff\u00ad \u0d4d🏴\U000e0067\U000e007f\u3164")
)


@given(PASTED)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert without_invisible(without_invisible(text)) == without_invisible(text)


@given(PASTED)
def test_cleaning_takes_nothing_from_a_text_but_its_invisible_ends(text: str) -> None:
    cleaned = clean(text)
    if not cleaned:
        assert all(char in SHOWING_NOTHING or is_invisible(char) for char in text)
        return
    before, found, after = unicodedata.normalize("NFC", text).partition(cleaned)
    assert found == cleaned
    assert all(is_invisible(char) for char in before + after)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_letters_digits_and_signs_are_never_lost(text: str) -> None:
    assert clean(text) in (unicodedata.normalize("NFC", text), "")
    assert clean(f"\u200f{text}x\u200b") == unicodedata.normalize("NFC", f"{text}x")


def test_inside_only_joiners_stay_where_nothing_invisible_belongs() -> None:
    assert without_invisible("\u200bad\u00ada\u200b@exa\u2060mple\ufeff.com\u200e") == "ada@example.com"
    assert without_invisible("\u200eعلی\u200cرضا ب\u200b") == "علی\u200cرضا ب"
