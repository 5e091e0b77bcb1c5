"""The store of avatars, and of contacts' photos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.pictures.picture import Picture


class AvatarStore(Protocol):
    """Keeps one avatar of 300 by 300 pixels per owner, visible to everybody who knows its URL.

    An owner is an account. In the store of contacts' photos it is the photo itself, which is put once.
    """

    def put(self, owner_id: str, picture: Picture) -> str:
        """Store the picture, upright and cropped, replacing the previous avatar; return its URL.

        Raises InvalidPictureError when it cannot be decoded. Raises AvatarUnavailableError when the provider fails or
        takes too long; the avatar may have been replaced all the same. The previous URL shows whichever is stored.
        """
        ...

    def delete(self, owner_id: str) -> None:
        """Delete the avatar, if there is one. Raises AvatarUnavailableError, as ``put`` does."""
        ...
