"""What was odd about a card, as it is being read."""

from __future__ import annotations

from shared.domain.cards.card import Notice

MAX_NOTICES = 100
MAX_SHOWN = 100
"""Characters of a value in a notice."""


class Notices:
    """The notices about one card; no more than ``MAX_NOTICES`` of them are kept."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        self.kept: list[Notice] = []

    def add(self, line: int, code: str, text: str) -> None:
        """Remember what was odd about a line."""
        if len(self.kept) < MAX_NOTICES:
            self.kept.append(Notice(line=line, code=code, text=text))


def shown(text: str) -> str:
    """Return the beginning of a value, to be shown in a notice."""
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
