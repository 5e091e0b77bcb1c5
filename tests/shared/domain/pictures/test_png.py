from __future__ import annotations

import zlib

import pytest

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.png import MAX_PROFILE_BYTES, SIGNATURE, read_png
from tests.support.sample_pictures import chunk, drawn, encoded, metadata_of, pixels

HEADER = bytes((0, 0, 0, 9, 0, 0, 0, 9, 8, 2, 0, 0, 0))
START = chunk(b"IHDR", HEADER)
PIXELS = chunk(b"IDAT", b"x")
END = chunk(b"IEND")
PALETTE = chunk(b"PLTE", b"RGB")
WITH_PALETTE = chunk(b"IHDR", HEADER[:9] + b"\x03" + HEADER[10:])


def png(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks)


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidPictureError) as caught:
        read_png(data)
    return caught.value.reason


def test_transparency_of_a_palette_is_kept() -> None:
    image = drawn("P")
    data = encoded(image, "PNG", transparency=3)
    assert pixels(read_png(data).content) == pixels(data)
    assert metadata_of(read_png(data).content)["transparency"] == 3


@pytest.mark.parametrize("kind", [b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP"])
def test_what_tells_colours_is_kept_once(kind: bytes) -> None:
    data = png(START, chunk(kind, b"\x01"), PIXELS, END)
    assert read_png(data).content == data
    assert read_png(png(START, chunk(kind, b"\x01"), chunk(kind, b"\x02"), PIXELS, END)).content == data
    assert read_png(png(START, PIXELS, chunk(kind, b"\x01"), END)).content == png(START, PIXELS, END)


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"pHYs", b"bKGD", b"caBX", b"prVt"])
def test_everything_else_that_is_optional_is_left_out(kind: bytes) -> None:
    added = chunk(kind, b"secret")
    assert read_png(png(START, added, PIXELS, added, END)).content == png(START, PIXELS, END)


def test_pixels_in_several_chunks_are_kept() -> None:
    data = png(START, PIXELS, PIXELS, PIXELS, END)
    assert read_png(data).content == data


@pytest.mark.parametrize("body", [
    b"sRGB\0\0" + zlib.compress(bytes(MAX_PROFILE_BYTES + 1)),
    b"sRGB\0\0not deflated",
    b"",
])  # fmt: skip
def test_a_profile_that_is_a_bomb_or_damaged_is_left_out(body: bytes) -> None:
    assert read_png(png(START, chunk(b"iCCP", body), PIXELS, END)).content == png(START, PIXELS, END)


def test_a_profile_of_a_decent_size_is_kept() -> None:
    data = png(START, chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(MAX_PROFILE_BYTES))), PIXELS, END)
    assert read_png(data).content == data


def test_a_picture_that_moves_is_refused() -> None:
    moving = encoded(drawn(), "PNG", save_all=True, append_images=[drawn().rotate(90)])
    assert refusal(moving) == "animated"


@pytest.mark.parametrize("header", [
    HEADER[:-1],
    HEADER + b"\0",
    HEADER[:8] + bytes((16, 3, 0, 0, 0)),
    HEADER[:8] + bytes((8, 5, 0, 0, 0)),
    HEADER[:8] + bytes((8, 2, 1, 0, 0)),
    HEADER[:8] + bytes((8, 2, 0, 1, 0)),
    HEADER[:8] + bytes((8, 2, 0, 0, 2)),
])  # fmt: skip
def test_a_header_that_makes_no_sense_is_refused(header: bytes) -> None:
    assert refusal(png(chunk(b"IHDR", header), PIXELS, END)) == "malformed"


@pytest.mark.parametrize("data", [
    png(PIXELS, END),
    png(START, END),
    png(START, START, PIXELS, END),
    png(START, PIXELS, chunk(b"tEXt"), PIXELS, END),
    png(START, PIXELS, PALETTE, END),
    png(START, PALETTE, PALETTE, PIXELS, END),
    png(WITH_PALETTE, PIXELS, END),
    png(START, chunk(b"NEEd"), PIXELS, END),
    png(START, chunk(b"a b1"), PIXELS, END),
    png(START, PIXELS[:-1] + b"!", END),
    b"\x89PNG\n\r\x1a\n" + START + PIXELS + END,
])  # fmt: skip
def test_a_structure_that_is_none_is_refused(data: bytes) -> None:
    assert refusal(data) == "malformed"


def test_a_picture_with_a_palette_is_read() -> None:
    data = png(WITH_PALETTE, PALETTE, PIXELS, END)
    assert read_png(data).content == data
