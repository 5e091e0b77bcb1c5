from __future__ import annotations

import pytest

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.jpeg import MAX_SCANS, read_jpeg
from tests.support.sample_pictures import exif, metadata_of, pixels, plain, profile, segment, talkative

FRAME = b"\x08\0\x09\0\x09\x01\x01\x11\0"
SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"x"
END = b"\xff\xd9"


def jpeg(*parts: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(parts) + END


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidPictureError) as caught:
        read_jpeg(data)
    return caught.value.reason


def with_segment(marker: int, body: bytes, data: bytes | None = None) -> bytes:
    """Put a segment at the start of a picture."""
    data = data or plain()
    return data[:2] + segment(marker, body) + data[2:]


def test_a_preview_is_left_out() -> None:
    """It may show what was cut away from the picture."""
    data = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01" + b"RGB") + plain()[20:]
    picture = read_jpeg(data)
    assert b"RGB" not in picture.content
    assert pixels(picture.content) == pixels(data)
    assert metadata_of(picture.content)["jfif_density"] == (72, 72)


def test_a_profile_in_several_segments_is_kept_whole() -> None:
    long = profile() + bytes(100_000)
    assert metadata_of(read_jpeg(plain(icc_profile=long)).content)["icc_profile"] == long


def test_the_first_of_two_orientations_counts() -> None:
    data = with_segment(0xE1, exif(8), with_segment(0xE1, exif(3)))
    assert read_jpeg(data).orientation == 8


@pytest.mark.parametrize(
    "body", [b"", b"JFIF", b"JFXX\0", b"Adobe", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"MPF"]
)
@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE])
def test_metadata_that_nobody_understands_is_left_out(marker: int, body: bytes) -> None:
    assert read_jpeg(with_segment(marker, body)).content == read_jpeg(plain()).content


def test_metadata_between_scans_is_left_out() -> None:
    assert read_jpeg(jpeg(segment(0xC2, FRAME), SCAN, segment(0xFE, b"secret"), SCAN)).content == jpeg(
        segment(0xC2, FRAME), SCAN, SCAN
    )


def test_restart_markers_and_stuffed_bytes_belong_to_a_scan() -> None:
    data = jpeg(segment(0xDD, b"\0\x01"), segment(0xC0, FRAME), SCAN, b"\xff\xd0y\xff\0\xff\xd7z")
    assert read_jpeg(data).content == data


def test_markers_may_be_filled_up() -> None:
    data = b"\xff\xd8\xff\xff\xff" + segment(0xC0, FRAME) + SCAN + b"\xff\xff\xff\xd9"
    assert read_jpeg(data).content.startswith(b"\xff\xd8" + segment(0xC0, FRAME) + SCAN)


@pytest.mark.parametrize("announcement", [b"MPF\0MM\0*", b"not at all"])
@pytest.mark.parametrize("rest", [plain() + talkative("JPEG"), plain()[:-5], b"\0" * 4096, b"PK\x03\x04", b"{}vivo"])
def test_what_a_phone_has_put_behind_is_left_out(announcement: bytes, rest: bytes) -> None:
    data = with_segment(0xE2, announcement, talkative("JPEG"))
    assert read_jpeg(data + rest).content == read_jpeg(data).content == read_jpeg(talkative("JPEG")).content


def test_a_picture_may_end_with_its_file() -> None:
    assert plain().endswith(END)
    assert read_jpeg(plain()[:-2]).content == read_jpeg(plain()).content
    half_a_marker = read_jpeg(plain()[:-1])
    assert pixels(half_a_marker.content) == pixels(plain())


@pytest.mark.parametrize("rest", [b"\xff\x3a mdat", b"\xff\xd8" + plain()[2:], b"\xff\x01", b"\xff\xc0\0"])
def test_a_picture_without_an_end_marker_ends_where_no_picture_goes_on(rest: bytes) -> None:
    assert read_jpeg(plain()[:-2] + rest).content == read_jpeg(plain()).content


def test_a_picture_that_ends_before_its_first_pixel_is_truncated() -> None:
    assert refusal(jpeg(segment(0xC0, FRAME), SCAN[:-1])[:-2]) == "truncated"


@pytest.mark.parametrize("marker", [0xC3, 0xC5, 0xC9, 0xCA, 0xCC, 0xCF, 0xDC, 0xDE, 0xDF])
def test_kinds_that_browsers_do_not_show_are_refused(marker: int) -> None:
    assert refusal(jpeg(segment(marker, FRAME), SCAN)) == "unsupported_format"


@pytest.mark.parametrize("frame", [b"\x0c" + FRAME[1:], b"\x08\0\x09\0\x09\x02\x01\x11\0\x02\x11\0"])
def test_other_depths_and_components_are_refused(frame: bytes) -> None:
    assert refusal(jpeg(segment(0xC0, frame), SCAN)) == "unsupported_format"


@pytest.mark.parametrize("data", [
    jpeg(),
    jpeg(segment(0xC0, FRAME)),
    jpeg(SCAN),
    jpeg(segment(0xC0, FRAME), segment(0xC0, FRAME), SCAN),
    jpeg(segment(0xC0, FRAME[:-1]), SCAN),
    jpeg(segment(0xC0, b"\x08\0\x09"), SCAN),
    jpeg(segment(0xC0, FRAME), b"\xff\xfe\0\x01", SCAN),
    jpeg(segment(0xC0, FRAME), b"oops", SCAN),
    jpeg(b"\xff\xd8", segment(0xC0, FRAME), SCAN),
    jpeg(b"\xff\xd3", segment(0xC0, FRAME), SCAN),
    jpeg(b"\xff\x01", segment(0xC0, FRAME), SCAN),
    jpeg(segment(0xF5, b""), segment(0xC0, FRAME), SCAN),
    jpeg(segment(0xC2, FRAME), SCAN * (MAX_SCANS + 1)),
    b"\xff\xd9",
])  # fmt: skip
def test_a_structure_that_is_none_is_refused(data: bytes) -> None:
    assert refusal(data) == "malformed"


def test_as_many_scans_as_are_allowed_are_read() -> None:
    assert read_jpeg(jpeg(segment(0xC2, FRAME), SCAN * MAX_SCANS)).width == 9
