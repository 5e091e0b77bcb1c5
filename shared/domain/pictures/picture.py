"""A picture that has been cleaned, and the cursor that reads files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidPictureError

if TYPE_CHECKING:
    import re

MAX_PICTURE_BYTES = 4 * 1024 * 1024
"""In base64 within an event, this stays below the 6 MB that Lambda accepts."""
MAX_SIDE_PIXELS = 8192
MAX_PIXELS = 25_000_000
MAX_PARTS = 10_000
"""Segments or chunks of a file: no encoder writes a tenth of this, and each costs time."""
UPRIGHT = 1


class PictureFormat(StrEnum):
    """The accepted formats."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"

    @property
    def extension(self) -> str:
        """How the names of files end, also in the URLs of stored pictures."""
        return "jpg" if self is PictureFormat.JPEG else str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A still picture of at most 8192 by 8192 and 25 million pixels; larger ones cannot be constructed.

    ``content`` is a file that contains the picture and nothing else: no position, time, camera, comment or text.
    ``orientation`` is what its metadata said about how to show it, 1 to 8 as in Exif's tag Orientation; 1 is upright.
    Width and height are those of the file, before rotation. Raises InvalidPictureError.
    """

    format: PictureFormat
    width: int
    height: int
    content: bytes = field(repr=False)
    orientation: int = UPRIGHT

    def __post_init__(self) -> None:
        if not self.width or not self.height:
            raise InvalidPictureError("malformed", "The picture has no width or no height.")
        if max(self.width, self.height) > MAX_SIDE_PIXELS or self.width * self.height > MAX_PIXELS:
            raise InvalidPictureError(
                "too_many_pixels",
                f"The picture is {self.width} by {self.height} pixels; at most {MAX_SIDE_PIXELS} a side and"
                f" {MAX_PIXELS // 1_000_000} million in all are read.",
            )


def malformed(what: str) -> InvalidPictureError:
    """Return the error for a file whose structure does not match its format."""
    return InvalidPictureError("malformed", f"The file is damaged: {what}.")


def truncated() -> InvalidPictureError:
    """Return the error for a file that ends before its picture does."""
    return InvalidPictureError("truncated", "The file ends before its picture does; send it again.")


def animated() -> InvalidPictureError:
    """Return the error for an animated picture."""
    return InvalidPictureError("animated", "The picture moves; send one that stands still.")


class Cursor:
    """A position in a file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self._parts = 0

    @property
    def is_at_end(self) -> bool:
        """Whether everything has been taken."""
        return self.position == len(self.data)

    def begin_part(self) -> None:
        """Count a picture, segment or chunk. Raises InvalidPictureError if there are too many."""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise malformed("it is cut into too many parts")

    def take(self, length: int) -> bytes:
        """Return the next bytes and move past them. Raises InvalidPictureError if there are fewer."""
        end = self.position + length
        if end > len(self.data):
            raise truncated()
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def take_until(self, pattern: re.Pattern[bytes]) -> bytes:
        """Return everything before the next match. Raises InvalidPictureError if there is none."""
        found = pattern.search(self.data, self.position)
        return self.take((found.start() if found else len(self.data) + 1) - self.position)

    def take_until_or_rest(self, pattern: re.Pattern[bytes]) -> bytes:
        """Return everything before the next match, or the rest if there is none."""
        found = pattern.search(self.data, self.position)
        return self.take((found.start() if found else len(self.data)) - self.position)
