"""Writing contacts: add, replace, revise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.rules import checked, require_whole
from shared.domain.errors import (
    BookBusyError,
    BookFullError,
    ContactNotFoundError,
    IdempotencyKeyReusedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.completion import Completion, has_same_contents
from shared.services.contacts.reading import ContactReader
from shared.services.contacts.tagged import TaggedContact, edited, live_contact, revised
from shared.services.idempotency import KeyedRequest, keyed_request
from shared.services.ports.commits import ContactWrite
from shared.services.ports.conflicts import AlreadyCreatedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import ContactDraft
    from shared.services.contacts.relations import Relations
    from shared.services.contacts.tagged import AllowedVersions, Reconcile, Revise
    from shared.services.contacts.tagging import Tagging
    from shared.services.ports.books import BookState
    from shared.services.ports.phone_numbers import PhoneNumbers

RAISES = (BookBusyError, BookFullError, ContactNotFoundError, OutcomeUnknownError, StoreUnavailableError)


class ContactWriter:
    """Writes the contacts of a book. ``actor`` is the account that does it. A contact of another book is not found."""

    def __init__(
        self,
        writer: BookWriter,
        reader: ContactReader,
        tagging: Tagging,
        relations: Relations,
        phone_numbers: PhoneNumbers,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        new_value_id: Callable[[], str],
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._tagging = tagging
        self._relations = relations
        self._completion = Completion(phone_numbers, new_value_id)
        self._now = now
        self._new_id = new_id

    def add(
        self, book_id: str, draft: ContactDraft, *, actor: str, idempotency_key: str | None = None
    ) -> TaggedContact:
        """Store a new contact.

        A second call with the same key and draft returns the contact of the first, for as long as the book has it.

        Raises InvalidInputError, IdempotencyKeyReusedError, AccountGoneError, BookBusyError, StoreUnavailableError,
        OutcomeUnknownError, and ContactNotFoundError if the contact of the first call has been deleted since.
        """
        if idempotency_key is None:
            return self.add_all(book_id, [draft], actor=actor)[0]
        request = keyed_request(book_id, idempotency_key, draft)
        try:
            return self.add_all(book_id, [draft], actor=actor, request=request)[0]
        except AlreadyCreatedError as done:
            if done.fingerprint != request.fingerprint:
                raise IdempotencyKeyReusedError("this key was used with another contact") from done
            return self._reader.get(book_id, request.contact_id)

    def add_all(
        self, book_id: str, drafts: Sequence[ContactDraft], *, actor: str, request: KeyedRequest | None = None
    ) -> tuple[TaggedContact, ...]:
        """Store new contacts, all or none: at most MAX_WRITES_PER_COMMIT of them, and MAX_COMMIT_BYTES in total.

        A ``request`` is for a single contact, and determines its id. Raises AlreadyCreatedError if there already is
        such a contact, InvalidInputError, and what ``BookWriter.write`` raises.
        """
        checked_drafts = [checked(draft) for draft in drafts]
        now = self._now()
        ids = [request.contact_id] if request else [self._new_id() for _ in checked_drafts]
        fingerprint = request.fingerprint if request else None
        new_drafts = dict(zip(ids, checked_drafts, strict=True))
        tags = {contact_id: draft.tags for contact_id, draft in new_drafts.items()}

        def decide(state: BookState) -> Plan:
            label_ids, labels = self._tagging.labels_for(state, tags)
            contacts = [
                Contact(
                    id=contact_id,
                    revision=0,
                    document=self._completion.of(draft, None, state),
                    label_ids=label_ids[contact_id],
                    created_at=now,
                    updated_at=now,
                )
                for contact_id, draft in new_drafts.items()
            ]
            kind = ChangeKind.CREATED
            writes = tuple([ContactWrite(kind=kind, contact=contact, fingerprint=fingerprint) for contact in contacts])
            return Plan(writes=self._relations.completed(state, writes, at=now), labels=labels)

        tagged = any(tags.values())
        written = self._writer.write(book_id, actor=actor, at=now, labels=tagged, decide=decide)
        return tuple(TaggedContact.of(contact, written.labels) for contact in written.contacts[: len(ids)])

    def replace(
        self,
        book_id: str,
        contact_id: str,
        draft: ContactDraft,
        *,
        actor: str,
        allowed: AllowedVersions = None,
        reconcile: Reconcile | None = None,
    ) -> TaggedContact:
        """Replace the contents of a contact with a draft; later members that it does not mention are kept.

        Raises what ``revise`` raises.
        """
        replacement = checked(draft, is_whole=False)

        def in_its_place(current: TaggedContact) -> ContactDraft:
            return replacement.in_place_of(current.contact, current.tags)

        return self._revise(book_id, contact_id, in_its_place, actor, allowed, reconcile)

    def revise(
        self,
        book_id: str,
        contact_id: str,
        revise: Revise,
        *,
        actor: str,
        allowed: AllowedVersions = None,
        reconcile: Reconcile | None = None,
    ) -> TaggedContact:
        """Replace the contents of a contact with what ``revise`` returns; if nothing changes, nothing is written.

        In a version that is not ``allowed``, they are replaced with what ``reconcile`` makes of both. Raises
        ContactNotFoundError, PreconditionFailedError if there is no such function, what the functions raise, and what
        ``add`` raises.
        """

        def checked_revision(current: TaggedContact) -> ContactDraft:
            return checked(revise(current), is_whole=False)

        return self._revise(book_id, contact_id, checked_revision, actor, allowed, reconcile)

    def _revise(
        self,
        book_id: str,
        contact_id: str,
        revise: Revise,
        actor: str,
        allowed: AllowedVersions,
        reconcile: Reconcile | None,
    ) -> TaggedContact:
        now = self._now()

        def find(state: BookState) -> TaggedContact:
            return live_contact(state, contact_id, None)

        def plan(state: BookState, current: TaggedContact) -> Plan:
            draft = revised(state, current, revise, allowed, reconcile)
            label_ids, labels = self._tagging.labels_for(state, {contact_id: draft.tags})
            document = self._completion.of(draft, current.contact.document, state)
            require_whole(document)
            contact = replace(current.contact, document=document, label_ids=label_ids[contact_id])
            if has_same_contents(contact, current.contact, state.labels):
                return Plan(writes=())
            contact = replace(contact, updated_at=now)
            write = ContactWrite(kind=ChangeKind.UPDATED, contact=contact, previous=current.contact)
            return Plan(writes=self._relations.completed(state, (write,), at=now), labels=labels)

        return edited(self._writer, book_id, contact_id, actor=actor, at=now, find=find, plan=plan)
