"""What has been read of a row so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import Notice

if TYPE_CHECKING:
    from shared.domain.cards.tables.columns import Column
    from shared.domain.cards.tables.places import Place

MAX_NOTICES = 100


@dataclass(slots=True)
class Draft:
    """Members of the details and of the card, and what has no place: labels and texts that become custom values."""

    line: int
    program: str
    members: dict[str, Any] = field(default_factory=dict)
    of_card: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def note(self, code: str, text: str) -> None:
        """Add a notice, up to the hundredth."""
        if len(self.notices) < MAX_NOTICES:
            self.notices.append(Notice(line=self.line, code=code, text=text))


@dataclass(slots=True)
class Group:
    """What a row has about one value of a list, or about several that stand together in its cells."""

    place: Place
    parts: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[Column, str]] = field(default_factory=list)

    def add(self, part: str, text: str, column: Column) -> None:
        """Add a text, on a line of its own if the part has one already."""
        self.parts[part] = f"{self.parts[part]}\n{text}" if part in self.parts else text
        self.texts.append((column, text))
