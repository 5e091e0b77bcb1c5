"""Queries of contacts: an order, words, and a tag.

How they match is imported with the first one: most requests have none.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from shared.domain.contacts.matching import BookQuery
    from shared.domain.labels import Labels

MAX_QUERY_LENGTH = 200


class Order(StrEnum):
    """The orders in which contacts are listed."""

    NAME = "name"
    LATEST_CHANGE = "-updated"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQuery:
    """A query that matches contacts with all words of the ``text`` and with the ``tag``; ``matching`` says how."""

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

    def within(self, labels: Labels) -> BookQuery | None:
        """Return the query for a book with these labels; None if the book does not have the tag."""
        from shared.domain.contacts.matching import BookQuery, WordQuery

        label_ids = labels.ids_of(self.tag) if self.tag else frozenset[str]()
        if self.tag and not label_ids:
            return None
        return BookQuery(words=WordQuery.of(self.text), label_ids=label_ids, labels=labels)
