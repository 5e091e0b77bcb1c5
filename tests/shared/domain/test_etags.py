"""Entity tags and the headers that name them (RFC 9110)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.etags import EntityTags, contact_etag


def test_a_contact_without_tags_is_versioned_by_its_revision_alone() -> None:
    assert contact_etag(7, None) == '"7"'


def test_a_renamed_label_changes_the_version_of_a_tagged_contact() -> None:
    assert contact_etag(7, 2) != contact_etag(7, 3)


def test_a_list_matches_each_of_its_tags() -> None:
    tags = EntityTags.parse('"1", W/"2","3-4" ')
    assert tags.match_strongly('"1"')
    assert tags.match_strongly('"3-4"')
    assert not tags.match_strongly('"4"')


def test_empty_elements_of_a_list_are_skipped() -> None:
    assert EntityTags.parse('"a",, "b",') == EntityTags.parse('"a", "b"')


def test_a_weak_tag_matches_only_weakly() -> None:
    tags = EntityTags.parse('W/"2"')
    assert tags.match_weakly('"2"')
    assert not tags.match_strongly('"2"')


def test_a_star_matches_every_version() -> None:
    assert EntityTags.parse(" * ").match_strongly('"9"')


@pytest.mark.parametrize("header", ["1", '"1', 'w/"1"', '"a" "b"', '"1"; "2"', "*, *", '"with space "x'])
def test_what_is_no_entity_tag_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="entity tag"):
        EntityTags.parse(header)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(header: str) -> None:
    with suppress(ValueError):
        assert EntityTags.parse(header).match_weakly('"1"') in (True, False)
