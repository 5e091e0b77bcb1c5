"""Zstandard (RFC 8878), from Python itself as soon as it has it (PEP 784)."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 9,
    zstd.CompressionParameter.checksum_flag: 1,
}
"""Level 9: beyond it, time grows tenfold for a few per cent. The checksum finds what storage has damaged."""


class DamagedFrameError(Exception):
    """The bytes are not a frame of the expected size, or not what was compressed."""


def compressed(content: bytes) -> bytes:
    """Return a frame with the content and its checksum."""
    return zstd.compress(content, options=_OPTIONS)


def decompressed(frame: bytes | memoryview, size: int) -> bytes:
    """Return the content of a frame, which is ``size`` bytes. Raises DamagedFrameError, before it takes more memory."""
    try:
        if zstd.get_frame_info(frame).decompressed_size != size:
            raise DamagedFrameError("a frame of another size")
        return zstd.decompress(frame)
    except zstd.ZstdError as error:
        raise DamagedFrameError(str(error)) from error
