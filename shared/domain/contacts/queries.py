"""Queries of contacts, as callers ask them: an order, words, and filters.

Filters are imported with the first one: most requests have none.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from shared.domain.contacts.documents import Members
    from shared.domain.contacts.filters import ContactFilter

MAX_QUERY_LENGTH = 200


class Order(StrEnum):
    """The orders in which contacts are listed."""

    NAME = "name"
    LATEST_CHANGE = "-updated"
    RELEVANCE = "relevance"


def order_of(text: str) -> Order | None:
    """Return the order of this name; None if there is none, or only newer code knows it."""
    return next((order for order in Order if order == text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQuery:
    """Contacts with all words of the ``text`` that pass both filters; ``shared.domain.search`` says how words match.

    ``filter`` is what the caller asks for, ``view`` what the view asks for that the caller looks at.
    """

    text: str = ""
    filter: ContactFilter | None = None
    view: ContactFilter | None = None

    @classmethod
    def of(cls, text: str, tag: str = "") -> ContactQuery:
        """Return the query for a text and a tag, both as typed."""
        return cls.read({"q": clean(text), "tag": clean(tag)})

    @classmethod
    def read(cls, members: Members) -> ContactQuery:
        """Return the query that ``members`` returned, without a view."""
        asked = {name: value for name, value in members.items() if name != "q" and value not in ("", None)}
        return cls(text=members.get("q", ""), filter=_read_filter(asked) if asked else None)

    def members(self) -> dict[str, Any]:
        """Return text and filter as the members of a JSON object."""
        return {**({"q": self.text} if self.text else {}), **(self.filter.members() if self.filter else {})}

    @property
    def is_empty(self) -> bool:
        """Whether every contact matches."""
        return not self.text and self.filter is None and self.view is None

    @property
    def tag(self) -> str:
        """The tag that the caller asks for, as typed."""
        return self.filter.tag if self.filter else ""

    def __str__(self) -> str:
        """Return the query for cursors to be bound to, as typed but for case: they outlive changes of the folding."""
        asked = [each.members() if each else {} for each in (self.filter, self.view)]
        tag = asked[0].pop("tag", "")
        return json.dumps([self.text.casefold().split(), tag.casefold(), *(asked if any(asked) else ())])


def _read_filter(members: Members) -> ContactFilter:
    from shared.domain.contacts.filters import ContactFilter

    return ContactFilter.read(members)
