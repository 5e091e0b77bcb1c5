"""orjson reads and writes what the standard library and pydantic do, or leaves it to them."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from shared import json_text
from shared.web.http.json_answer import json_bytes

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text(st.characters(exclude_categories=()), max_size=20)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
times = st.datetimes(timezones=st.just(UTC)) | st.dates()
ODD_TEXTS = ["NaN", "[1e999]", r'"\ud800"', '{"a":1,"b":2,"a":3}', " [1] ", "[-0.0,1e-7]", '"\ud800"']


@given(values)
def test_what_is_read_is_what_the_standard_library_reads(value: Any) -> None:
    text = json.dumps(value)
    assert repr(json_text.read(text)) == repr(json_text.read(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_text_is_read_as_by_the_standard_library(text: str) -> None:
    assert repr(json_text.read(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", ["", "{", "[1,]", "01", '{"a" 1}', "[1] x", "\ufeff1"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has a message of its own
        json_text.read(text)


def test_bytes_that_are_no_utf_8_are_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        json_text.read(b'"\xe9"')


def test_numbers_of_any_size_can_be_read() -> None:
    assert json_text.read_exactly(str(2**100)) == 2**100


@given(st.recursive(scalars | times | st.integers(), st.lists, max_leaves=10))
def test_a_response_is_written_as_pydantic_writes_it(value: Any) -> None:
    assert _written(json_bytes, value) == _written(to_json, value)


@pytest.mark.parametrize("value", [{1: 2}, {"a": (1, 2)}, 2**100, {"a": b"b"}, datetime(2026, 1, 2, 3, 4, 5, 600, UTC)])
def test_what_orjson_does_not_write_is_written_by_pydantic(value: Any) -> None:
    assert json_bytes(value) == to_json(value)


def test_what_is_no_number_is_null_in_a_response() -> None:
    """Pydantic would write NaN, which is no JSON. Only documents that this service would not store contain it."""
    assert json_bytes([math.nan, math.inf, date(2026, 1, 2)]) == b'[null,null,"2026-01-02"]'


def _written(write: Any, value: Any) -> bytes | str:
    try:
        return bytes(write(value))
    except ValueError as error:
        return type(error).__name__
