"""WebP: a RIFF file, which is a sequence of chunks.

RFC 9649; the header of VP8 frames: RFC 6386 section 9.1.
"""

from __future__ import annotations

from shared.domain.pictures.exif import orientation_of
from shared.domain.pictures.picture import Cursor, Picture, PictureFormat, animated, malformed, truncated

_HEADER, _LOSSY, _LOSSLESS = b"VP8X", b"VP8 ", b"VP8L"
_PROFILE, _ALPHA, _EXIF = b"ICCP", b"ALPH", b"EXIF"
_ANIMATION = frozenset({b"ANIM", b"ANMF"})
_HAS_PROFILE, _HAS_ALPHA, _IS_ANIMATED = 0x20, 0x10, 0x02
_LOSSY_START = b"\x9d\x01\x2a"
_LOSSLESS_START = 0x2F
_CHUNK_HEADER_BYTES = 8


def read_webp(data: bytes) -> Picture:
    """Return the picture of a WebP file, with its colour profile and without any other metadata.

    Whatever follows the RIFF file is dropped, and so is what is left of it when no chunk fits any more: some programs
    count padding in, or forget it. Raises InvalidPictureError.
    """
    chunks = _read_chunks(data)
    images = [kind for kind in (_LOSSY, _LOSSLESS) if kind in chunks]
    if len(images) != 1:
        raise malformed("it does not hold one picture")
    (image,) = images
    width, height, has_alpha = (_lossy if image == _LOSSY else _lossless)(chunks[image])
    _check_canvas(chunks.get(_HEADER), width, height)
    kept = {kind: chunks[kind] for kind in (_PROFILE, _ALPHA, image) if kind in chunks}
    if image == _LOSSLESS:
        # It has its own transparency, and readers ignore any other.
        kept.pop(_ALPHA, None)
    if len(kept) > 1:
        flags = (_HAS_PROFILE if _PROFILE in kept else 0) | (_HAS_ALPHA if has_alpha or _ALPHA in kept else 0)
        kept = {_HEADER: _header(flags, width, height), **kept}
    return Picture(
        format=PictureFormat.WEBP,
        width=width,
        height=height,
        content=_riff(kept),
        orientation=orientation_of(chunks.get(_EXIF, b"")),
    )


def _read_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return all chunks by name; if a name recurs, its first chunk."""
    cursor = Cursor(data)
    if cursor.take(4) != b"RIFF":
        raise malformed("it does not start like a WebP")
    size = int.from_bytes(cursor.take(4), "little")
    body = Cursor(cursor.take(min(size, max(size - 1, len(data) - cursor.position))))  # it may lack its last padding
    if body.take(4) != b"WEBP":
        raise malformed("it does not start like a WebP")
    chunks: dict[bytes, bytes] = {}
    while len(body.data) - body.position >= _CHUNK_HEADER_BYTES:
        body.begin_part()
        kind, length = body.take(4), int.from_bytes(body.take(4), "little")
        content = body.take(length)
        if not body.is_at_end:
            body.take(length % 2)
        if kind in _ANIMATION or (kind == _HEADER and content[:1] and content[0] & _IS_ANIMATED):
            raise animated()
        if chunks.setdefault(kind, content) is not content and kind in {_HEADER, _LOSSY, _LOSSLESS, _ALPHA}:
            raise malformed("a chunk stands twice")
    return chunks


def _lossy(content: bytes) -> tuple[int, int, bool]:
    if len(content) < 10 or content[0] & 1 or content[3:6] != _LOSSY_START:
        raise malformed("its pixels have no header")
    if int.from_bytes(content[:3], "little") >> 5 > len(content) - 10:
        raise truncated()
    width, height = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    if not width or not height:
        raise malformed("it has no width or no height")
    return width, height, False


def _lossless(content: bytes) -> tuple[int, int, bool]:
    bits = int.from_bytes(content[1:5], "little")
    if len(content) < 5 or content[0] != _LOSSLESS_START or bits >> 29:
        raise malformed("its pixels have no header")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)


def _check_canvas(header: bytes | None, width: int, height: int) -> None:
    if header is None:
        return
    if len(header) != 10 or header[4:] != _header(0, width, height)[4:]:
        raise malformed("it tells two sizes")


def _header(flags: int, width: int, height: int) -> bytes:
    return bytes((flags, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _riff(chunks: dict[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
        for kind, content in chunks.items()
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body
