"""Keeping contacts: add, get, revise, put in the trash, list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain import documents
from shared.domain.books import Labels
from shared.domain.contact_details import ContactDetails
from shared.domain.contact_queries import ContactQuery, Order
from shared.domain.contact_rules import checked
from shared.domain.contacts import ChangeKind, Contact, ContactDraft
from shared.domain.errors import (
    AccountGoneError,
    ContactNotFoundError,
    IdempotencyKeyReusedError,
    PreconditionFailedError,
)
from shared.domain.etags import EntityTags, contact_etag
from shared.domain.list_values import with_value_ids
from shared.services.book_writer import BookWriter, Plan
from shared.services.idempotency import receipt_for
from shared.services.labeling import labelled
from shared.services.ports.commits import ContactWrite, Receipt
from shared.services.ports.conflicts import AlreadyDoneError, BookMissingError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.services.ports.books import BookState, BookStore, ContactSearch, Position, Slice
    from shared.services.ports.phone_numbers import PhoneNumbers


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedContact:
    """A contact with its tags by name, and the entity tag of the two together."""

    contact: Contact
    tags: tuple[str, ...]
    etag: str

    @classmethod
    def of(cls, contact: Contact, labels: Labels) -> TaggedContact:
        """Resolve the contact's labels."""
        tags = labels.names_of(contact.label_ids)
        etag = contact_etag(contact.revision, labels.revision if contact.label_ids else None)
        return cls(contact=contact, tags=tags, etag=etag)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """Some contacts in order, and where the next page starts."""

    contacts: tuple[TaggedContact, ...]
    next: Position | None


EVERYBODY = ContactQuery()

Revise = Callable[[TaggedContact], ContactDraft]
"""Makes the wanted contact from the current one; called again when the contact has changed meanwhile."""


