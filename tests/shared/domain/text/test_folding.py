"""Which characters no text of a person has."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text.folding import has_control_characters


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
