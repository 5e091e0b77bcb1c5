"""What an upload asks for is what people see."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from local.cloudinary.transformation import transform
from shared.adapters.cloudinary_avatars import upright_square
from tests.support.sample_pictures import FORMATS, drawn, encoded, plain

RED, BLUE = (255, 0, 0), (0, 0, 255)


def half_red(orientation: int) -> bytes:
    """Return a picture that is red above and blue below once it is turned upright from an Exif orientation."""
    upright = Image.new("RGB", (400, 400), BLUE)
    upright.paste(RED, (0, 0, 400, 200))
    stored_by = {
        1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270],
    }  # fmt: skip
    for step in stored_by[orientation]:
        upright = upright.transpose(step)
    return encoded(upright, "PNG")


def sent(orientation: int) -> str:
    """Return the transformation as the SDK sends it."""
    return "/".join(
        f"a_{step['angle']}" if "angle" in step else "c_fill,g_face,h_300,w_300" for step in upright_square(orientation)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_avatar_is_upright(orientation: int) -> None:
    with Image.open(BytesIO(transform(half_red(orientation), sent(orientation)))) as image:
        assert image.size == (300, 300)
        assert (image.getpixel((150, 10)), image.getpixel((150, 290))) == (RED, BLUE)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_format_stays(kind: str) -> None:
    with Image.open(BytesIO(transform(plain(kind), sent(1)))) as image:
        assert (image.format, image.size) == (kind, (300, 300))


@pytest.mark.parametrize(("mode", "kind"), [("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"), ("L", "WEBP")])
def test_every_mode_is_transformed(mode: str, kind: str) -> None:
    with Image.open(BytesIO(transform(encoded(drawn(mode), kind), sent(6)))) as image:
        assert image.size == (300, 300)


def test_without_steps_nothing_changes() -> None:
    assert transform(plain(), "") == plain()


def test_an_unknown_step_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="e_sepia"):
        transform(plain(), "e_sepia")
