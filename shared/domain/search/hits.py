"""What a search finds, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.search.matches import Match

    Place = Mapping[str, int | str]


class Hit(NamedTuple):
    """A contact that was found, and how well it matches, if there was a query.

    ``row`` is its row in the index, None if it has changed since. The other members say where it stands.
    """

    contact_id: str
    revision: int
    match: Match | None
    row: int | None
    is_favorite: bool
    reach: Match
    name_key: str = ""

    @property
    def place(self) -> Place:
        """Where it stands among the hits, as JSON has it: a later search, also of a later snapshot, continues there."""
        place: Place = {
            "match": int(self.match or 0),
            "favorite": int(self.is_favorite),
            "revision": self.revision,
            "reach": int(self.reach),
        }
        return {**place, "name": self.name_key} if self.name_key else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits."""

    hits: tuple[Hit, ...]
    has_more: bool


NOTHING = Found(hits=(), has_more=False)
