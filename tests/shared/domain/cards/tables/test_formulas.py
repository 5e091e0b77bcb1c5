"""Cells that a spreadsheet would compute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.formulas import neutralized, restored


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=HYPERLINK(1)",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=1",
        "＝1",
        "+1+cmd|' /C calc'!A0",
        "-2+cmd",
        "'=1",
    ],
)
def test_what_could_be_computed_gets_an_apostrophe(text: str) -> None:
    assert neutralized(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "+1 650 555 0100",
        "+380 (44) 123-45-67",
        "+12025550143 ext. 12",
        "+1.650.555.0100 x5",
        "--05-17",
        "-5",
        "",
        "a=b",
        "'Aho",
        "Ann",
        "(650) 555 0100",
        "*21#",
        "+49 30/123456",
    ],
)
def test_numbers_and_other_texts_stay(text: str) -> None:
    assert neutralized(text) == text


@given(st.text() | st.text(st.sampled_from("'=+-@\t\r1x"), max_size=6))
def test_what_is_neutralized_can_be_restored(text: str) -> None:
    assert restored(neutralized(text)) == text
