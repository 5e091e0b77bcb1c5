"""A section: some members of a card, and how they are read into the details and written again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a section has read: members of the details and of the card, and what is kept in ``extra`` of the details."""

    details: Mapping[str, Any] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The members of a card that it ``takes``; it reads no others, and writes no others."""

    takes: tuple[str, ...]
    read: Callable[[Members], Found]
    write: Callable[[Card], dict[str, Any]]


def without_empty(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members whose values are not empty."""
    return {name: value for name, value in members.items() if value not in ({}, [], "", None)}
