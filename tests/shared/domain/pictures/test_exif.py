from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.pictures.exif import orientation_of
from tests.support.sample_pictures import exif

ENTRY = b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"


def directory(*entries: bytes) -> bytes:
    return b"II*\0\x08\0\0\0" + len(entries).to_bytes(2, "little") + b"".join(entries) + bytes(4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_read(orientation: int) -> None:
    assert orientation_of(exif(orientation)) == orientation


def test_both_byte_orders_are_read() -> None:
    assert orientation_of(directory(ENTRY)) == 6
    assert orientation_of(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0") == 6


def test_an_orientation_stored_as_a_long_is_read() -> None:
    assert orientation_of(directory(ENTRY[:2] + b"\x04" + ENTRY[3:])) == 6
    assert orientation_of(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06") == 6


def test_other_entries_are_passed_over() -> None:
    assert orientation_of(directory(b"\x0f" + ENTRY[1:], ENTRY)) == 6


@pytest.mark.parametrize("data", [
    b"",
    b"II*\0",
    directory(),
    directory(ENTRY[:8] + b"\0\0\0\0"),
    directory(ENTRY[:8] + b"\x09\0\0\0"),
    directory(ENTRY[:2] + b"\x04" + ENTRY[3:10] + b"\x01\0"),
    directory(ENTRY[:2] + b"\x05" + ENTRY[3:]),
    directory(ENTRY[:4] + b"\x02" + ENTRY[5:]),
    b"II*\0\xff\xff\xff\xff",
    b"II*\0\x08\0\0\0\xff\xff",
    b"XX*\0\x08\0\0\0",
])  # fmt: skip
def test_metadata_that_says_nothing_means_upright(data: bytes) -> None:
    assert orientation_of(data) == 1


@given(st.binary(max_size=100))
def test_whatever_the_bytes_there_is_an_orientation(data: bytes) -> None:
    assert orientation_of(b"II*\0" + data) in range(1, 9)
    assert orientation_of(b"MM\0*" + data) in range(1, 9)
