"""What an import knows of a book: by which keys its contacts are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.contacts.identity import Identity, identity_of, uids_of
from shared.services.contacts.stored_photos import PHOTO_URL

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from shared.domain.contacts.contact import Contact
    from shared.services.contacts.changed_contacts import ChangedContacts
    from shared.services.ports.commits import ContactWrite
    from shared.services.ports.feed import BookFeed, ChangeNote
    from shared.services.timing import Timing

_READ_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The contact of a row. ``is_equal``: the row says nothing that the contact does not, but perhaps tags."""

    contact_id: str
    is_equal: bool


class KnownContacts:
    """The live contacts of a book at a revision, by their keys. Of several with the same key the first id counts.

    So what is found does not depend on the order in which contacts came in. ``with_people``: whether people are looked
    for as well. ``with_photo`` are the ids of those that show one.
    """

    def __init__(self, *, with_people: bool, revision: int = 0) -> None:
        self.with_people = with_people
        self.revision = revision
        self.label_ids: dict[str, tuple[str, ...]] = {}
        self.with_photo: set[str] = set()
        self._identities: dict[str, Identity] = {}
        self._holders: dict[Hashable, tuple[str, ...]] = {}

    def put(self, contact: Contact) -> None:
        """Add a contact, or replace it; one in the trash is not known."""
        if contact.trashed_at is not None:
            self.drop(contact.id)
            return
        identity = identity_of(contact.document.members, uids_of(contact), with_people=self.with_people)
        self.put_identity(contact.id, identity, contact.label_ids, has_photo=PHOTO_URL in contact.document.members)

    def put_identity(
        self, contact_id: str, identity: Identity, label_ids: tuple[str, ...] = (), *, has_photo: bool
    ) -> None:
        """Add a contact with this identity, or replace it."""
        self.drop(contact_id)
        if has_photo:
            self.with_photo.add(contact_id)
        self._identities[contact_id] = identity
        self.label_ids[contact_id] = label_ids
        for key in _keys(identity):
            self._holders[key] = tuple(sorted((contact_id, *self._holders.get(key, ()))))

    def add_names(self, contact_id: str, identity: Identity, *, has_photo: bool) -> None:
        """Add uids and people to a contact, without what it says."""
        before = self._identities.get(contact_id)
        names = Identity(uids=identity.uids, content=b"", people=identity.people)
        if before is not None:
            names = Identity(
                uids=(*before.uids, *names.uids), content=before.content, people=(*before.people, *names.people)
            )
        self.put_identity(contact_id, names, self.label_ids.get(contact_id, ()), has_photo=has_photo)

    def drop(self, contact_id: str) -> None:
        """Remove a contact, if it is known."""
        identity = self._identities.pop(contact_id, None)
        self.label_ids.pop(contact_id, None)
        self.with_photo.discard(contact_id)
        for key in _keys(identity) if identity else ():
            left = tuple(one for one in self._holders[key] if one != contact_id)
            if left:
                self._holders[key] = left
            else:
                del self._holders[key]

    def match(self, identity: Identity) -> Match | None:
        """Return the contact with the same content; or else with a uid of these; or else the same person."""
        if equal := self._holders.get(identity.content):
            own = self._first(identity.uids)
            return Match(contact_id=own if own in equal else equal[0], is_equal=True)
        found = self._first(identity.uids) or self._first(identity.people)
        return Match(contact_id=found, is_equal=False) if found else None

    def _first(self, keys: tuple[Hashable, ...]) -> str:
        return next((self._holders[key][0] for key in keys if key in self._holders), "")


def _keys(identity: Identity) -> Iterator[Hashable]:
    yield from filter(None, dict.fromkeys((*identity.uids, identity.content, *identity.people)))


class BookKnowledge:
    """Reads what there is in a book once, and then only what others have changed in it since."""

    def __init__(self, feed: BookFeed, changed: ChangedContacts, *, timing: Timing) -> None:
        self._feed = feed
        self._changed = changed
        self._timing = timing

    def load(self, book_id: str, revision: int, *, with_people: bool) -> KnownContacts:
        """Return the contacts of a book that was at this revision before; what has changed since has to follow."""
        known = KnownContacts(with_people=with_people, revision=revision)
        after: str | None = ""
        while after is not None:
            run = self._feed.contacts(book_id, limit=_READ_AT_ONCE, after_id=after)
            for contact in run.contacts:
                known.put(contact)
            after = run.next_id
        return known

    def follow(self, known: KnownContacts, book_id: str, revision: int) -> None:
        """Bring what is known up to this revision of the book, or a later one."""
        while known.revision < revision:
            run = self._changed.once_visible(book_id, known.revision, is_known=_never, timing=self._timing)
            for contact_id in {note.contact_id for note in run.notes if note.contact_id is not None}:
                contact = run.state.contacts.get(contact_id)
                if contact is None:
                    known.drop(contact_id)
                else:
                    known.put(contact)
            known.revision = run.revision


def _never(_note: ChangeNote) -> bool:
    return False


def learn(known: KnownContacts, writes: tuple[ContactWrite, ...]) -> None:
    """Add what a commit on this very revision has written."""
    for write in writes:
        known.put(write.contact)
    known.revision += len(writes)
