"""Exports: which contacts are written into a file, in which form, and as of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.domain.contacts.queries import ContactQuery

MAX_AT_ONCE_BYTES = 1024 * 1024
"""Of a file that is made by the request for it."""
MAX_IDS = 1_000
MAX_NOTICES = 100
MAX_NOTICES_OF_A_CODE = 10
"""That are kept of an export; of others it is known how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is asked of an export: contacts that match the query, and are among these ``ids`` if there are any.

    ``form`` is the name of a form of cards. A word of the query has to be spelled as in the contact, from three letters
    on inside of a word, too: no typing errors are allowed for.
    """

    form: str
    query: ContactQuery = field(default_factory=ContactQuery)
    ids: tuple[str, ...] = ()

    def to_members(self) -> dict[str, Any]:
        """Return the options in the form in which an operation keeps them."""
        return {
            "form": self.form,
            "query": self.query.members(),
            "view": self.query.view.members() if self.query.view else {},
            "ids": list(self.ids),
        }

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> ExportOptions:
        """Return the options that an operation keeps."""
        query = ContactQuery.read(members.get("query", {}))
        view = ContactQuery.read(members.get("view", {})).filter
        return cls(
            form=members["form"],
            query=ContactQuery(text=query.text, filter=query.filter, view=view),
            ids=tuple(members.get("ids", ())),
        )
