"""Filters of contacts: what their members are asked to be, beside the words of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.domain.moments import canonical, read_time

if TYPE_CHECKING:
    from shared.domain.contacts.documents import Members

HAVING = ("birthday", "email", "phone", "photo")
"""What a contact may be asked to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """What contacts are asked to be. All of it must hold; what is empty, or None, is not asked.

    ``tag`` is a tag as typed, and ``label_id`` a label, whatever it is called by now. ``organization`` is the whole
    name of one of the contact's organizations, as typed. ``has`` are names of HAVING, each once, in that order.
    ``birthday_month`` is 1 to 12. The times include contacts of that very moment.
    """

    tag: str = ""
    label_id: str = ""
    favorite: bool | None = None
    organization: str = ""
    has: tuple[str, ...] = ()
    updated_since: datetime | None = None
    created_since: datetime | None = None
    birthday_month: int | None = None
    kind: str = ""

    @classmethod
    def read(cls, members: Members) -> ContactFilter:
        """Return the filter that ``members`` returned as JSON; members that only newer code knows are ignored."""
        known = {name: members[name] for name in cls.__slots__ if name in members}
        for name in ("updated_since", "created_since"):
            if name in known:
                known[name] = read_time(known[name])
        return cls(**{**known, "has": tuple(known.get("has", ()))})

    def members(self) -> dict[str, Any]:
        """Return what is asked, as the members of a JSON object, in which equal filters are equal."""
        asked = {name: getattr(self, name) for name in self.__slots__}
        return {name: _written(value) for name, value in asked.items() if value not in ("", None, ())}

    @property
    def is_empty(self) -> bool:
        """Whether every contact matches."""
        return self == _NOTHING


_NOTHING = ContactFilter()


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return canonical(value)
    return list(value) if isinstance(value, tuple) else value
