"""Relations between two contacts of a book: each end has a value that points to the other.

A value with a ``contact_id`` is a link. Its ``inverse_id`` is the id of the value at the other end, which points back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE
from shared.domain.contacts.index_keys import name_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members

RELATIONS = "relations"
_SYMMETRIC = (
    "acquaintance", "co-resident", "co-worker", "colleague", "contact", "cousin", "date", "domestic partner", "friend",
    "kin", "met", "neighbor", "partner", "relative", "sibling", "spouse", "sweetheart",
)  # fmt: skip
_PAIRS = {"parent": "child", "grandparent": "grandchild", "manager": "report"}
_GENERAL = {
    "mother": "parent", "father": "parent", "daughter": "child", "son": "child", "sister": "sibling",
    "brother": "sibling", "wife": "spouse", "husband": "spouse",
}  # fmt: skip
"""Relations that say more than their inverse can know, and what they are in general."""
_INVERSES: Mapping[str, str] = {
    **{label: label for label in _SYMMETRIC},
    **_PAIRS,
    **{second: first for first, second in _PAIRS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation of a contact to the contact ``target``: the ids of its two ends, the other one's if it is known."""

    value_id: str
    target: str
    label: str
    inverse_id: str


def links_of(contact: Contact | None) -> Mapping[str, Link]:
    """Return the links of a contact by the id of their value; none of one that is absent or in the trash."""
    if contact is None or contact.trashed_at is not None:
        return {}
    values = contact.document.members.get(RELATIONS, ())
    links = [
        Link(
            value_id=value["id"],
            target=value["contact_id"],
            label=value.get("label", ""),
            inverse_id=value.get("inverse_id", ""),
        )
        for value in values
        if "contact_id" in value and "id" in value
    ]
    return {link.value_id: link for link in links}


def inverse_label(label: str) -> str:
    """Return how the other end is related, seen from there: ``child`` for ``parent``; empty if nobody can tell."""
    known = label.casefold()
    return _INVERSES.get(_GENERAL.get(known, known), "")


def shown_name(contact: Contact) -> str:
    """Return what a contact is called in the relations of another, at most as long as these may be."""
    first, *others = name_parts(contact.document)
    name = " ".join(filter(None, [first, *others[:1]])) or next(filter(None, others), contact.uid)
    return " ".join(name[: VALUE.max_length].split())


def with_relation(members: Members, value: Members) -> Members:
    """Return the members of a document with this relation, in the place of the one with its id if there is one."""
    values = list(members.get(RELATIONS, ()))
    place = next((index for index, each in enumerate(values) if each.get("id") == value["id"]), len(values))
    values[place : place + 1] = [value]
    return _with(members, values)


def without_relation(members: Members, value_id: str) -> Members:
    """Return the members of a document without the relation with this id."""
    return _with(members, [value for value in members.get(RELATIONS, ()) if value.get("id") != value_id])


def relation_in(members: Members, value_id: str) -> Members | None:
    """Return the relation with this id, or None."""
    return next((value for value in members.get(RELATIONS, ()) if value.get("id") == value_id), None)


def name_only(value: Members) -> Members:
    """Return a relation without what makes it a link."""
    return {name: member for name, member in value.items() if name not in {"contact_id", "inverse_id"}}


def _with(members: Members, values: list[Members]) -> Members:
    """Return the members with these relations. All others keep their places; a new list takes the last one."""
    changed: dict[str, Any] = {**members, RELATIONS: values}
    return changed if values else {name: member for name, member in changed.items() if name != RELATIONS}
