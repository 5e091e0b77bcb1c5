"""Contacts written in a form of cards, piece by piece, with what the form does not hold of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.cards.fitting import card_of_contact
from shared.domain.cards.tables.writing import extent_of
from shared.domain.exports import MAX_NOTICES, MAX_NOTICES_OF_A_CODE
from shared.services.operations.tasks import TaskBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shared.domain.cards.card import Card, Notice
    from shared.domain.cards.form_codecs import Entry
    from shared.domain.cards.forms import CardForm
    from shared.domain.cards.tables.writing import Extent
    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.services.exchange.chosen_contacts import Stretch

Told = dict[str, Any]
"""A notice as JSON: the contact, a code for programs, and a sentence for people."""
MAX_STRETCHES = 10
"""Of contacts in a piece: two thousand, which take about a second."""
MAX_PIECE_BYTES = 1024 * 1024
"""A piece ends with the stretch that makes it longer than this: it has at most twice as much, or one stretch."""
_MAX_TEXT_LENGTH = 200


class Stretches(Protocol):
    """Contacts in an order: see ``ChosenContacts``."""

    def after(self, contact_id: str) -> Stretch:
        """Return the next contacts after this id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a file has got: up to a contact, with so many ``looked_at``, and so many in it; and the notices so far.

    There are at most MAX_NOTICES_OF_A_CODE notices of one kind, so that none hides the others.
    """

    after: str = ""
    looked_at: int = 0
    contacts: int = 0
    size_bytes: int = 0
    notices: Sequence[Told] = ()
    more_notices: int = 0

    def to_members(self) -> dict[str, Any]:
        """Return the place in the form in which an operation keeps it."""
        return {**asdict(self), "notices": list(self.notices)}

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> Place:
        """Return the place that an operation keeps."""
        return cls(**{name: members[name] for name in cls.__slots__ if name in members})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a file that ends with a whole card, and the place after it."""

    content: bytes
    place: Place
    is_last: bool


def measured(chosen: Stretches, form: CardForm, extent: Extent, after: str) -> tuple[Extent, str, bool]:
    """Return the columns that the next contacts need, beside those of an extent; and up to where, and if all are done.

    Raises what ``ChosenContacts.after`` raises.
    """
    is_last = False
    for _ in range(MAX_STRETCHES):
        stretch = chosen.after(after)
        extent = extent_of(form.codec, _cards(stretch), extent)
        after, is_last = stretch.last, stretch.is_last
        if is_last:
            break
    return extent, after, is_last


class ContactsFile:
    """The file of one export. A piece is a function of where it begins and ends."""

    def __init__(self, chosen: Stretches, form: CardForm, extent: Extent) -> None:
        self._chosen = chosen
        self._file = form.codec.file(extent)

    def piece(self, start: Place) -> Piece:
        """Return the piece that begins at a place, with the head of the file before the first contact.

        Raises what ``ChosenContacts.after`` raises, and TaskBrokenError for a contact that cannot be written.
        """
        content = bytearray(self._file.head.encode() if not start.after else b"")
        notices = _Notices(start)
        place, is_last = start, False
        for _ in range(MAX_STRETCHES):
            stretch = self._chosen.after(place.after)
            for contact in stretch.contacts:
                entry = self._entry(contact, stretch.labels)
                content += (self._file.between if place.contacts else "").encode() + entry.text.encode(errors="replace")
                notices.add(contact.id, entry.notices)
                place = replace(place, contacts=place.contacts + 1)
            notices.add_missing(stretch.missing)
            place = replace(place, after=stretch.last, looked_at=place.looked_at + stretch.looked_at)
            is_last = stretch.is_last
            if is_last or len(content) > MAX_PIECE_BYTES:
                break
        content += (self._file.tail if is_last else "").encode()
        size = start.size_bytes + len(content)
        place = replace(place, size_bytes=size, notices=notices.kept, more_notices=notices.more)
        return Piece(content=bytes(content), place=place, is_last=is_last)

    def _entry(self, contact: Contact, labels: Labels) -> Entry:
        try:
            return self._file.entry(_card(contact, labels))
        except Exception as error:
            problem = f"Contact {contact.id} cannot be written because of a mistake of ours: the export ends there."
            raise TaskBrokenError(problem) from error


class _Notices:
    """The notices of a file: a few of each kind are kept, others are counted."""

    def __init__(self, start: Place) -> None:
        self.kept = list(start.notices)
        self.more = start.more_notices
        self._of_code = Counter(one["code"] for one in self.kept)

    def add(self, contact_id: str, notices: Sequence[Notice]) -> None:
        """Add what is not held of a contact."""
        for notice in notices:
            self._add(contact_id, notice.code, notice.text)

    def add_missing(self, contact_ids: Sequence[str]) -> None:
        """Add contacts that were asked for, and not found."""
        for contact_id in contact_ids:
            self._add(contact_id, "contact_not_found", "There is no such contact.")

    def _add(self, contact_id: str, code: str, text: str) -> None:
        if len(self.kept) < MAX_NOTICES and self._of_code[code] < MAX_NOTICES_OF_A_CODE:
            self._of_code[code] += 1
            self.kept.append({"contact_id": contact_id, "code": code, "text": text[:_MAX_TEXT_LENGTH]})
        else:
            self.more += 1


def _cards(stretch: Stretch) -> Iterator[Card]:
    return (_card(contact, stretch.labels) for contact in stretch.contacts)


def _card(contact: Contact, labels: Labels) -> Card:
    return card_of_contact(
        contact.details,
        labels.names_of(contact.label_ids),
        uid=contact.uid,
        created_at=contact.created_at,
        updated_at=contact.updated_at,
    )
