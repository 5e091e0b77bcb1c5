"""A contact as callers see it: with its tags by name, and its version."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from shared.domain.errors import ContactNotFoundError, PreconditionFailedError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.contact import Contact, ContactDraft
    from shared.domain.labels import Labels
    from shared.domain.moments import Then
    from shared.domain.search.explaining import FieldMatch
    from shared.services.books.writer import BookWriter, Plan
    from shared.services.ports.books import BookState, Position

AllowedVersions = Container[str] | None
"""The versions that a change may start from; None allows any."""
Revise = Callable[["TaggedContact"], "ContactDraft"]
"""Returns the new draft, given the current contact; called again if the contact has changed meanwhile."""
Reconcile = Callable[["BookState", "TaggedContact", Revise], "ContactDraft"]
"""Returns the draft that has both: an edit of an earlier version, and the contact that is there now."""
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedContact:
    """A contact with its tags by name."""

    contact: Contact
    tags: tuple[str, ...]

    @classmethod
    def of(cls, contact: Contact, labels: Labels) -> TaggedContact:
        """Return a contact with the names of its labels."""
        return cls(contact=contact, tags=labels.names_of(contact.label_ids))

    @property
    def version(self) -> str:
        """The opaque version of the contact with its tags; it changes if, and only if, what clients see changes.

        A tag can be renamed without a change of the contact, so it consists of the revision and a digest of the names.
        """
        if not self.tags:
            return str(self.contact.revision)
        digest = sha256("\n".join(self.tags).encode()).hexdigest()
        return f"{self.contact.revision}-{digest[:_DIGEST_LENGTH]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a search says of a page: how each contact matches the words, if there are any.

    If they are not complete, the book is larger than what could be read at once.
    """

    matches: tuple[tuple[FieldMatch, ...], ...] | None
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedContactPage:
    """One page of contacts, in order, the position of each, and where the next ones start.

    ``then`` is the revision that they are of, unless they are those of now; ``findings`` are those of a search.
    """

    contacts: tuple[TaggedContact, ...]
    positions: tuple[Position, ...]
    next: Position | None
    then: Then | None = None
    findings: Findings | None = None


def edited(
    writer: BookWriter,
    book_id: str,
    contact_id: str,
    *,
    actor: str,
    at: datetime,
    find: Callable[[BookState], TaggedContact],
    plan: Callable[[BookState, TaggedContact], Plan],
) -> TaggedContact:
    """Carry out a plan for one contact, and return it as it is then: an empty plan leaves it as ``find`` found it.

    ``plan`` writes this contact first. Raises what ``find``, ``plan`` and ``BookWriter.write`` raise.
    """
    current: TaggedContact | None = None

    def decide(state: BookState) -> Plan:
        nonlocal current
        current = find(state)
        return plan(state, current)

    written = writer.write(book_id, actor=actor, at=at, contact_ids=[contact_id], labels=True, decide=decide)
    if written.contacts:
        return TaggedContact.of(written.contacts[0], written.labels)
    assert current is not None
    return current


def live_contact(state: BookState, contact_id: str, allowed: AllowedVersions) -> TaggedContact:
    """Return a contact of the state, for a change that may start from the ``allowed`` versions.

    Raises ContactNotFoundError, also for one in the trash, and PreconditionFailedError for any other version.
    """
    contact = state.contacts.get(contact_id)
    if contact is None or contact.trashed_at is not None:
        raise ContactNotFoundError("there is no such contact")
    current = TaggedContact.of(contact, state.labels)
    if allowed is not None and current.version not in allowed:
        raise PreconditionFailedError(current.version)
    return current


def revised(
    state: BookState, current: TaggedContact, revise: Revise, allowed: AllowedVersions, reconcile: Reconcile | None
) -> ContactDraft:
    """Return the draft of an edit that may start from the ``allowed`` versions, or from others if it is reconciled.

    Raises PreconditionFailedError, and what the functions raise.
    """
    if allowed is None or current.version in allowed:
        return revise(current)
    if reconcile is None:
        raise PreconditionFailedError(current.version)
    return reconcile(state, current, revise)
