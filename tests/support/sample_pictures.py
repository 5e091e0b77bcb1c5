"""Pictures for tests, drawn and read with Pillow."""

from __future__ import annotations

import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"50.4501 N, 30.5234 E"
"""A text in the metadata of every picture that has some."""
FORMATS = ("JPEG", "PNG", "WEBP")


def drawn(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Return a picture with four different quarters, so that rotating it makes a difference."""
    image = Image.linear_gradient("L").resize(size)
    bands = [image.rotate(90 * number, expand=False) for number in range(4)]
    if mode == "P":
        return Image.merge("RGB", bands[:3]).quantize(16)
    if mode in {"L", "1"}:
        return image.convert(mode)
    return Image.merge(mode, bands[: len(mode)])


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return an image as a file of this kind, for example ``PNG``."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture without metadata."""
    return encoded(drawn(), kind, **options)


def exif(orientation: int = 1) -> bytes:
    """Return Exif metadata with a place and a name."""
    metadata = Image.Exif()
    metadata[0x0112] = orientation
    metadata[0x010E] = SECRET.decode()
    metadata.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.36), 3: "E", 4: (30.0, 31.0, 24.24)})
    return metadata.tobytes()


def talkative(kind: str, *, orientation: int = 1) -> bytes:
    """Return a picture with all kinds of metadata."""
    more: dict[str, Any] = {"exif": exif(orientation), "icc_profile": profile()}
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET.decode())
        texts.add_text("Description", SECRET.decode(), zip=True)
        texts.add_itxt("Title", SECRET.decode())
        more["pnginfo"] = texts
    else:
        more["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        more["comment"] = SECRET
    return plain(kind, **more)


@cache
def profile() -> bytes:
    """Return the ICC profile of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def pixels(content: bytes) -> tuple[str, tuple[int, int], bytes]:
    """Return mode, size and pixels of a picture, before any rotation."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image.mode, image.size, image.tobytes()


def metadata_of(content: bytes) -> dict[str, Any]:
    """Return the metadata that Pillow finds in a file."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        return {str(name): value for name, value in image.info.items()}


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """Return a chunk of a PNG."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP file."""
    body = b"WEBP" + b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2) for kind, content in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body
