"""Prefer, as RFC 7240 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.preferences import preferences


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("handling=merge", {"handling": "merge"}),
        ("respond-async", {"respond-async": ""}),
        ("Respond-Async, WAIT = 100", {"respond-async": "", "wait": "100"}),
        ('foo; bar="a, b; c", handling="me\\rge";x=y', {"foo": "", "handling": "merge"}),
        ("handling=strict, handling=merge", {"handling": "strict"}),
        ('foo="", bar', {"foo": "", "bar": ""}),
        ("handling=Merge", {"handling": "Merge"}),
        (" , ,,;=,handling=merge", {"handling": "merge"}),
        ('foo="a, handling=merge', {"foo": '"a, handling=merge'}),
        ("", {}),
    ],
)
def test_the_first_of_each_preference_counts(header: str, found: dict[str, str]) -> None:
    assert preferences(header) == found


@given(st.text('ab=;," \\', max_size=20))
def test_what_is_no_preference_does_no_harm(text: str) -> None:
    assert preferences(f"handling=merge,{text}")["handling"] == "merge"
