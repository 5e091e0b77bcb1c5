"""Escapes and separators, told sign by sign."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.cards.texts import split, unescaped

RAW = st.text("\\;,nNa: \n", max_size=12)


def signs(raw: str) -> Iterator[tuple[str, bool]]:
    """Yield each sign, and whether a backslash makes it what it is; a backslash at the end is a sign like others."""
    left = iter(raw)
    for sign in left:
        after = next(left, "") if sign == "\\" else ""
        yield (after, True) if after else (sign, False)


@given(raw=RAW)
@example(raw="a\\\\n")
@example(raw="\\:\\,\\")
def test_a_text_loses_its_backslashes(raw: str) -> None:
    assert unescaped(raw) == "".join("\n" if is_escaped and sign in "nN" else sign for sign, is_escaped in signs(raw))


@pytest.mark.parametrize("separator", [";", ","])
@given(raw=RAW)
@example(raw="a\\\\;b\\;c;d\\")
@example(raw="a\\\\,b\\,c,d\\")
def test_a_value_is_cut_where_no_backslash_stands_before_a_separator(raw: str, separator: str) -> None:
    parts = [""]
    for sign, is_escaped in signs(raw):
        if sign == separator and not is_escaped:
            parts.append("")
        else:
            parts[-1] += f"\\{sign}" if is_escaped else sign
    assert split(raw, separator) == parts
