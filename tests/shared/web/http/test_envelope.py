"""How much fits into the response of a function."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.envelope import MAX_BODY_BYTES, count_fitting, surely_fits

LAMBDA_ALLOWS = 6_291_556


def enveloped(body: str) -> int:
    """Return the size of a response with this body, and with as many headers as a gateway passes on."""
    return len(json.dumps({"statusCode": 200, "headers": {"x": "x" * 10_240}, "body": body, "isBase64Encoded": False}))


@pytest.mark.parametrize("text", ["x", '"', "\\", "ж", "ส", "🎂"])
def test_what_surely_fits_does(text: str) -> None:
    longest = text * (MAX_BODY_BYTES // 3 // len(text.encode()))
    assert surely_fits(len(longest.encode()))
    assert not surely_fits(len((longest + text * 3).encode()))
    assert enveloped(longest) <= LAMBDA_ALLOWS


@pytest.mark.parametrize("text", ["x", '"', "\\", "ж", "ส", "🎂"])
def test_parts_fit_together_up_to_the_limit(text: str) -> None:
    part = text * 10_000
    count = count_fitting([part.encode()] * 1_000, room=4_096)
    assert enveloped(",".join([part] * count)) + 4_096 <= LAMBDA_ALLOWS
    assert enveloped(",".join([part] * (count + 2))) + 100_000 > LAMBDA_ALLOWS


def test_there_is_always_a_first_part() -> None:
    assert count_fitting([b"x" * 10_000_000, b"x"], room=0) == 1
    assert count_fitting([], room=0) == 0


@given(st.lists(st.text(max_size=5), max_size=5))
def test_small_parts_all_fit(texts: list[str]) -> None:
    assert count_fitting([text.encode(errors="ignore") for text in texts], room=0) == len(texts)
