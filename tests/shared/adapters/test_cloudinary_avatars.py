"""The steps that bring a picture upright, tried with Pillow on what Cloudinary is told to do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageOps

from shared.adapters.cloudinary_avatars import upright_square
from tests.support.sample_pictures import talkative

# Pillow turns the other way round.
TURNS: dict[Any, Image.Transpose] = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
    "hflip": Image.Transpose.FLIP_LEFT_RIGHT,
    "vflip": Image.Transpose.FLIP_TOP_BOTTOM,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_brought_upright_and_then_cropped(orientation: int) -> None:
    *turns, crop = upright_square(orientation)
    assert crop == {"width": 300, "height": 300, "crop": "fill", "gravity": "face"}
    with Image.open(BytesIO(talkative("PNG", orientation=orientation))) as image:
        turned = image.copy()
        for step in turns:
            turned = turned.transpose(TURNS[step["angle"]])
        assert turned.tobytes() == ImageOps.exif_transpose(image).tobytes()
        assert turned.size == ImageOps.exif_transpose(image).size
