"""What a change of a link does to the contact at its other end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.details import MAX_LIST_VALUES
from shared.domain.contacts.documents import Document
from shared.domain.contacts.relations import (
    RELATIONS,
    Link,
    inverse_label,
    name_only,
    relation_in,
    shown_name,
    with_relation,
    without_relation,
)
from shared.domain.contacts.sizes import is_too_large
from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members


class Ends:
    """The contacts at the ends of links: those that are written anyway, and the others, as they become."""

    def __init__(self, written: dict[str, Contact], others: dict[str, Contact]) -> None:
        self._written = written
        self._others = others
        self._now = {**others, **written}

    def current(self, contact_id: str) -> Contact:
        """Return a contact as it becomes."""
        return self._now[contact_id]

    def live(self, contact_id: str) -> Contact | None:
        """Return a contact as it becomes, unless it is unknown or in the trash."""
        contact = self._now.get(contact_id)
        return contact if contact and contact.trashed_at is None else None

    def put(self, contact: Contact, members: Members) -> None:
        """Give a contact other members."""
        self._now[contact.id] = replace(contact, document=Document.of(members))

    def changed_others(self) -> list[tuple[Contact, Contact]]:
        """Return those that are written only for their relations, as they become and as they are."""
        pairs = [(self._now[contact_id], before) for contact_id, before in self._others.items()]
        return [(now, before) for now, before in pairs if now is not before and now.document != before.document]


class LinkEdits:
    """Changes of links, carried out at both ends. See ``Relations.completed`` for ``is_asked`` and ``are_states``."""

    def __init__(self, ends: Ends, new_value_id: Callable[[], str], *, is_asked: bool, are_states: bool) -> None:
        self._ends = ends
        self._new_value_id = new_value_id
        self._is_asked = is_asked
        self._are_states = are_states
        self._problems: list[FieldProblem] = []

    def apply(self, owner_id: str, before: Link | None, after: Link | None) -> None:
        """Make, change or remove a link of a contact at its other end."""
        if after is None:
            assert before is not None
            self._remove(owner_id, before)
        elif before is None:
            self._add(owner_id, after)
        elif not self._are_states:
            self._rename(owner_id, before, self._with_present_inverse(owner_id, before, after))

    def require_no_problem(self) -> None:
        """Raise InvalidInputError naming the links that cannot be made, if somebody has asked for them."""
        if self._problems and self._is_asked:
            raise InvalidInputError(*self._problems)

    def _remove(self, owner_id: str, link: Link) -> None:
        """Remove the inverse of a link; if its owner is in the trash, leave the name."""
        other = self._ends.live(link.target)
        inverse = relation_in(other.document.members, link.inverse_id) if other else None
        if other is None or inverse is None or inverse.get("contact_id") != owner_id:
            return
        if inverse.get("inverse_id", link.value_id) != link.value_id:
            return  # it is that of another link by now
        members = other.document.members
        if self._ends.live(owner_id):
            self._ends.put(other, without_relation(members, link.inverse_id))
        else:
            self._ends.put(other, with_relation(members, name_only(inverse)))

    def _add(self, owner_id: str, link: Link) -> None:
        owner, other = self._ends.current(owner_id), self._ends.live(link.target)
        own = relation_in(owner.document.members, link.value_id)
        if own is None or self._points_back(owner_id, own, link.target):
            return  # its inverse was made with the other end's
        if other is None or other.id == owner_id:
            self._refuse(owner, own, "unknown_contact", "There is no other contact with this id in the book.")
            return
        kept = self._former(other, link.inverse_id, owner_id) or self._unpaired(other, owner_id)
        inverse = {
            "id": kept["id"] if kept else self._new_value_id(),
            **({} if kept or not inverse_label(link.label) else {"label": inverse_label(link.label)}),
            **({key: value for key, value in kept.items() if key != "id"} if kept else {"value": shown_name(owner)}),
            "contact_id": owner_id,
            "inverse_id": link.value_id,
        }
        members = with_relation(other.document.members, inverse)
        if not (kept or self._are_states) and (
            len(members[RELATIONS]) > MAX_LIST_VALUES or is_too_large(Document.of(members))
        ):
            self._refuse(owner, own, "no_room", "The other contact has no room for the relation in turn.")
            return
        self._ends.put(other, members)
        self._ends.put(owner, with_relation(owner.document.members, {**own, "inverse_id": inverse["id"]}))

    def _with_present_inverse(self, owner_id: str, before: Link, after: Link) -> Link:
        """Return a link that stays, with the inverse that it has by now, whichever an earlier version of it names."""
        if before.inverse_id in {"", after.inverse_id}:
            return after
        members = self._ends.current(owner_id).document.members
        own = relation_in(members, after.value_id)
        assert own is not None
        self._ends.put(self._ends.current(owner_id), with_relation(members, {**own, "inverse_id": before.inverse_id}))
        return replace(after, inverse_id=before.inverse_id)

    def _points_back(self, owner_id: str, own: Members, target: str) -> bool:
        other = self._ends.live(target)
        inverse = relation_in(other.document.members, own.get("inverse_id", "")) if other else None
        if inverse is None or inverse.get("contact_id") != owner_id:
            return False
        return not self._are_states or inverse.get("inverse_id") == own["id"]

    def _former(self, other: Contact, inverse_id: str, owner_id: str) -> Members | None:
        """Return what the inverse has become while its owner was in the trash, unless it points elsewhere by now."""
        former = relation_in(other.document.members, inverse_id)
        return former if former and former.get("contact_id", owner_id) == owner_id else None

    def _unpaired(self, other: Contact, owner_id: str) -> Members | None:
        """Return a relation of the other contact to the owner that has no inverse yet: both may be written at once."""
        values = other.document.members.get(RELATIONS, ())
        lonely = [each for each in values if each.get("contact_id") == owner_id and "inverse_id" not in each]
        return lonely[0] if lonely else None

    def _rename(self, owner_id: str, before: Link, after: Link) -> None:
        """Give the inverse the label that follows from that of the link, unless it has one of its own."""
        other = self._ends.live(after.target)
        inverse = relation_in(other.document.members, after.inverse_id) if other else None
        follows = inverse and inverse.get("label", "") == inverse_label(before.label)
        if other and inverse and follows and inverse.get("contact_id") == owner_id:
            rest = {key: value for key, value in inverse.items() if key not in {"id", "label"}}
            label = {"label": inverse_label(after.label)} if inverse_label(after.label) else {}
            renamed = {"id": inverse["id"], **label, **rest}
            self._ends.put(other, with_relation(other.document.members, renamed))

    def _refuse(self, owner: Contact, own: Members, code: str, detail: str) -> None:
        """Note why a link cannot be made; nobody has asked for it now, so that its name is left."""
        members = owner.document.members
        index = next(index for index, value in enumerate(members[RELATIONS]) if value.get("id") == own["id"])
        pointer = f"/{RELATIONS}/{index}/contact_id"
        self._problems.append(FieldProblem(pointer=pointer, code=code, detail=detail))
        self._ends.put(owner, with_relation(members, name_only(own)))
