"""Relations between contacts of a book, kept at both ends in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.details import MAX_LIST_VALUES
from shared.domain.contacts.documents import Document
from shared.domain.contacts.relations import (
    RELATIONS,
    Link,
    inverse_label,
    links_of,
    name_only,
    relation_in,
    shown_name,
    with_relation,
    without_relation,
)
from shared.domain.contacts.sizes import is_too_large
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ROOM_FOR_CONTACTS_BYTES, ContactWrite
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from shared.domain.contacts.documents import Members
    from shared.services.ports.books import BookState, BookStore


class Relations:
    """Adds to planned writes what they change at the other ends of relations.

    A new link gets an inverse at its other end, which is removed when the link is, whichever end it is removed at. An
    end in the trash is none: what pointed to it is a name again, until it is restored. Other labels of an inverse than
    the one that follows from the link are its own, and stay.
    """

    def __init__(self, store: BookStore, *, new_value_id: Callable[[], str]) -> None:
        self._store = store
        self._new_value_id = new_value_id

    def completed(
        self, state: BookState, writes: Sequence[ContactWrite], *, at: datetime, is_asked: bool = True
    ) -> tuple[ContactWrite, ...]:
        """Return the writes, in order, and those of the other ends that they change.

        Reads the other ends only if links change. If a client asks for the links, those that cannot be made are refused
        (InvalidInputError): to no live contact, to itself, or with no room at the other end. Otherwise, as when
        contacts are put in the trash or restored, their names are left; and ends that do not fit into the transaction
        stay as they are, so that a link may lead nowhere. Raises RaceLostError, too, and what ``BookStore.load``
        raises.
        """
        changes = [change for write in writes for change in _changes_of(write)]
        if not changes:
            return tuple(writes)
        book = _Ends({write.contact.id: write.contact for write in writes}, self._others(state, writes, changes))
        edit = _Edit(book, self._new_value_id, is_asked=is_asked)
        for owner, before, after in changes:
            edit.apply(owner, before, after)
        edit.require_no_problem()
        own = [replace(write, contact=book.current(write.contact.id)) for write in writes]
        others = [
            ContactWrite(kind=ChangeKind.UPDATED, contact=replace(contact, updated_at=at), previous=previous)
            for contact, previous in book.changed_others()
        ]
        return _fitting(own, others, is_asked=is_asked)

    def _others(
        self, state: BookState, writes: Sequence[ContactWrite], changes: Iterable[_Change]
    ) -> dict[str, Contact]:
        written = {write.contact.id for write in writes}
        wanted = {link.target for _, *ends in changes for link in ends if link} - written
        known = {contact_id: state.contacts[contact_id] for contact_id in wanted & state.contacts.keys()}
        missing = sorted(wanted - known.keys())
        if missing:
            read = self._store.load(state.book.id, missing)
            if read.book.revision != state.book.revision:
                raise RaceLostError
            known |= read.contacts
        return {contact_id: contact for contact_id, contact in known.items() if contact.trashed_at is None}


_Change = tuple[str, Link | None, Link | None]
"""A contact, and a link of it before and after; None if there is none."""


def _changes_of(write: ContactWrite) -> Iterable[_Change]:
    before, after = links_of(write.previous), links_of(write.contact)
    for value_id in dict.fromkeys((*before, *after)):
        old, new = before.get(value_id), after.get(value_id)
        if old and new and old.target != new.target:
            yield write.contact.id, old, None
            yield write.contact.id, None, new
        elif old is None or new is None or old.label != new.label:
            yield write.contact.id, old, new


class _Ends:
    """The contacts at the ends of links: those that are written anyway, and the others, as they become."""

    def __init__(self, written: dict[str, Contact], others: dict[str, Contact]) -> None:
        self._written = written
        self._others = others
        self._now = {**others, **written}

    def current(self, contact_id: str) -> Contact:
        return self._now[contact_id]

    def live(self, contact_id: str) -> Contact | None:
        contact = self._now.get(contact_id)
        return contact if contact and contact.trashed_at is None else None

    def put(self, contact: Contact, members: Members) -> None:
        self._now[contact.id] = replace(contact, document=Document.of(members))

    def changed_others(self) -> list[tuple[Contact, Contact]]:
        pairs = [(self._now[contact_id], before) for contact_id, before in self._others.items()]
        return [(now, before) for now, before in pairs if now is not before and now.document != before.document]


class _Edit:
    """Changes of links, carried out at both ends."""

    def __init__(self, ends: _Ends, new_value_id: Callable[[], str], *, is_asked: bool) -> None:
        self._ends = ends
        self._new_value_id = new_value_id
        self._is_asked = is_asked
        self._problems: list[FieldProblem] = []

    def apply(self, owner_id: str, before: Link | None, after: Link | None) -> None:
        if after is None:
            assert before is not None
            self._remove(owner_id, before)
        elif before is None:
            self._add(owner_id, after)
        else:
            self._rename(owner_id, before, after)

    def require_no_problem(self) -> None:
        if self._problems and self._is_asked:
            raise InvalidInputError(*self._problems)

    def _remove(self, owner_id: str, link: Link) -> None:
        """Remove the inverse of a link; if its owner is in the trash, leave the name."""
        other = self._ends.live(link.target)
        inverse = relation_in(other.document.members, link.inverse_id) if other else None
        if other is None or inverse is None or inverse.get("contact_id") != owner_id:
            return
        members = other.document.members
        if self._ends.live(owner_id):
            self._ends.put(other, without_relation(members, link.inverse_id))
        else:
            self._ends.put(other, with_relation(members, name_only(inverse)))

    def _add(self, owner_id: str, link: Link) -> None:
        owner, other = self._ends.current(owner_id), self._ends.live(link.target)
        own = relation_in(owner.document.members, link.value_id)
        if own is None or self._points_back(link.target, own.get("inverse_id", ""), owner_id):
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
        if not kept and (len(members[RELATIONS]) > MAX_LIST_VALUES or is_too_large(Document.of(members))):
            self._refuse(owner, own, "no_room", "The other contact has no room for the relation in turn.")
            return
        self._ends.put(other, members)
        self._ends.put(owner, with_relation(owner.document.members, {**own, "inverse_id": inverse["id"]}))

    def _points_back(self, target: str, inverse_id: str, owner_id: str) -> bool:
        other = self._ends.live(target)
        inverse = relation_in(other.document.members, inverse_id) if other else None
        return inverse is not None and inverse.get("contact_id") == owner_id

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


def _fitting(
    own: Sequence[ContactWrite], others: Sequence[ContactWrite], *, is_asked: bool
) -> tuple[ContactWrite, ...]:
    """Return the writes that fit into one commit. Raises InvalidInputError if they were asked for and some do not."""
    fitting = list(own)
    size = sum(write.size_bytes for write in own)
    for write in others:
        size += write.size_bytes
        if len(fitting) < MAX_CONTACTS_PER_RANGE and size <= ROOM_FOR_CONTACTS_BYTES:
            fitting.append(write)
        elif is_asked:
            detail = f"One request changes the relations of at most {MAX_CONTACTS_PER_RANGE - 1} other contacts."
            raise InvalidInputError(FieldProblem(pointer=f"/{RELATIONS}", code="too_many", detail=detail))
    return tuple(fitting)
