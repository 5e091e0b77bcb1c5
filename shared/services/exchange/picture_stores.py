"""Where the pictures of an account are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.avatars import AvatarStore
    from shared.services.ports.photos import PhotoRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureStores:
    """Where pictures are, and which photos a book has; each is made when a picture is asked for."""

    register: Callable[[], PhotoRegister]
    photos: Callable[[], AvatarStore]
    avatars: Callable[[], AvatarStore]
