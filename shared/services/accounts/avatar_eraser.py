"""The eraser of avatars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.accounts.erasure import Erasure
    from shared.services.ports.avatars import AvatarStore


class AvatarEraser:
    """A ports.Eraser of the avatar of an account."""

    def __init__(self, pictures: AvatarStore) -> None:
        self._pictures = pictures

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes one request, whether or not there is an avatar."""
        self._pictures.delete(erasure.account_id)
        yield
