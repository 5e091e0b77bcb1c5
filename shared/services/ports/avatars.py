"""The store of avatars, and of contacts' photos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.pictures.picture import Picture

MAX_STORED_BYTES = 1024 * 1024
"""Of an avatar: its pixels alone are at most 703 KiB, with 16 bits a channel and not compressed at all."""
MAX_GET_SECONDS = 4.0
"""Until the last byte of an avatar is there."""


class AvatarStore(Protocol):
    """Keeps one avatar of 300 by 300 pixels per owner, visible to everybody who knows its URL.

    An owner is an account. In the store of contacts' photos it is the photo itself, which is put once.
    """

    def url(self, owner_id: str) -> str:
        """Return where the avatar is seen, if there is one. Makes no request.

        Raises SecretsUnavailableError, as all methods do.
        """
        ...

    def get(self, owner_id: str) -> Picture | None:
        """Return the avatar as it is stored, or None if there is none. Takes at most MAX_GET_SECONDS.

        It is asked for by its owner, so nothing but what this store keeps is ever fetched. Raises InvalidPictureError
        for what has more than MAX_STORED_BYTES or is no picture, AvatarUnavailableError when the provider fails or
        takes too long.
        """
        ...

    def put(self, owner_id: str, picture: Picture) -> str:
        """Store the picture, upright and cropped, replacing the previous avatar; return its URL.

        Raises InvalidPictureError when it cannot be decoded. Raises AvatarUnavailableError when the provider fails or
        takes too long; the avatar may have been replaced all the same. The previous URL shows whichever is stored.
        """
        ...

    def delete(self, owner_id: str) -> None:
        """Delete the avatar, if there is one. Raises AvatarUnavailableError, as ``put`` does."""
        ...