class AddressBook:
    """The contacts of a book. ``actor`` is the account that acts. Another owner's contact is not found."""

    def __init__(
        self,
        store: BookStore,
        writer: BookWriter,
        search: ContactSearch,
        phone_numbers: PhoneNumbers,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        new_value_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._search = search
        self._phone_numbers = phone_numbers
        self._now = now
        self._new_id = new_id
        self._new_value_id = new_value_id

    def add(
        self, book_id: str, draft: ContactDraft, *, actor: str, idempotency_key: str | None = None
    ) -> TaggedContact:
        """Store a new contact.

        A second call with the same key and draft within 24 hours returns the first one's contact.

        Raises InvalidInputError, IdempotencyKeyReusedError, AccountGoneError, BookBusyError, StoreUnavailableError, and
        ContactNotFoundError when the first one's contact has been deleted since.
        """
        if idempotency_key is None:
            return self.add_all(book_id, [draft], actor=actor)[0]
        receipt = receipt_for(book_id, idempotency_key, draft, contact_id=self._new_id(), now=self._now())
        try:
            return self.add_all(book_id, [draft], actor=actor, receipt=receipt)[0]
        except AlreadyDoneError as done:
            if done.receipt.fingerprint != receipt.fingerprint:
                raise IdempotencyKeyReusedError("this key was used with another contact") from done
            return self.get(book_id, done.receipt.contact_id)

    def add_all(
        self, book_id: str, drafts: Sequence[ContactDraft], *, actor: str, receipt: Receipt | None = None
    ) -> tuple[TaggedContact, ...]:
        """Store new contacts, all or none: at most ports.MAX_WRITES_PER_COMMIT and ports.MAX_COMMIT_BYTES of them.

        A receipt goes with one contact, which takes its id. Raises AlreadyDoneError when there is a receipt with its
        key.
        """
        wanted = [checked(draft) for draft in drafts]
        now = self._now()
        ids = [receipt.contact_id] if receipt else [self._new_id() for _ in wanted]

        def decide(state: BookState) -> Plan:
            labels = state.labels
            writes = []
            for contact_id, draft in zip(ids, wanted, strict=True):
                label_ids, labels = labelled(labels, draft.tags, self._new_value_id, base=state.labels)
                document = self._completed(draft.details, None, state)
                contact = Contact(
                    id=contact_id, revision=0, document=document, label_ids=label_ids, created_at=now, updated_at=now
                )
                writes.append(ContactWrite(kind=ChangeKind.CREATED, contact=contact))
            return Plan(writes=tuple(writes), labels=labels if labels != state.labels else None, receipt=receipt)

        tagged = any(draft.tags for draft in wanted)
        written = self._writer.write(book_id, actor=actor, at=now, labels=tagged, decide=decide)
        return tuple(TaggedContact.of(contact, written.labels) for contact in written.contacts)

    def get(self, book_id: str, contact_id: str) -> TaggedContact:
        """Return a contact. Raises ContactNotFoundError."""
        contact = self._store.get_contact(book_id, contact_id)
        if contact is None:
            raise ContactNotFoundError("there is no such contact")
        return TaggedContact.of(contact, self._store.get_labels(book_id) if contact.label_ids else Labels())

    def replace(
        self, book_id: str, contact_id: str, draft: ContactDraft, *, actor: str, if_match: EntityTags | None = None
    ) -> TaggedContact:
        """Store a draft in the place of a contact. Raises what ``revise`` raises."""
        wanted = checked(draft)
        return self._revise(book_id, contact_id, lambda _: wanted, actor, if_match)

    def revise(
        self, book_id: str, contact_id: str, revise: Revise, *, actor: str, if_match: EntityTags | None = None
    ) -> TaggedContact:
        """Store what ``revise`` makes of a contact; a revision that changes nothing is not written.

        Raises ContactNotFoundError, PreconditionFailedError when the contact is not the version that ``if_match``
        names, and what ``add`` raises.
        """
        return self._revise(book_id, contact_id, lambda current: checked(revise(current)), actor, if_match)

    def _revise(
        self, book_id: str, contact_id: str, revise: Revise, actor: str, if_match: EntityTags | None
    ) -> TaggedContact:
        now = self._now()
        current: TaggedContact | None = None

        def decide(state: BookState) -> Plan:
            nonlocal current
            current = _current(state, contact_id, if_match)
            draft = revise(current)
            label_ids, labels = labelled(state.labels, draft.tags, self._new_value_id, base=state.labels)
            document = self._completed(draft.details, current.contact.details, state)
            revised = replace(current.contact, document=document, label_ids=label_ids)
            if _says_the_same(revised, current.contact):
                return Plan(writes=())
            revised = replace(revised, updated_at=now)
            write = ContactWrite(kind=ChangeKind.UPDATED, contact=revised, previous=current.contact)
            return Plan(writes=(write,), labels=labels if labels != state.labels else None)

        written = self._writer.write(book_id, actor=actor, at=now, contact_ids=[contact_id], labels=True, decide=decide)
        if written.contacts:
            return TaggedContact.of(written.contacts[0], written.labels)
        assert current is not None
        return current

    def trash(self, book_id: str, contact_id: str, *, actor: str, if_match: EntityTags | None = None) -> None:
        """Put a contact in the trash, where it is found and listed no more. Raises what ``revise`` raises."""
        now = self._now()

        def decide(state: BookState) -> Plan:
            current = _current(state, contact_id, if_match).contact
            trashed = replace(current, trashed_at=now, updated_at=now)
            return Plan(writes=(ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=current),))

        self._writer.write(
            book_id, actor=actor, at=now, contact_ids=[contact_id], labels=if_match is not None, decide=decide
        )

    def page(
        self,
        book_id: str,
        *,
        order: Order,
        limit: int,
        after: Position | None = None,
        query: ContactQuery = EVERYBODY,
    ) -> ContactPage:
        """Return up to ``limit`` contacts in order; fewer, with a ``next``, is possible.

        Raises AccountGoneError when there is no such book.
        """
        labels = Labels() if query.is_empty else self._store.get_labels(book_id)
        found = self._found(book_id, query, labels, order, limit, after)
        if not labels.names.keys() >= {label_id for contact in found.contacts for label_id in contact.label_ids}:
            labels = self._store.get_labels(book_id)
        if not found.contacts and after is None:
            self._require_book(book_id)
        contacts = tuple(TaggedContact.of(contact, labels) for contact in found.contacts)
        return ContactPage(contacts=contacts, next=found.next)

    def _found(
        self, book_id: str, query: ContactQuery, labels: Labels, order: Order, limit: int, after: Position | None
    ) -> Slice:
        if not query.is_empty:
            return self._search.find(book_id, query, labels=labels, order=order, limit=limit, after=after)
        read = self._store.list_by_name if order is Order.NAME else self._store.list_by_change
        return read(book_id, limit=limit, after=after)

    def _require_book(self, book_id: str) -> None:
        try:
            self._store.load(book_id)
        except BookMissingError as error:
            raise AccountGoneError("the account no longer has a book") from error

    def _completed(
        self, details: ContactDetails, previous: ContactDetails | None, state: BookState
    ) -> documents.Document:
        region = state.book.settings.phone_region
        phones = tuple(
            replace(phone, e164=self._phone_numbers.to_e164(phone.value, region)) for phone in details.phones
        )
        return documents.to_document(with_value_ids(replace(details, phones=phones), previous, self._new_value_id))


def _says_the_same(revised: Contact, current: Contact) -> bool:
    """Compare as stored: in Python 1 and True are equal, in JSON they are not."""
    same = documents.encode(revised.document) == documents.encode(current.document)
    return same and revised.label_ids == current.label_ids


def _current(state: BookState, contact_id: str, if_match: EntityTags | None) -> TaggedContact:
    contact = state.contacts.get(contact_id)
    if contact is None or contact.trashed_at is not None:
        raise ContactNotFoundError("there is no such contact")
    current = TaggedContact.of(contact, state.labels)
    if if_match is not None and not if_match.match_strongly(current.etag):
        raise PreconditionFailedError(current.etag)
    return current
