"""A contact as callers see it: with its tags by name, and its version."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from shared.domain.errors import ContactNotFoundError, PreconditionFailedError

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState

AllowedVersions = Container[str] | None
"""The versions that a change may start from; None allows any."""
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
