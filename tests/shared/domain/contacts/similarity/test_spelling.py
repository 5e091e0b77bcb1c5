"""How alike two words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.similarity.given_names import known_as
from shared.domain.contacts.similarity.spelling import consonants, is_slip, sound_alike
from shared.domain.text.edit_distance import distance

WORDS = st.text(alphabet="abchijkstuz", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hryhorii", "grigoriy"),
        ("shevchenko", "schewtschenko"),
        ("yuliia", "julija"),
        ("mueller", "muller"),
        ("aleksandr", "alexandr"),
        ("khoma", "choma"),
        ("phillip", "filip"),
        ("yevhen", "evgen"),
    ],
)
def test_words_of_several_romanizations_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)
    assert sound_alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("ian", "an"), ("olena", "olesia"), ("petro", "pavlo"), ("ihor", "ioan")])
def test_different_words_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("kovalenko", "kovlaenko", True),
        ("kovalenko", "kovalneok", True),
        ("kovalenko", "okvalenko", True),
        ("kovalenko", "kxvxlxnko", False),
        ("bond", "bont", True),
        ("bond", "tond", False),
        ("bon", "bot", False),
        ("klein", "kleinert", False),
    ],
)
def test_a_slip_is_one_letter_in_four_and_two_in_eight(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is slip


@given(WORDS, WORDS)
def test_a_distance_is_the_same_in_both_directions_and_zero_for_equal_words_only(one: str, other: str) -> None:
    found = distance(one, other, at_most=20)
    assert found == distance(other, one, at_most=20)
    assert (found == 0) == (one == other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert distance(one, other, at_most=1) == found or found > 1


def test_exchanged_letters_are_one_step() -> None:
    assert distance("ab", "ba", at_most=5) == 1


def test_words_that_differ_in_vowels_are_in_one_block() -> None:
    assert consonants("melnyk") == consonants("melnik") == consonants("mielnek") != consonants("molnar")


def test_a_short_form_may_stand_for_several_names() -> None:
    assert known_as("sasha") & known_as("oleksandr")
    assert known_as("sasha") & known_as("oleksandra")
    assert not known_as("oleksandr") & known_as("oleksandra")
    assert not known_as("maria") & known_as("marta")
    assert known_as("zzyzx") == frozenset()
