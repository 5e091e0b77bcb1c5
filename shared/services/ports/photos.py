"""The register of photos: which contacts have which of the photos that are stored for a book."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol


class PhotoRegister(Protocol):
    """Knows the photos of contacts, also those that they no longer show. Reads are strongly consistent.

    Every method may be interrupted and repeated.
    """

    def hold(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Note that a contact has a photo, or is about to have it."""
        ...

    def held(self, book_id: str, contact_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Return the photos of each of these contacts (at most 100) that has some."""
        ...

    def contacts_with_photos(self, book_id: str, *, limit: int) -> Sequence[str]:
        """Return up to ``limit`` contacts of a book that have some."""
        ...

    def photo_ids(self, book_id: str, *, after: str = "", limit: int) -> Sequence[str]:
        """Return up to ``limit`` photos that contacts of a book have, in the order of their ids, from the next on."""
        ...

    def known_among(self, book_id: str, photo_ids: Collection[str]) -> frozenset[str]:
        """Return those of some photos that contacts of a book have."""
        ...

    def release(self, book_id: str, contact_id: str, photo_id: str) -> bool:
        """Note that a contact needs a photo no more; return whether no other contact has it, so that it can go.

        The contact itself knows it until it is forgotten, so that a photo which could not be deleted is found again.
        """
        ...

    def forget(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Forget that a contact had a photo, after ``release``."""
        ...
