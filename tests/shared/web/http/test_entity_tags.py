"""Entity tags and the headers that name them (RFC 9110)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.http.entity_tags import EntityTags, Preconditions, entity_tag


def test_a_list_matches_each_of_its_tags() -> None:
    tags = EntityTags.parse('"1", W/"2","3-4" ')
    assert [version for version in ("1", "2", "3-4") if version in Preconditions(if_match=tags)] == ["1", "3-4"]
    assert all(tags.match_weakly(tag) for tag in ('"1"', '"2"', '"3-4"'))
    assert not tags.match_weakly('"4"')


def test_empty_elements_of_a_list_are_skipped() -> None:
    assert EntityTags.parse('"a",, "b",') == EntityTags.parse('"a", "b"')


def test_a_weak_tag_matches_only_weakly() -> None:
    tags = EntityTags.parse('W/"2"')
    assert tags.match_weakly('"2"')
    assert "2" not in Preconditions(if_match=tags)
    assert "2" not in Preconditions(if_none_match=tags)


def test_a_star_matches_every_version() -> None:
    tags = EntityTags.parse(" * ")
    assert tags.match_weakly('"9"')
    assert "9" in Preconditions(if_match=tags)
    assert "9" not in Preconditions(if_none_match=tags)


@pytest.mark.parametrize("tag", ['"7"', '"7-gzip"', '"7+vcard-4.0"', '"7+vcard-4.0-gzip"', '"7+jscontact"'])
def test_the_tags_of_all_representations_stand_for_their_version(tag: str) -> None:
    assert "7" in Preconditions(if_match=EntityTags.parse(tag))
    assert "7" not in Preconditions(if_none_match=EntityTags.parse(tag))
    assert Preconditions(if_match=EntityTags.parse(tag)).base == "7"
    assert "8" not in Preconditions(if_match=EntityTags.parse(tag))
    assert "8" in Preconditions(if_none_match=EntityTags.parse(tag))


def test_each_representation_of_a_version_has_a_tag_of_its_own() -> None:
    tags = [entity_tag("7"), entity_tag("7", "vcard-4.0"), entity_tag("7", "vcard-3.0")]
    assert tags == ['"7"', '"7+vcard-4.0"', '"7+vcard-3.0"']
    for tag in tags:
        assert [each for each in tags if EntityTags.parse(tag).match_weakly(each)] == [tag]


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
