"""What is a stored photo, by its URL, and where its thumbnail is."""

from __future__ import annotations

import pytest

from shared.domain.pictures.photo_urls import photo_id_of, thumbnail_of

BASE = "https://res.cloudinary.com/demo/image/upload"
PHOTO = f"{BASE}/v17/contacts-api/prod/photos/Yx-1_.jpg"


def test_a_stored_photo_has_an_id_and_a_thumbnail() -> None:
    thumbnail = f"{BASE}/c_fill,h_96,w_96/v17/contacts-api/prod/photos/Yx-1_.jpg"
    assert photo_id_of(PHOTO) == photo_id_of(thumbnail) == "Yx-1_"
    assert thumbnail_of(PHOTO) == thumbnail


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.com/photos/a.jpg",
        "https://example.com/contacts-api/prod/photos/a.jpg",
        f"{BASE}/v17/contacts-api/prod/avatars/a.jpg",
        f"{BASE}/v17/elsewhere/photos/a.jpg",
        f"{BASE}/v17/contacts-api/prod/photos/",
        f"{BASE}/v17/contacts-api/prod/photos/.jpg",
        f"{BASE}/v17/contacts-api/prod/photos/a/b.jpg",
    ],
)
def test_any_other_url_has_neither(url: str) -> None:
    assert photo_id_of(url) is None
    assert thumbnail_of(url) is None
