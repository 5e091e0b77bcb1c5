"""What is true of every format: what is taken, what is kept, and that nothing else can happen."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.picture import MAX_PARTS, MAX_PICTURE_BYTES, Picture, PictureFormat
from shared.domain.pictures.reading import read_picture
from tests.support.bounded_work import bounded_work
from tests.support.sample_pictures import (
    FORMATS,
    SECRET,
    chunk,
    drawn,
    encoded,
    metadata_of,
    pixels,
    plain,
    profile,
    riff,
    segment,
    talkative,
)

END_OF_IMAGE = b"\xff\xd9"


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidPictureError) as caught:
        read_picture(data)
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/file", f"picture_{caught.value.reason}")
    return caught.value.reason


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("mode", "options"), [
    ("RGB", {}), ("L", {}), ("RGB", {"quality": 100}), ("RGB", {"progressive": True}), ("RGB", {"lossless": True}),
    ("RGBA", {}), ("RGBA", {"lossless": True}), ("CMYK", {}), ("P", {}), ("1", {}), ("LA", {}),
])  # fmt: skip
def test_cleaning_leaves_every_pixel(kind: str, mode: str, options: dict[str, bool]) -> None:
    supported = {"JPEG": {"RGB", "L", "CMYK", "1"}, "WEBP": {"RGB", "RGBA", "L"}}.get(kind)
    if (supported and mode not in supported) or (kind == "PNG" and mode == "CMYK"):
        return
    data = encoded(drawn(mode), kind, **options)
    picture = read_picture(data)
    assert pixels(picture.content) == pixels(data)
    assert (picture.format, picture.width, picture.height) == (PictureFormat[kind], 48, 32)


@pytest.mark.parametrize("kind", FORMATS)
def test_position_comments_and_names_are_gone(kind: str) -> None:
    data = talkative(kind, orientation=6)
    assert {"exif", "icc_profile"} <= set(metadata_of(data))
    picture = read_picture(data)
    assert pixels(picture.content) == pixels(data)
    assert SECRET in data
    assert SECRET not in picture.content
    assert b"Exif" not in picture.content
    left = set(metadata_of(picture.content)) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert left - {"loop", "background", "timestamp", "duration"} == {"icc_profile"}
    assert metadata_of(picture.content)["icc_profile"] == profile()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_told_apart_from_the_picture(kind: str, orientation: int) -> None:
    assert read_picture(talkative(kind, orientation=orientation)).orientation == orientation


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_without_metadata_is_upright(kind: str) -> None:
    assert read_picture(plain(kind)).orientation == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_a_clean_picture_stays_as_it_is(kind: str) -> None:
    once = read_picture(talkative(kind)).content
    assert read_picture(once).content == once


@pytest.mark.parametrize("kind", FORMATS)
def test_every_truncated_file_is_refused(kind: str) -> None:
    data = talkative(kind)
    # A JPEG may lack its end marker, and so any pixel, and a WebP the padding at its end.
    end = {"JPEG": data.find(b"\xff\xda") + 15, "PNG": len(data), "WEBP": len(data) - 1}[kind]
    reasons = {refusal(data[:length]) for length in range(1, end)}
    assert reasons == {"not_a_picture", "truncated"}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "tail", [b"\0", b"\n", bytes(4096), b"PK\x05\x06" + bytes(18), b"<script>alert(1)</script>", b"%PDF-1.7"]
)
def test_what_follows_a_picture_is_left_out(kind: str, tail: bytes) -> None:
    assert read_picture(plain(kind) + tail).content == read_picture(plain(kind)).content


@pytest.mark.parametrize("kind", FORMATS)
def test_of_two_pictures_in_one_file_the_first_is_read(kind: str) -> None:
    assert read_picture(plain(kind) + talkative(kind)).content == read_picture(plain(kind)).content


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_only_ends_like_a_picture_is_none(kind: str) -> None:
    assert refusal(b"<html>" + plain(kind)) == "not_a_picture"


def png_of(width: int, height: int) -> bytes:
    header = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND")


def jpeg_of(width: int, height: int) -> bytes:
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\0"
    return b"\xff\xd8" + segment(0xC0, frame) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"x\xff\xd9"


def webp_of(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    return riff((b"VP8L", b"\x2f" + bits.to_bytes(4, "little") + b"x"))


@pytest.mark.parametrize("of", [png_of, jpeg_of, webp_of])
@pytest.mark.parametrize(("width", "height"), [(8193, 1), (1, 8193), (5001, 5000), (16384, 16384)])
def test_a_bomb_of_pixels_is_refused(of: type, width: int, height: int) -> None:
    assert refusal(of(width, height)) == "too_many_pixels"


@pytest.mark.parametrize("of", [png_of, jpeg_of, webp_of])
@pytest.mark.parametrize(("width", "height"), [(8192, 1), (1, 8192), (5000, 5000), (1, 1)])
def test_the_largest_pictures_are_taken(of: type, width: int, height: int) -> None:
    picture = read_picture(of(width, height))
    assert (picture.width, picture.height) == (width, height)


@pytest.mark.parametrize("of", [png_of, jpeg_of])
def test_a_picture_without_a_side_is_refused(of: type) -> None:
    assert refusal(of(0, 5)) == refusal(of(5, 0)) == "malformed"


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "empty"),
    (b"hello", "not_a_picture"),
    (b"RIFF\x04\0\0\0WAVE", "not_a_picture"),
    (b"%PDF-1.7", "not_a_picture"),
    (b"PK\x03\x04", "not_a_picture"),
    (b"GIF89a" + bytes(20), "unsupported_format"),
    (b"BM" + bytes(20), "unsupported_format"),
    (b"II*\0" + bytes(20), "unsupported_format"),
    (b"\0\0\0\x18ftypheic" + bytes(20), "unsupported_format"),
    (b"\0\0\0\x18ftypavif" + bytes(20), "unsupported_format"),
    (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported_format"),
])  # fmt: skip
def test_what_is_no_picture_is_told_from_one_of_another_format(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


SAMPLES = [plain(kind) for kind in FORMATS] + [talkative(kind) for kind in FORMATS]


MAX_CALLS = 40 * MAX_PARTS


def outcome(data: bytes) -> Picture | None:
    try:
        return read_picture(data)
    except InvalidPictureError:
        return None


@given(st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"]), st.binary(max_size=400))
@example(b"RIFF", b"\x1e\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(10))
def test_whatever_the_bytes_they_are_read_or_refused(start: bytes, rest: bytes) -> None:
    outcome(start + rest)


@example(plain("JPEG")[:-2], [(0, 0xFF)], b"", 0)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6),
    st.binary(max_size=20),
    st.integers(0, 10_000),
)
def test_whatever_happened_to_a_picture_it_is_read_or_refused(
    data: bytes, flips: list[tuple[int, int]], inserted: bytes, at: int
) -> None:
    changed = bytearray(data)
    for position, byte in flips:
        changed[position % len(changed)] = byte
    at %= len(changed)
    changed[at:at] = inserted
    picture = outcome(bytes(changed))
    if picture is not None:
        assert read_picture(picture.content).content == picture.content
        assert len(picture.content) <= len(changed) + len(END_OF_IMAGE)  # which is added to a JPEG that lacks it


@pytest.mark.parametrize("data", [
    b"\xff\xd8" + b"\xff" * MAX_PICTURE_BYTES,
    b"\xff\xd8" + segment(0xFE, b"") * (MAX_PICTURE_BYTES // 4),
    jpeg_of(9, 9)[:-2] + segment(0xFE, b"") * (MAX_PICTURE_BYTES // 4),
    png_of(9, 9)[:-12] + chunk(b"tEXt") * (MAX_PICTURE_BYTES // 12),
    riff((b"VP8L", b"\x2f" + bytes(4)), *[(b"ABCD", b"")] * (MAX_PICTURE_BYTES // 8)),
    b"<?xml" + b" " * MAX_PICTURE_BYTES,
])  # fmt: skip
def test_no_file_keeps_its_reader_busy(data: bytes) -> None:
    with bounded_work(max_calls=MAX_CALLS):
        assert outcome(data) is None


@pytest.mark.parametrize("pixels", [b"\xff\0" * (MAX_PICTURE_BYTES // 2), b"\xff" * MAX_PICTURE_BYTES + b"\0"])
def test_pixels_without_an_end_do_not_keep_their_reader_busy(pixels: bytes) -> None:
    with bounded_work(max_calls=MAX_CALLS):
        assert outcome(jpeg_of(9, 9)[:-2] + pixels) is not None
