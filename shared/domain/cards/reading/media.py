"""Pictures: PHOTO as an address or as data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from shared.domain.cards.card import Picture
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.transfer_encodings import from_base64
from shared.domain.cards.reading.values import uri_of

if TYPE_CHECKING:
    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_DATA_URI = re.compile(r"data:(?P<type>[^,;]*)(?P<parameters>[^,]*),(?P<data>.*)", re.IGNORECASE | re.DOTALL)
_WEB = ("http://", "https://")
_BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"BM", "image/bmp"))
_IN_BASE64 = ("/9j/", "iVBOR", "R0lGOD", "UklGR")
"""How pictures in JPEG, PNG, GIF and WebP begin."""
_USED = ("ENCODING", "MEDIATYPE", "TYPE", "VALUE")
_NO_IMAGE_TYPES = frozenset({"", "binary", "home", "inline", "other", "pref", "uri", "url", "work"})


def read_photo(card: CardBuilder, prop: Property) -> None:
    """Read PHOTO: the first that is data becomes the picture, the first at an address of the web ``photo_url``."""
    value = uri_of(prop.value)
    if not value:
        card.note_empty(prop)
    elif value[:8].lower().startswith(_WEB):
        card.set(prop, "photo_url", value, ("VALUE",))
    elif card.picture is None and (picture := _picture_in(prop, value)):
        card.picture = picture
        card.remember(prop, _USED)
    else:
        card.keep(prop)


def _picture_in(prop: Property, value: str) -> Picture | None:
    if uri := _DATA_URI.fullmatch(value):
        is_base64 = uri["parameters"].lower().endswith(";base64")
        data = from_base64(uri["data"]) if is_base64 else unquote_to_bytes(uri["data"])
        given = uri["type"]
    elif "ENCODING" in prop.parameters or value.startswith(_IN_BASE64):
        data = from_base64(value)
        given = first(prop.parameters, "MEDIATYPE") or _given_type(prop)
    else:
        return None
    return Picture(media_type=_media_type(data, given), data=data) if data else None


def _given_type(prop: Property) -> str:
    types = [each.lower() for each in prop.parameters.get("TYPE", ())]
    return next((each for each in types if each not in _NO_IMAGE_TYPES), "")


def _media_type(data: bytes, given: str) -> str:
    """Return the media type of a picture: what its first bytes say, or else what was given."""
    for beginning, media_type in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    given = given.lower()
    return given if "/" in given or not given else f"image/{given}"
