"""The names of pictures as files of an archive. A picture is stored in the format that the end of its URL names."""

from __future__ import annotations

from shared.domain.pictures.photo_urls import photo_id_of
from shared.domain.pictures.picture import PictureFormat

PHOTOS = "photos/"
_AVATAR = "avatar"


def photo_file(photo_id: str, format_: PictureFormat) -> str:
    """Return the name of the file of a photo."""
    return f"{PHOTOS}{photo_id}.{format_.extension}"


def photo_file_of(url: str) -> tuple[str, str] | None:
    """Return the id of the photo at a URL, and the name of its file; None for what is no URL of a stored photo."""
    photo_id, format_ = photo_id_of(url), _format_of(url)
    return (photo_id, photo_file(photo_id, format_)) if photo_id and format_ else None


def avatar_file(format_: PictureFormat) -> str:
    """Return the name of the file of an avatar."""
    return f"{_AVATAR}.{format_.extension}"


def avatar_file_of(url: str) -> str | None:
    """Return the name of the file of the avatar at its URL; None if none that is stored has such a URL."""
    format_ = _format_of(url)
    return avatar_file(format_) if format_ else None


def _format_of(url: str) -> PictureFormat | None:
    ending = url.rpartition(".")[2]
    return next((each for each in PictureFormat if each.extension == ending), None)
