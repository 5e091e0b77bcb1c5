"""Incoming transformations: what Cloudinary does to a picture before storing it.

https://cloudinary.com/documentation/transformation_reference
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

_CENTRE = (0.5, 0.5)
_FLIPS = {"hflip": Image.Transpose.FLIP_LEFT_RIGHT, "vflip": Image.Transpose.FLIP_TOP_BOTTOM}
_MODES = {"JPEG": {"L", "RGB", "CMYK"}, "PNG": {"L", "LA", "RGB", "RGBA"}, "WEBP": {"RGB", "RGBA"}}


class UnreadablePictureError(ValueError):
    """The picture cannot be decoded."""


def transform(content: bytes, transformation: str) -> bytes:
    """Return a JPEG, PNG or WebP picture with all steps of a transformation applied, in the same format.

    Steps are ``a_90`` (degrees clockwise), ``a_hflip``, ``a_vflip``, and ``c_fill`` with ``w_`` and ``h_`` in pixels.
    Gravity is ignored: crops are centred, where Cloudinary would look for a face. Raises UnreadablePictureError, and
    ValueError for any other step.
    """
    try:
        with Image.open(BytesIO(content), formats=tuple(_MODES)) as image:
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnreadablePictureError("the picture cannot be decoded") from error
    assert image.format is not None
    kind, steps = image.format, [step for step in transformation.split("/") if step]
    if not steps:
        return content
    picture: Image.Image = image if image.mode in _MODES[kind] else image.convert("RGBA" if kind != "JPEG" else "RGB")
    for step in steps:
        picture = _stepped(picture, step)
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def _stepped(picture: Image.Image, step: str) -> Image.Image:
    options = dict(option.split("_", 1) for option in step.split(","))
    if options.keys() == {"a"}:
        angle = options["a"]
        return picture.transpose(_FLIPS[angle]) if angle in _FLIPS else picture.rotate(-int(angle), expand=True)
    if options.get("c") == "fill":
        return ImageOps.fit(picture, (int(options["w"]), int(options["h"])), centering=_CENTRE)
    raise ValueError(f"the stand-in does not know the transformation {step}")
