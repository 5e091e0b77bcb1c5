"""Filters of contacts: what their members are asked to be, beside the words of a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import KIND
from shared.domain.moments import canonical, read_time
from shared.domain.text.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

HAVING: Mapping[str, str] = {"birthday": "birthday", "email": "emails", "phone": "phones", "photo": "photo_url"}
"""What a contact may be asked to have, and the member that then is not empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """What contacts are asked to be. All of it must hold; what is empty, or None, is not asked.

    ``tag`` is a tag as typed, and ``label_id`` a label, whatever it is called by now. ``organization`` is the whole
    name of one of the contact's organizations, as typed. ``has`` are keys of HAVING, each once, in that order.
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

    def within(self, labels: Labels) -> BookFilter | None:
        """Return the filter for a book with these labels; None if it asks for one that the book does not have."""
        label_ids: list[frozenset[str]] = []
        if self.tag:
            label_ids.append(labels.ids_of(self.tag))
        if self.label_id:
            label_ids.append(labels.ids_of_label(self.label_id))
        if not all(label_ids):
            return None
        return BookFilter(asked=self, label_ids=tuple(label_ids), organization=fold_name(self.organization))


_NOTHING = ContactFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFilter:
    """A filter of one book. Of each set of ``label_ids`` a contact must have one; ``organization`` is folded."""

    asked: ContactFilter
    label_ids: tuple[frozenset[str], ...]
    organization: str

    def matches(self, contact: Contact) -> bool:
        """Return whether a contact matches."""
        members = contact.document.members
        return (
            not any(each.isdisjoint(contact.label_ids) for each in self.label_ids)
            and self.asked.favorite in (None, bool(members.get("favorite")))
            and self.asked.kind in ("", members.get("kind") or KIND.usual)
            and all(members.get(HAVING[name]) for name in self.asked.has)
            and _is_since(contact.updated_at, self.asked.updated_since)
            and _is_since(contact.created_at, self.asked.created_since)
            and self._matches_birthday(contact)
            and self._matches_organization(members)
        )

    def _matches_birthday(self, contact: Contact) -> bool:
        month = self.asked.birthday_month
        return month is None or (contact.birthday is not None and contact.birthday.month == month)

    def _matches_organization(self, members: Members) -> bool:
        if not self.organization:
            return True
        return any(fold_name(value.get("name", "")) == self.organization for value in members.get("organizations", ()))


def _is_since(time: datetime, earliest: datetime | None) -> bool:
    return earliest is None or time >= earliest


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return canonical(value)
    return list(value) if isinstance(value, tuple) else value
