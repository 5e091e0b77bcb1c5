"""The orders of languages. The golden lists are in the order of ICU's collators."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text import collation_table
from shared.domain.text.name_keys import name_key
from shared.domain.text.name_orders import COMMON_ORDER, order_of_key, order_of_new_book, tailoring_for
from shared.domain.text.tailoring import tailored
from shared.domain.text.tailoring_rules import RULES
from tests.shared.domain.text.golden_names import GOLDEN_NAMES

ULID = "01J8Z0V6Q0ABCDEFGHJKMNPQRS"
ORDERS = [COMMON_ORDER, *(f"2A1{name}" for name in RULES), "2C100fil", "2B12"]
SIGNS = "aAåÅäöøæzñcčhsšdžřЯяґгіїйαω가אüłóęijyIıİ’- 1王🎂ส\u0301\u0323"


def sort_key(text: str, order: str) -> str:
    """What a text adds to a name key."""
    return name_key([text], "", order)[len(f"{order}:") : -1]


def letters(text: str, language: str) -> str:
    return sort_key(text, f"2A1{language}").split("$")[0]


@pytest.mark.parametrize("language", GOLDEN_NAMES)
def test_names_stand_in_the_order_of_their_language(language: str) -> None:
    expected = GOLDEN_NAMES[language].split()
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda name: sort_key(name, order_of_new_book(language))) == expected


def test_every_tailoring_has_a_golden_list() -> None:
    assert {tailoring_for(language) for language in GOLDEN_NAMES} == RULES.keys()


@pytest.mark.parametrize("language", GOLDEN_NAMES)
def test_the_golden_list_of_a_language_is_not_in_the_common_order(language: str) -> None:
    expected = GOLDEN_NAMES[language].split()
    is_common = sorted(expected, key=lambda name: sort_key(name, COMMON_ORDER)) == expected
    assert is_common == (language == "pl")


@given(st.data(), st.sampled_from(sorted(GOLDEN_NAMES)))
def test_pairs_of_names_stand_as_in_their_language_whatever_follows_them(data: st.DataObject, language: str) -> None:
    names = GOLDEN_NAMES[language].split()
    first, second = sorted(data.draw(st.lists(st.sampled_from(range(len(names))), min_size=2, max_size=2, unique=True)))
    order = order_of_new_book(language)
    more = data.draw(st.text("abxz", max_size=3))
    assert name_key([names[first], more], ULID, order) < name_key([names[second], more], ULID, order)


def test_a_letter_of_several_characters_is_one_in_any_case() -> None:
    assert letters("ch", "cs") == letters("Ch", "cs") == letters("CH", "cs") == letters("cH", "cs")
    assert len(letters("ch", "cs")) == 1
    assert letters("h", "cs") < letters("ch", "cs") < letters("i", "cs")
    assert len(letters("dž", "hr")) == len(letters("dz\u030c", "hr")) == 1


def test_the_longest_letter_is_taken() -> None:
    assert letters("dzs", "hu") != letters("dz", "hu") + letters("s", "hu")
    assert letters("ddzs", "hu") == letters("dzs", "hu") * 2


def test_a_mark_after_a_letter_of_several_characters_is_an_accent() -> None:
    assert letters("ch\u0301", "cs") == letters("ch", "cs")
    assert sort_key("ch", "2A1cs") < sort_key("ch\u0301", "2A1cs") < sort_key("chá", "2A1cs")


def test_a_variant_of_a_letter_comes_after_the_letter_with_an_accent() -> None:
    assert letters("ü", "sv") == letters("y", "sv") == letters("ý", "sv")
    assert sort_key("y", "2A1sv") < sort_key("ý", "2A1sv") < sort_key("ü", "2A1sv")


def test_equal_letters_have_equal_keys() -> None:
    assert sort_key("ș", "2A1ro") == sort_key("ş", "2A1ro")
    assert sort_key("oʻ", "2A1uz") == sort_key("o‘", "2A1uz") == sort_key("o'", "2A1uz")


def test_capitals_come_first_in_danish_only() -> None:
    assert sort_key("Anna", "2A1da") < sort_key("anna", "2A1da")
    assert sort_key("anna", "2A1nb") < sort_key("Anna", "2A1nb")


def test_the_tones_of_vietnamese_have_their_order() -> None:
    assert sorted(["ạ", "á", "a", "ã", "ả", "à"], key=lambda text: sort_key(text, "2A1vi")) == list("aàảãáạ")


def test_letters_of_other_languages_are_letters_with_an_accent() -> None:
    assert letters("López", "es") == letters("Lopez", "es")
    assert letters("López", "pl") != letters("Lopez", "pl")
    assert letters("Łukasz", "und") == letters("Lukasz", "und")


def test_scripts_of_a_language_come_before_all_others_but_after_digits() -> None:
    assert letters("1", "uk") < letters("я", "uk") < letters("a", "uk")
    assert letters("1", "el") < letters("ω", "el") < letters("a", "el") < letters("я", "el")


def test_apostrophes_count_as_accents_in_every_order() -> None:
    for name in {*RULES} - {"uz", "haw"}:
        assert letters("O’Brien", name) == letters("OBrien", name)


@pytest.mark.parametrize("name", RULES)
def test_a_tailoring_loses_no_letter(name: str) -> None:
    letters_of_table = {*collation_table.LETTERS.replace(" ", "")}
    moved = letters_of_table - tailored(name).places.keys()
    assert moved
    assert all(sort_key(letter, f"2A1{name}") for letter in moved)


@given(st.sampled_from(ORDERS), st.lists(st.one_of(st.text(SIGNS, max_size=400), st.text()), max_size=4))
def test_keys_of_every_order_fit_the_index_and_name_their_order(order: str, parts: list[str]) -> None:
    key = name_key(parts, "x" * 29, order)
    assert len(key.encode()) <= 512
    assert order_of_key(key) == order


@pytest.mark.parametrize("order", ORDERS)
def test_the_longest_key_of_every_order_fits_the_index(order: str) -> None:
    assert 509 <= len(name_key(["ส" * 1000] * 4, "x" * 29, order).encode()) <= 512


@given(st.text(SIGNS, max_size=8), st.text(SIGNS, max_size=8))
def test_keys_of_one_order_never_stand_among_those_of_another(one: str, other: str) -> None:
    for first, second in combinations([*ORDERS[:12], *ORDERS[-2:]], 2):
        keys = sorted(name_key([text], ULID, order) for text in (one, other, "") for order in (first, second))
        assert sum(order_of_key(a) != order_of_key(b) for a, b in pairwise(keys)) == 1


@given(st.sampled_from(ORDERS), st.text(SIGNS, max_size=8), st.text(SIGNS, max_size=8))
def test_no_key_begins_another(order: str, one: str, other: str) -> None:
    first, second = name_key([one], ULID, order), name_key([other], ULID[::-1], order)
    assert not first.startswith(second)
    assert not second.startswith(first)


def test_an_unknown_tailoring_makes_no_key() -> None:
    with pytest.raises(KeyError):
        name_key(["Anna"], ULID, "2A1xx")
