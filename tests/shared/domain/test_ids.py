"""Identifiers: ULIDs sort by time, and turn into a stable uid."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import CROCKFORD_ALPHABET, is_ulid, made_at, uid_of, ulid

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)


def test_the_timestamp_of_the_specification_is_encoded_as_it_says() -> None:
    at = datetime.fromtimestamp(1469918176.385, UTC)
    assert ulid(at, bytes(10)) == "01ARYZ6S41" + "0" * 16


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_id_sorts_after_an_earlier_one(earlier: bytes, later: bytes) -> None:
    assert ulid(NOON, earlier) < ulid(NOON + timedelta(milliseconds=1), later)


@given(st.binary(min_size=10, max_size=10))
def test_every_id_is_recognized(randomness: bytes) -> None:
    assert is_ulid(ulid(NOON, randomness))


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "I" * 26, "o" * 26, "0" * 25 + "é"])
def test_other_texts_are_not(text: str) -> None:
    assert not is_ulid(text)


@given(st.text(CROCKFORD_ALPHABET, min_size=25, max_size=25))
def test_the_uid_holds_the_same_128_bits(tail: str) -> None:
    value = 0
    for character in "1" + tail:
        value = value * 32 + CROCKFORD_ALPHABET.index(character)
    assert uid_of("1" + tail) == f"urn:uuid:{uuid.UUID(int=value)}"


@given(milliseconds=st.integers(0, 253_000_000_000_000), randomness=st.binary(min_size=10, max_size=10))
def test_a_ulid_says_when_it_was_made(milliseconds: int, randomness: bytes) -> None:
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    assert abs(made_at(ulid(time, randomness)) - time) <= timedelta(milliseconds=1)


def test_what_is_no_ulid_says_nothing() -> None:
    with pytest.raises(ValueError, match="no ULID"):
        made_at("commit")
