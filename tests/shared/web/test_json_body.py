"""Strict JSON, and where it goes wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import MalformedRequestError
from shared.web.broken_rules import pointer
from shared.web.json_body import MAX_DEPTH, parse_json

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(JSON)
def test_what_python_writes_is_read(value: Any) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=80) | st.text(alphabet='{}[]",:0123456789eE-+.truefalsn\\ud ', max_size=60).map(str.encode))
def test_any_bytes_are_json_or_malformed(data: bytes) -> None:
    with suppress(MalformedRequestError):
        json.dumps(parse_json(data), allow_nan=False)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_the_deepest_value_has_32_levels(opening: str) -> None:
    def nested(levels: int) -> bytes:
        closing = "]" if opening == "[" else "}"
        inner = "" if opening == "[" else "1"
        return (opening * levels + inner + closing * levels).encode()

    parse_json(nested(MAX_DEPTH))
    with pytest.raises(MalformedRequestError, match="nested too deeply"):
        parse_json(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("location", "expected"),
    [((), ""), (("",), "/"), (("emails", 0, "value"), "/emails/0/value"), (("a/b", "m~n", " "), "/a~1b/m~0n/ ")],
)
def test_a_pointer_is_written_as_rfc_6901_says(location: tuple[str | int, ...], expected: str) -> None:
    assert pointer(location) == expected


@given(st.lists(st.text()))
def test_a_pointer_can_be_followed_back(location: list[str]) -> None:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer(tuple(location)).split("/")[1:]]
    assert parts == location
