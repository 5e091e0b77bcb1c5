"""The files in the archive of an account: each is made part by part, and a part says where the next one begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from shared.domain.cards.forms import FORMS
from shared.domain.exports import ExportOptions
from shared.services.exchange.chosen_contacts import ChosenContacts
from shared.services.exchange.json_files import as_json
from shared.services.exchange.picture_names import ContactsWithPhotoFiles, PictureNames, with_photo_file
from shared.services.exchange.written_contacts import ContactsFile, Place

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Change, Contact
    from shared.domain.labels import Labels
    from shared.domain.moments import Then
    from shared.services.contacts.past.listing import PastContacts
    from shared.services.exchange.picture_stores import PictureStores
    from shared.services.exchange.written_contacts import Stretches
    from shared.services.ports.books import BookStore
    from shared.services.ports.calendar_feeds import CalendarFeedStore
    from shared.services.ports.duplicates import DuplicateStore
    from shared.services.ports.operations import OperationStore
    from shared.services.ports.romanization import Romanization
    from shared.services.ports.views import ViewStore

Members = dict[str, Any]
CHANGES_AT_ONCE, OPERATIONS_AT_ONCE, TRASH_AT_ONCE = 100, 100, 50
VCARD = next(form for form in FORMS if form.media_type == "text/vcard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a file, and where the next one begins, as JSON can express it; None after the last one.

    A part of a folder has whole ``files`` in the place of content. Whoever made it needs a pause before the next one,
    or says as the ``problem``, for people, what the folder lacks.
    """

    content: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    next: Members | None
    pause_seconds: int = 0
    problem: str | None = None


File = Callable[[Members | None], Part]
"""Returns the part of a file that begins at a place; None is its beginning. Names of folders end with a slash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where the content of a book is read from."""

    store: BookStore
    past: PastContacts
    operations: OperationStore
    views: ViewStore
    feeds: CalendarFeedStore
    duplicates: DuplicateStore
    pictures: PictureStores
    romanize: Romanization


def book_files(shelf: Shelf, book_id: str, then: Then) -> Mapping[str, File]:
    """Return the files about a book by name: contacts as of one revision, and all else as it is when it is read."""
    names = PictureNames(shelf.pictures.register, book_id)
    chosen = ChosenContacts(shelf.store, shelf.past, shelf.romanize, book_id, ExportOptions(form=VCARD.name), then)
    labels = shelf.store.get_labels(book_id)
    return {
        "contacts.vcf": _cards(ContactsWithPhotoFiles(chosen, names)),
        "contacts.json": _array(lambda place: _contacts(chosen, names, place)),
        "trash.json": _array(lambda place: _trash(shelf, book_id, labels, names, place)),
        "history.json": _array(lambda place: _changes(shelf, book_id, then.revision, names, place)),
        "labels.json": _whole(lambda: [asdict(label) for label in map(labels.get, labels.names) if label]),
        "views.json": _whole(lambda: [{"id": one.id, **one.members()} for one in _views(shelf, book_id)]),
        "feeds.json": _whole(lambda: [_without_secret(one.id, one.members()) for one in _feeds(shelf, book_id)]),
        "dismissed_duplicates.json": _whole(lambda: sorted(shelf.duplicates.all_dismissed(book_id))),
        "operations.json": _array(lambda place: _operations(shelf, book_id, place)),
    }


def _whole(read: Callable[[], Any]) -> File:
    return lambda _: Part(content=as_json(read()).encode(errors="replace"), next=None)


def _array(read: Callable[[Members], tuple[Sequence[Any], Members | None]]) -> File:
    """Return the file of an array, whose items ``read`` returns from a place on, with the place after them."""

    def part(place: Members | None) -> Part:
        items, following = read(place or {})
        is_first = place is None or not place["any"]
        text = ("[\n" if place is None else "") + "".join(
            ("" if is_first and not number else ",\n") + as_json(item) for number, item in enumerate(items)
        )
        if following is None:
            return Part(content=(text + "\n]\n").encode(errors="replace"), next=None)
        following = {**following, "any": bool(items) or not is_first}
        return Part(content=text.encode(errors="replace"), next=following)

    return part


def _cards(chosen: Stretches) -> File:
    file = ContactsFile(chosen, VCARD, {})

    def part(place: Members | None) -> Part:
        piece = file.piece(Place.of_members(place) if place else Place())
        return Part(content=piece.content, next=None if piece.is_last else piece.place.to_members())

    return part


def _contacts(chosen: ChosenContacts, names: PictureNames, place: Members) -> tuple[Sequence[Members], Members | None]:
    stretch = chosen.after(place.get("after", ""))
    return (
        _with_photo_files(stretch.contacts, stretch.labels, names),
        None if stretch.is_last else {"after": stretch.last},
    )


def _trash(
    shelf: Shelf, book_id: str, labels: Labels, names: PictureNames, place: Members
) -> tuple[Sequence[Members], Members | None]:
    page = shelf.store.list_trash(book_id, limit=TRASH_AT_ONCE, after=place.get("after"))
    following: Members | None = {"after": dict(page.next)} if page.next else None
    return _with_photo_files(page.contacts, labels, names), following


def _changes(
    shelf: Shelf, book_id: str, last: int, names: PictureNames, place: Members
) -> tuple[Sequence[Members], Members | None]:
    first = place.get("from", 1)
    revisions = range(first, min(first + CHANGES_AT_ONCE, last + 1))
    found = shelf.store.changes_at(book_id, [*revisions]) if revisions else {}
    files = names.of(change.previous.document for change in found.values() if change.previous)
    items = [_change(found[revision], files) for revision in sorted(found)]
    return items, None if first + CHANGES_AT_ONCE > last else {"from": first + CHANGES_AT_ONCE}


def _operations(shelf: Shelf, book_id: str, place: Members) -> tuple[Sequence[Members], Members | None]:
    found = shelf.operations.list_latest(book_id, limit=OPERATIONS_AT_ONCE, before=place.get("before"))
    names = ("id", "kind", "state", "actor", "created_at", "updated_at", "parameters", "done", "total", "problem")
    items = [{name: getattr(one, name) for name in names} for one in found]
    return items, {"before": found[-1].id} if len(found) == OPERATIONS_AT_ONCE else None


def _views(shelf: Shelf, book_id: str) -> Sequence[Any]:
    return [*shelf.views.get(book_id).views.values()]


def _feeds(shelf: Shelf, book_id: str) -> Sequence[Any]:
    return [*shelf.feeds.get(book_id).feeds.values()]


def _without_secret(feed_id: str, members: Members) -> Members:
    return {"id": feed_id, **{name: value for name, value in members.items() if "secret" not in name}}


def _with_photo_files(contacts: Sequence[Contact], labels: Labels, names: PictureNames) -> Sequence[Members]:
    files = names.of(contact.document for contact in contacts)
    return [_contact(one, labels, files) for one in contacts]


def _contact(contact: Contact, labels: Labels, files: Mapping[str, str]) -> Members:
    return {
        "id": contact.id,
        "revision": contact.revision,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
        **({"trashed_at": contact.trashed_at} if contact.trashed_at else {}),
        "tags": labels.names_of(contact.label_ids),
        **with_photo_file(contact.document.members, files),
    }


def _change(change: Change, files: Mapping[str, str]) -> Members:
    previous = change.previous
    return {
        "revision": change.revision,
        "kind": change.kind,
        "contact_id": change.contact_id,
        "actor": change.actor,
        "at": change.at,
        "operation": change.operation,
        "labels": change.labels and asdict(change.labels),
        "previous": previous and {"revision": previous.revision, **with_photo_file(previous.document.members, files)},
    }
