"""Which texts are equal for searches, tags and look-ups."""

from __future__ import annotations

import sys
from hashlib import sha256
from unicodedata import category, normalize, ucd_3_2_0

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.text.folding import FOLDING_VERSION, fold


@pytest.mark.parametrize("apostrophe", "'’‘‛ʼʻʹʽ`´′ˈ՚׳＇ꞌ΄᾽᾿")
def test_apostrophes_are_equal(apostrophe: str) -> None:
    assert fold(f"O{apostrophe}Brien") == "o'brien"
    assert fold(f"Дем{apostrophe}янчук") == "дем'янчук"


@pytest.mark.parametrize("hyphen", "-‐‑‒–—―−⁃־－﹣﹘˗⸺゠᠆➖⁻")
def test_hyphens_dashes_and_minus_signs_are_equal(hyphen: str) -> None:
    assert fold(f"Anne{hyphen}Marie") == "anne-marie"


@pytest.mark.parametrize("quote", '"“”„‟«»״＂')
def test_quotation_marks_are_equal(quote: str) -> None:
    assert fold(f"É{quote}") == 'e"'


@pytest.mark.parametrize(
    "code",
    [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
     *range(0x2066, 0x2070), 0xFEFF, 0x34F, 0xFE0E, 0xFE0F, 0xE0100],
)  # fmt: skip
def test_what_does_not_show_does_not_count(code: int) -> None:
    assert fold(f"Zero{chr(code)}Width") == "zerowidth"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Žoë", "zoe"),
        ("Straße STRASSE", "strasse strasse"),
        ("Łódź", "lodz"),
        ("Sørensen Đoković Ħamrun", "sorensen dokovic hamrun"),
        ("Æsir œuvre Þór Guðrún", "aesir oeuvre thor gudrun"),
        ("İI ıi", "ii ii"),
        ("Əliyev ɛwe ŋɔ ɓɗƙ", "eliyev ewe no bdk"),
        ("Ґалаґан", "галаган"),
        ("Їжачок Йосип ёлка Ўладзімір", "іжачок иосип елка уладзімір"),
        ("қазақ ғылым өңір әлия", "казак гылым онір алия"),
        ("علی كريمي کریمی", "علي كريمي كريمي"),
        ("مصطفى مصطفي", "مصطفي مصطفي"),
        ("فاطمة فاطمه", "فاطمه فاطمه"),
        ("مُحَمَّد محـــمد", "محمد محمد"),
        ("أحمد إحمد آحمد ٱحمد", "احمد احمد احمد احمد"),
        ("می\u200cروم", "ميروم"),
        ("דָּוִד", "דוד"),
        ("Ζωή ΖΩΗς", "ζωη ζωησ"),
        ("Ａｎｎａ　１２", "anna 12"),
        ("٠٥٠ ۰۵۰ ०५० ০৫০ ๐๕๐ ０５０ 𝟎𝟓𝟎", "050 050 050 050 050 050 050"),
        ("ﬁﬂ №Ⅷ ㈱", "fifl noviii (株)"),
        ("ｶﾞ", "カ\u3099"),
        ("김", "\u1100\u1175\u11b7"),
        ("Kim，Comma、Kim،", "kim,comma,kim,"),
        ("ジョン・スミス paral·lel", "シ\u3099ョン·スミス paral·lel"),
    ],
)
def test_what_people_type_in_place_of_each_other_is_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C++", "C#"),
        ("A-", "A"),
        ("1-2", "12"),
        ("we're", "were"),
        ("मेल", "मैल"),  # "match" and "dirt" differ in a vowel sign only
        ("ข้าว", "ข่าว"),  # "rice" and "news" in a tone
        ("ハハ", "パパ"),  # "mother" and "papa" in the voicing
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
         "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),  # England and Scotland
        ("👍🏻", "👍🏿"),
        ("ш", "щ"),
    ],
)  # fmt: skip
def test_what_means_something_else_is_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


ANY_TEXT = st.text(st.characters() | st.sampled_from("-'’ʼ‐\u00ad\u200b\u200c\u0301\u3099\u0e48\u093c ґıيك٠"))


@given(ANY_TEXT)
@example("\u0e48\u200b\u3099")  # marks that change places once nothing stands between them
@example("ҋ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_the_form_of_unicode_does_not_matter(text: str) -> None:
    forms = (normalize("NFC", text), normalize("NFD", text), normalize("NFKC", text), normalize("NFKD", text))
    assert {fold(form) for form in forms} == {fold(text)}


@given(ANY_TEXT)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_takes_a_short_cut_to_the_same_result(text: str) -> None:
    assert fold(text) == fold(f"{text}я")[:-1]


def test_no_letter_vanishes_but_those_that_only_stretch_a_word_or_hold_a_place() -> None:
    vanishing = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isalpha() and not fold(chr(code)))
    assert {char for char in normalize("NFKD", vanishing) if category(char) != "Mn"} == {"ـ", "\u115f", "\u1160"}


def test_the_version_is_raised_with_every_change() -> None:
    """The digest covers the characters of Unicode 3.2: whatever Python knows beyond that depends on its version."""
    known = (chr(code) for code in range(sys.maxunicode + 1) if ucd_3_2_0.category(chr(code)) not in ("Cn", "Cs"))
    digest = sha256("\n".join(map(fold, known)).encode()).hexdigest()[:16]
    assert (FOLDING_VERSION, digest) == (1, "8754e5907fbac18a")
