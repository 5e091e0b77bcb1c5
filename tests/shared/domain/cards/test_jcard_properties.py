"""Properties as in jCard."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.content_lines import Property
from shared.domain.cards.jcard_properties import entry_of, property_of
from shared.domain.cards.texts import escaped, split, unescaped
from tests.support.bounded_work import bounded_work


@pytest.mark.parametrize(
    ("prop", "entry"),
    [
        (Property(name="FN", value="a\\, b"), ["fn", {}, "text", "a, b"]),
        (Property(name="N", value="P;J;Q,R;;"), ["n", {}, "text", ["P", "J", ["Q", "R"], "", ""]]),
        (Property(name="ORG", value="A\\;B;C"), ["org", {}, "text", ["A;B", "C"]]),
        (Property(name="CATEGORIES", value="a,b\\,c"), ["categories", {}, "text", "a", "b,c"]),
        (Property(name="BDAY", value="19900517"), ["bday", {}, "date-and-or-time", "1990-05-17"]),
        (Property(name="BDAY", value="--0517"), ["bday", {}, "date-and-or-time", "--05-17"]),
        (Property(name="BDAY", value="1990-05"), ["bday", {}, "date-and-or-time", "1990-05"]),
        (Property(name="BDAY", value="---17"), ["bday", {}, "date-and-or-time", "---17"]),
        (Property(name="BDAY", value="--05"), ["bday", {}, "date-and-or-time", "--05"]),
        (
            Property(name="BDAY", value="19900517T103000-0500"),
            ["bday", {}, "date-and-or-time", "1990-05-17T10:30:00-05:00"],
        ),
        (
            Property(name="BDAY", value="circa 1800", parameters={"VALUE": ("text",)}),
            ["bday", {}, "text", "circa 1800"],
        ),
        (Property(name="REV", value="20260101T120000Z"), ["rev", {}, "timestamp", "2026-01-01T12:00:00Z"]),
        (
            Property(name="TZ", value="-0500", parameters={"VALUE": ("utc-offset",)}),
            ["tz", {}, "utc-offset", "-05:00"],
        ),
        (
            Property(name="TEL", value="tel:+1;ext=2", parameters={"TYPE": ("home", "fax"), "VALUE": ("uri",)}),
            ["tel", {"type": ["home", "fax"]}, "uri", "tel:+1;ext=2"],
        ),
        (Property(name="URL", value="https://e.com/?a=1,2"), ["url", {}, "uri", "https://e.com/?a=1,2"]),
        (Property(name="LANG", value="de", parameters={"PREF": ("1",)}), ["lang", {"pref": "1"}, "language-tag", "de"]),
        (Property(name="X-FOO", value="a\\,b;c", group="item1"), ["x-foo", {"group": "item1"}, "unknown", "a\\,b;c"]),
        (Property(name="GENDER", value="M;Fellow"), ["gender", {}, "text", ["M", "Fellow"]]),
    ],
)
def test_a_property_and_its_entry(prop: Property, entry: list[Any]) -> None:
    assert entry_of(prop) == entry
    assert property_of(entry) == prop


@pytest.mark.parametrize(
    "entry", [None, "fn", [], ["fn", {}, "text"], [1, {}, "text", "a"], ["fn", {}, 1, "a"], {"fn": 1}]
)
def test_what_is_no_entry_is_none(entry: Any) -> None:
    assert property_of(entry) is None


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (["x-a", {}, "integer", 1, 2], "1,2"),
        (["x-a", {}, "boolean", True], "true"),
        (["x-a", {}, "text", "a,b", "c"], "a\\,b,c"),
        (["x-a", None, "unknown", None], "null"),
    ],
)
def test_other_values_become_text(entry: list[Any], value: str) -> None:
    found = property_of(entry)
    assert found is not None
    assert found.value == value


@given(st.lists(st.text(max_size=4), min_size=1), st.sampled_from(",;"))
def test_escaped_texts_are_split_and_read_back(texts: list[str], separator: str) -> None:
    texts = [text.replace("\r", "") for text in texts]
    assert [unescaped(part) for part in split(separator.join(map(escaped, texts)), separator)] == texts


def test_many_backslashes_are_split_in_linear_work() -> None:
    with bounded_work(max_calls=1_000):
        assert len(split("\\" * 1_000_001 + ";", ";")) == 1
