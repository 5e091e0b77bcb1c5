"""What the URL of a stored photo says: that it is one, its id, and where its thumbnail is.

The service that keeps the pictures makes them smaller on the way, as the URL asks for it
(https://cloudinary.com/documentation/transformation_reference).
"""

from __future__ import annotations

FOLDER = "/photos/"
"""Before the id of a photo in its URL."""
THUMBNAIL_PIXELS = 96
"""The side of the square."""

_DELIVERY = "/image/upload/"
_SERVICE = "/contacts-api/"
_SMALLER = f"{_DELIVERY}c_fill,h_{THUMBNAIL_PIXELS},w_{THUMBNAIL_PIXELS}/"


def photo_id_of(url: str) -> str | None:
    """Return the id of the photo at a URL of this form, stored by whatever book; None for any other URL."""
    before, _, name = url.rpartition(FOLDER)
    _, delivery, place = before.partition(_DELIVERY)
    photo_id = name.partition(".")[0]
    return photo_id if delivery and _SERVICE in f"/{place}/" and photo_id and "/" not in name else None


def thumbnail_of(url: str) -> str | None:
    """Return the URL of the thumbnail of a stored photo; None for any other URL."""
    return url.replace(_DELIVERY, _SMALLER, 1) if photo_id_of(url) else None
