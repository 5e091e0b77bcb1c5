"""Entity tags and the headers that name them (RFC 9110)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.entity_tags import EntityTags, Preconditions


def test_a_list_matches_each_of_its_tags() -> None:
    tags = EntityTags.parse('"1", W/"2","3-4" ')
    assert [tag for tag in ('"1"', '"2"', '"3-4"') if tags.match_strongly(tag)] == ['"1"', '"3-4"']
    assert all(tags.match_weakly(tag) for tag in ('"1"', '"2"', '"3-4"'))
    assert not tags.match_weakly('"4"')


def test_empty_elements_of_a_list_are_skipped() -> None:
    assert EntityTags.parse('"a",, "b",') == EntityTags.parse('"a", "b"')


def test_a_weak_tag_matches_only_weakly() -> None:
    tags = EntityTags.parse('W/"2"')
    assert tags.match_weakly('"2"')
    assert not tags.match_strongly('"2"')


def test_a_star_matches_every_version() -> None:
    tags = EntityTags.parse(" * ")
    assert tags.match_strongly('"9"')
    assert tags.match_weakly('"9"')


@pytest.mark.parametrize("header", ["1", '"1', 'w/"1"', '"a" "b"', '"1"; "2"', "*, *", '"with space "x'])
def test_what_is_no_entity_tag_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="entity tag"):
        EntityTags.parse(header)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(header: str) -> None:
    with suppress(ValueError):
        assert EntityTags.parse(header).match_weakly('"1"') in (True, False)


@pytest.mark.parametrize(
    ("if_match", "if_none_match", "base"),
    [
        ('"7"', "", "7"),
        ('"7-abc-gzip"', "", "7-abc"),
        ('"7", "7-gzip"', "", "7"),
        ('"7", "8"', "", None),
        ('W/"7"', "", None),
        ('"7", W/"6"', "", None),
        ("*", "", None),
        ('"7"', '"8"', None),
        ('""', "", ""),
    ],
)
def test_the_version_that_an_edit_was_made_on_is_the_only_one_named(
    if_match: str, if_none_match: str, base: str | None
) -> None:
    parsed = Preconditions(if_match=EntityTags.parse(if_match), if_none_match=EntityTags.parse(if_none_match))
    assert parsed.base == base
