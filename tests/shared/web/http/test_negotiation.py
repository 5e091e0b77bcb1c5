"""Which representation a client prefers (RFC 9110 section 12.5.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.negotiation import media_ranges, parsed_media_type, preference_for

VCARD_4 = ("text/vcard", {"version": "4.0"})
VCARD_3 = ("text/vcard", {"version": "3.0"})
JSON: tuple[str, dict[str, str]] = ("application/json", {})


@pytest.mark.parametrize(
    ("accept", "weights"),
    [
        ("*/*", (1000, 1000, 1000)),
        ("application/json", (0, 0, 1000)),
        ("text/vcard", (1000, 1000, 0)),
        ("text/*", (1000, 1000, 0)),
        ("text/vcard;version=4.0", (1000, 0, 0)),
        ('TEXT/vCard ; Version="4.0"', (1000, 0, 0)),
        ("text/vcard;version=4.0;charset=utf-8", (1000, 0, 0)),
        ("text/vcard;version=5.0", (0, 0, 0)),
        ("text/vcard;q=0.5, application/json", (500, 500, 1000)),
        ("text/vcard;version=3.0;q=0.9, text/vcard;q=0.5, */*;q=0.001", (500, 900, 1)),
        ("text/vcard;version=4.0;q=0, text/vcard", (0, 1000, 0)),
        ("application/json;q=0, */*", (1000, 1000, 0)),
        ("text/vcard;q=9, application/json;q=-1", (1000, 1000, 0)),
        ("text/vcard;q=much", (1000, 1000, 0)),
        ("text/vcard;q=nan", (1000, 1000, 0)),
        ("text/vcard;q=inf", (1000, 1000, 0)),
        ("text, , ;q=1", (0, 0, 0)),
    ],
)
def test_the_most_precise_range_says_how_much_a_type_is_wanted(accept: str, weights: tuple[int, ...]) -> None:
    ranges = media_ranges(accept)
    assert tuple(preference_for(ranges, *offered)[0] for offered in (VCARD_4, VCARD_3, JSON)) == weights


def test_of_what_is_wanted_alike_the_more_precise_is_preferred() -> None:
    ranges = media_ranges("text/*, */*, text/vcard;version=4.0")
    preferences = [preference_for(ranges, *offered) for offered in (JSON, VCARD_3, VCARD_4)]
    assert preferences == sorted(preferences)
    assert len({*preferences}) == 3


@given(st.text(max_size=80))
def test_any_text_is_an_accept_header(text: str) -> None:
    assert 0 <= preference_for(media_ranges(text), *VCARD_4)[0] <= 1000


def test_a_media_type_has_parameters() -> None:
    assert parsed_media_type(' Text/vCard; charset="UTF-8";Version=3.0; alone') == (
        "text/vcard",
        {"charset": "UTF-8", "version": "3.0"},
    )
