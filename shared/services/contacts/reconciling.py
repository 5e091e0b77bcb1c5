"""Edits that were made on an earlier version of a contact, merged with what others have changed since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.documents import Document
from shared.domain.contacts.later_members import mentioning_all
from shared.domain.contacts.reconciling import reconciled, reconciled_tags
from shared.domain.contacts.rules import checked, readable_details
from shared.domain.errors import EditConflictError, PreconditionFailedError
from shared.services.contacts.ancestors import Ancestors
from shared.services.contacts.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.contacts.ancestors import Ancestor
    from shared.services.contacts.tagged import Reconcile, Revise, TaggedContact
    from shared.services.ports.books import BookState
    from shared.services.ports.phone_numbers import PhoneNumbers

NOT_NAMED = "an edit is merged if If-Match names the one version that it was made on, and nothing else"
NOT_KNOWN = "the version that If-Match names is not in the history of the contact, or no longer"


class Reconciler:
    """Merges edits of one request. Each is applied to the version that it was made on, and gives one of three sides."""

    def __init__(self, ancestors: Ancestors, phone_numbers: PhoneNumbers, *, new_value_id: Callable[[], str]) -> None:
        self._ancestors = ancestors
        self._completion = Completion(phone_numbers, new_value_id)

    def since(self, version: str | None) -> Reconcile:
        """Return the function that merges edits of a version; None for edits that do not say of which one they are."""
        return partial(self._draft, version)

    def _draft(self, version: str | None, state: BookState, current: TaggedContact, revise: Revise) -> ContactDraft:
        """Return the draft that has the edit and what others have changed.

        Raises PreconditionFailedError if the version is unknown, EditConflictError, and InvalidInputError if the edit
        breaks a rule, by itself or together with theirs.
        """
        ancestor = self._ancestor(state, current, version)
        before = ancestor.tagged.contact.document
        mine = checked(revise(ancestor.tagged), is_whole=False)
        merge = reconciled(
            before.members,
            self._completion.of(mine, before, state).members,
            current.contact.document.members,
        )
        if merge.conflicts:
            raise EditConflictError(current.version, merge.conflicts)
        tags = reconciled_tags(ancestor.today(ancestor.tagged.tags), ancestor.today(mine.tags), current.tags)
        details = readable_details(Document.of(merge.members))
        return checked(ContactDraft(details=mentioning_all(details), tags=tags), is_whole=False)

    def _ancestor(self, state: BookState, current: TaggedContact, version: str | None) -> Ancestor:
        if version is None:
            raise PreconditionFailedError(current.version, why=NOT_NAMED)
        stored = state.contacts[current.contact.id]
        ancestor = self._ancestors.find(state.book.id, stored, state.labels, version)
        if ancestor is None:
            raise PreconditionFailedError(current.version, why=NOT_KNOWN)
        return ancestor
