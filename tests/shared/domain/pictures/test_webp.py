from __future__ import annotations

import pytest

from shared.domain.errors import InvalidPictureError
from shared.domain.pictures.webp import read_webp
from tests.support.sample_pictures import drawn, encoded, metadata_of, pixels, profile, riff

LOSSLESS = b"\x2f" + (8 | 8 << 14).to_bytes(4, "little") + b"xyz"
LOSSY = b"\x10\0\0\x9d\x01\x2a\x09\0\x09\0"
EXTENDED = b"\0\0\0\0\x08\0\0\x08\0\0"


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidPictureError) as caught:
        read_webp(data)
    return caught.value.reason


def test_transparency_beside_lossy_pixels_is_kept() -> None:
    data = encoded(drawn("RGBA"), "WEBP", quality=50)
    assert b"ALPH" in data
    assert pixels(read_webp(data).content) == pixels(data)


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_profile_and_transparency_go_together(mode: str, lossless: bool) -> None:
    data = encoded(drawn(mode), "WEBP", lossless=lossless, icc_profile=profile(), exif=b"Exif\0\0secret")
    picture = read_webp(data)
    assert pixels(picture.content) == pixels(data)
    assert metadata_of(picture.content)["icc_profile"] == profile()
    assert (picture.content[12:16], picture.content[20]) == (b"VP8X", 0x20 | (0x10 if mode == "RGBA" else 0))
    assert b"secret" not in picture.content


def test_only_what_is_needed_is_left_of_an_extended_file() -> None:
    data = riff((b"VP8X", b"\x0c" + EXTENDED[1:]), (b"VP8 ", LOSSY), (b"EXIF", b"x"), (b"XMP ", b"y"), (b"UNKN", b"z"))
    assert read_webp(data).content == riff((b"VP8 ", LOSSY))


def test_lossless_pixels_need_no_transparency_beside_them() -> None:
    data = riff((b"VP8X", EXTENDED), (b"ALPH", b"a"), (b"VP8L", LOSSLESS))
    assert read_webp(data).content == riff((b"VP8L", LOSSLESS))


@pytest.mark.parametrize("data", [
    encoded(drawn(), "WEBP", save_all=True, append_images=[drawn().rotate(90)]),
    riff((b"VP8X", b"\x02" + EXTENDED[1:]), (b"VP8L", LOSSLESS)),
    riff((b"VP8L", LOSSLESS), (b"ANMF", b"")),
])  # fmt: skip
def test_a_picture_that_moves_is_refused(data: bytes) -> None:
    assert refusal(data) == "animated"


def counted_in(data: bytes, padding: bytes) -> bytes:
    """Return a file whose size includes what is no chunk."""
    return data[:4] + (len(data) - 8 + len(padding)).to_bytes(4, "little") + data[8:] + padding


@pytest.mark.parametrize("padding", [b"\0", bytes(7), b"\n"])
def test_padding_that_is_counted_in_is_left_out(padding: bytes) -> None:
    data = riff((b"VP8L", LOSSLESS))
    assert read_webp(counted_in(data, padding)).content == read_webp(data).content


def test_padding_may_be_forgotten_at_the_end() -> None:
    data = riff((b"VP8L", LOSSLESS[:-1]))
    assert read_webp(data[:-1]).content == read_webp(data).content
    size = (len(data) - 9).to_bytes(4, "little")
    assert read_webp(data[:4] + size + data[8:-1]).content == read_webp(data).content


@pytest.mark.parametrize("data", [
    riff(),
    riff((b"EXIF", b"x")),
    riff((b"VP8 ", LOSSY), (b"VP8L", LOSSLESS)),
    riff((b"VP8L", LOSSLESS), (b"VP8L", LOSSLESS + b"!")),
    riff((b"VP8X", EXTENDED), (b"VP8X", b"\x10" + EXTENDED[1:]), (b"VP8L", LOSSLESS)),
    riff((b"VP8X", EXTENDED[:-1]), (b"VP8L", LOSSLESS)),
    riff((b"VP8X", EXTENDED[:-3] + b"\x09\0\0"), (b"VP8L", LOSSLESS)),
    riff((b"VP8L", b"\x2e" + LOSSLESS[1:])),
    riff((b"VP8L", LOSSLESS[:4] + b"\x20" + LOSSLESS[5:])),
    riff((b"VP8L", b"\x2f\0\0")),
    riff((b"VP8 ", LOSSY[:9])),
    riff((b"VP8 ", b"\x11" + LOSSY[1:])),
    riff((b"VP8 ", LOSSY[:3] + b"\x9d\x01\x2b" + LOSSY[6:])),
    riff((b"VP8 ", LOSSY[:6] + b"\0\0\x09\0")),
    b"RIFF\x04\0\0\0WAVE",
    b"RIFX\x04\0\0\0WEBP",
])  # fmt: skip
def test_a_structure_that_is_none_is_refused(data: bytes) -> None:
    assert refusal(data) == "malformed"


@pytest.mark.parametrize("data", [
    riff((b"VP8 ", b"\xf0\xff\xff" + LOSSY[3:])),
    riff((b"VP8L", LOSSLESS))[:-1],
    riff((b"VP8L", LOSSLESS[:-1]))[:-2],
])  # fmt: skip
def test_pixels_that_end_too_early_are_refused(data: bytes) -> None:
    assert refusal(data) == "truncated"
