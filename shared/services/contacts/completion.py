"""From a draft to the document that is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.documents import Document, with_unknown_members
from shared.domain.contacts.later_members import with_later_members
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.contacts.phones import with_readings

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.contacts.contact import Contact, ContactDraft
    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState
    from shared.services.ports.phone_numbers import PhoneNumbers


class Completion:
    """Adds to drafts what the service knows better than clients: ids of values, E.164 forms, members of newer code."""

    def __init__(self, phone_numbers: PhoneNumbers, new_value_id: Callable[[], str]) -> None:
        self._phone_numbers = phone_numbers
        self._new_value_id = new_value_id

    def of(self, draft: ContactDraft, previous: Document | None, state: BookState) -> Document:
        """Return the document to store: the draft's, with what the service adds and what the draft does not mention."""
        document = draft.document
        region = state.book.settings.phone_region
        before = previous.members if previous else None
        completed = with_value_ids(document.members, before, self._new_value_id)
        if before is not None:
            completed = with_later_members(completed, draft.details, before)
        completed = with_readings(completed, before, lambda typed: self._phone_numbers.read(typed, region))
        if before is not None:
            completed = with_unknown_members(completed, before)
        return document if completed is document.members else Document.of(completed)


def has_same_contents(revised: Contact, current: Contact, labels: Labels) -> bool:
    """Return whether a contact would be what it is, its tags included."""
    same_labels = revised.label_ids == labels.current_ids(current.label_ids)
    return same_labels and revised.document.has_same_contents(current.document)
