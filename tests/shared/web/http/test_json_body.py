"""Strict JSON, and where it goes wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.web.contacts.schemas.input import ContactIn
from shared.web.http.errors import MalformedRequestError
from shared.web.http.json_body import MAX_DEPTH, parse_json, validated
from shared.web.http.validation_errors import pointer

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


@pytest.mark.parametrize(("data", "detail"), [
    (b"\xef\xbb\xbf{}", "the body is not JSON: it starts with a byte order mark"),
    (b"1" * 5_000, "a number in the body has too many digits"),
    (b"1e999", "the body is not JSON: a number is too large"),
    (b'{"a": 1, "a": 2}', "the body is not JSON: a name stands twice in one object"),
    (b"[NaN]", "the body is not JSON: NaN is not JSON"),
    (b"\xff", "the body is not UTF-8"),
    (b"[1,", "the body is not JSON: Expecting value: line 1 column 4 (char 3)"),
])  # fmt: skip
def test_what_is_wrong_is_told_without_the_words_of_the_language(data: bytes, detail: str) -> None:
    with pytest.raises(MalformedRequestError) as refused:
        parse_json(data)
    assert str(refused.value) == detail


@pytest.mark.parametrize(("value", "where"), [
    ([], ""),
    ({"first_name": "a", "extra": []}, "/extra"),
    ({"emails": ["a@example.com"]}, "/emails/0"),
])  # fmt: skip
def test_what_should_be_an_object_is_called_so(value: Any, where: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        validated(ContactIn, value)
    assert refused.value.problems == (
        FieldProblem(pointer=where, code="wrong_type", detail="This should be an object."),
    )


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
