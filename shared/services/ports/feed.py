"""What a client needs in order to keep a copy of a book: all contacts, and then every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.contacts.contact import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """That a revision changed a contact, or labels alone (None), and how; without the state that it replaced."""

    revision: int
    contact_id: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRun:
    """Some live contacts in the order of their ids, and the id after which the next ones are (None: there are none)."""

    contacts: tuple[Contact, ...]
    next_id: str | None = None


class BookFeed(Protocol):
    """The contacts of a book by id, and its history by revision; both strongly consistent."""

    def contacts(self, book_id: str, *, limit: int, after_id: str = "") -> ContactRun:
        """Return up to ``limit`` live contacts whose ids follow ``after_id``; possibly fewer, even with a ``next_id``.

        It is no snapshot: a contact is in the state, and at the place, that it has when it is read.
        """
        ...

    def changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[ChangeNote]:
        """Return the changes after ``after_revision``, oldest first, up to the first gap (then ask again).

        A change may be among them before the contact that it changed is read in its new state.
        """
        ...
