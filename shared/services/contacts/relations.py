"""Relations between contacts of a book, kept at both ends in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.relations import RELATIONS, Link, links_of
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ROOM_FOR_CONTACTS_BYTES, ContactWrite
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

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
        self,
        state: BookState,
        writes: Sequence[ContactWrite],
        *,
        at: datetime,
        is_asked: bool = True,
        are_states: bool = False,
    ) -> tuple[ContactWrite, ...]:
        """Return the writes, in order, and those of the other ends that they change.

        Where contacts go back to states that they had (``are_states``), and those at the other ends have had or will
        have their turn, a link is the one with the same ids at both ends, and no label follows that of another end.

        Reads the other ends only if links change. If a client asks for the links, those that cannot be made are refused
        (InvalidInputError): to no live contact, to itself, or with no room at the other end. Otherwise, as when
        contacts are put in the trash or restored, their names are left; and ends that do not fit into the transaction
        stay as they are, so that a link may lead nowhere. Raises RaceLostError, too, and what ``BookStore.load``
        raises.
        """
        changes = [change for write in writes for change in _changes_of(write, are_states=are_states)]
        if not changes:
            return tuple(writes)
        from shared.services.contacts.link_edits import Ends, LinkEdits  # noqa: PLC0415 - few writes change links

        book = Ends({write.contact.id: write.contact for write in writes}, self._others(state, writes, changes))
        edit = LinkEdits(book, self._new_value_id, is_asked=is_asked, are_states=are_states)
        if are_states:
            changes.sort(key=lambda change: change[1] is not None)  # what comes takes over inverses before they go
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


def _changes_of(write: ContactWrite, *, are_states: bool) -> Iterable[_Change]:
    """Yield what a write changes about links; a state before may name another inverse in the same contact."""
    before, after = links_of(write.previous), links_of(write.contact)
    for value_id in dict.fromkeys((*before, *after)):
        old, new = before.get(value_id), after.get(value_id)
        if old and new and (old.target != new.target or (are_states and old.inverse_id != new.inverse_id)):
            yield write.contact.id, old, None
            yield write.contact.id, None, new
        elif old is None or new is None or (old.label, old.inverse_id) != (new.label, new.inverse_id):
            yield write.contact.id, old, new


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
