"""Where pictures of people are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.pictures.picture import Picture


class AvatarStore(Protocol):
    """Keeps one picture of 300 by 300 pixels an account, for everybody to see who knows where it is."""

    def put(self, account_id: str, picture: Picture) -> str:
        """Keep the picture, upright and cropped, in the place of the one before; return its URL.

        Raises InvalidPictureError when it cannot be decoded. Raises AvatarUnavailableError when the keeper fails or
        takes too long; the picture may have been replaced then. The URL of the one before shows whichever is kept.
        """
        ...

    def delete(self, account_id: str) -> None:
        """Keep none from now on; fine when there was none. Raises AvatarUnavailableError, as ``put`` does."""
        ...
