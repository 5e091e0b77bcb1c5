"""Queries of contacts, as callers ask them: an order, words, and a tag."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.text.cleaning import clean

MAX_QUERY_LENGTH = 200


class Order(StrEnum):
    """The orders in which contacts are listed."""

    NAME = "name"
    LATEST_CHANGE = "-updated"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQuery:
    """Contacts with all words of the ``text`` and with the ``tag``: ``shared.domain.search`` says how they match."""

    text: str = ""
    tag: str = ""

    @classmethod
    def of(cls, text: str, tag: str = "") -> ContactQuery:
        """Return the query for a text and a tag, both as typed."""
        return cls(text=clean(text), tag=clean(tag))

    @property
    def is_empty(self) -> bool:
        """Whether every contact matches."""
        return not self.text and not self.tag

    def __str__(self) -> str:
        """Return the query for cursors to be bound to, as typed but for case: they outlive changes of the folding."""
        return json.dumps([self.text.casefold().split(), self.tag.casefold()])
