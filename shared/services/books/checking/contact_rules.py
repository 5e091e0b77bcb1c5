"""The rules about contacts: the head counts them, lists have them, their labels exist, their relations point back."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from shared.domain.text.name_orders import can_make_keys
from shared.services.books.checking.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shared.services.books.checking.reading import BookReading, CheckedContact, Row


def contact_findings(book: BookReading) -> Iterator[Finding]:
    """Yield what is wrong with the contacts of a book, and with what lists them."""
    yield from _counted(book)
    for contact in book.contacts.values():
        for problem in contact.problems:
            yield _about(contact, problem)
        yield from _labelled(book, contact)
        yield from _related(book, contact)
    yield from _listed(book)


def _counted(book: BookReading) -> Iterator[Finding]:
    live = sum(contact.is_live for contact in book.contacts.values())
    if live != book.head.contact_count:
        sentence = f"the head counts {book.head.contact_count} live contacts, and there are {live}"
        yield Finding(sentence=sentence, of_the_book=True)
    latest = max(book.contacts.values(), key=lambda contact: contact.revision, default=None)
    if latest and latest.revision > book.head_after.revision:
        yield _about(latest, f"it has revision {latest.revision}, and the head {book.head_after.revision}")


def _labelled(book: BookReading, contact: CheckedContact) -> Iterator[Finding]:
    for label_id in contact.label_ids:
        if not book.labels.know([label_id]):
            yield _about(contact, f"its label {label_id} is none of the book, and was not removed")


def _related(book: BookReading, contact: CheckedContact) -> Iterator[Finding]:
    """Yield the links to live contacts that do not point back, unless there was no room for that.

    A link to a contact in the trash, or to one that is gone, is allowed to lead nowhere (``contacts.relations``).
    """
    for link in contact.links.values():
        other = book.contacts.get(link.target)
        if other is None or not other.is_live or other.is_full or contact.is_full:
            continue
        inverse = other.links.get(link.inverse_id)
        if inverse is None or (inverse.target, inverse.inverse_id) != (contact.id, link.value_id):
            sentence = f"contact {contact.id}: its relation {link.value_id} to {other.id} does not point back"
            yield Finding(sentence=sentence, contact_ids=(contact.id, other.id))


def _listed(book: BookReading) -> Iterator[Finding]:
    orders = book.head.name_order
    has_name_keys = can_make_keys(orders.current) and (not orders.below or can_make_keys(orders.before))
    yield from _of_list(book, "by name", book.by_name, _name_key, has_keys=has_name_keys)
    yield from _of_list(book, "by birthday", book.birthdays, _birthday_key)
    yield from _of_list(book, "by latest change", book.by_change, _live_key, is_descending=True)
    yield from _of_list(book, "of the trash", book.trash, _trashed_key)


def _name_key(contact: CheckedContact) -> str | None:
    return contact.name_key


def _birthday_key(contact: CheckedContact) -> str | None:
    return contact.birthday_key


def _live_key(contact: CheckedContact) -> int | None:
    return contact.revision_key if contact.is_live else None


def _trashed_key(contact: CheckedContact) -> int | None:
    return None if contact.is_live else contact.revision_key


def _of_list(
    book: BookReading,
    name: str,
    rows: Sequence[Row],
    key_of: Callable[[CheckedContact], str | int | None],
    *,
    has_keys: bool = True,
    is_descending: bool = False,
) -> Iterator[Finding]:
    """Yield what is wrong with a list: it has the contacts with a key, each once, under it and in its order.

    Without ``has_keys`` only other code can tell what the keys should be.
    """
    expected = {contact.id: key for contact in book.contacts.values() if (key := key_of(contact)) is not None}
    for contact_id, times in Counter(row.contact_id for row in rows).items():
        if times > 1:
            yield _of(book.contacts, contact_id, f"the list {name} has it {times} times")
        if contact_id not in expected:
            yield _of(book.contacts, contact_id, f"the list {name} has it, and should not")
    listed = dict(rows)
    for contact_id, key in expected.items():
        if contact_id not in listed:
            yield _of(book.contacts, contact_id, f"it is missing from the list {name}")
        elif has_keys and listed[contact_id] != key:
            sentence = f"contact {contact_id}: the list {name} has it under another key than its own"
            yield Finding(sentence=sentence, contact_ids=(contact_id,), of_the_book=True)
    keys = [row.key for row in rows]
    if any(_is_before(later, earlier) for earlier, later in pairwise(reversed(keys) if is_descending else keys)):
        yield Finding(sentence=f"the list {name} is not in order", of_the_book=True)


def _is_before(one: str | int, other: str | int) -> bool:
    """Return whether a key stands before another one of its list; texts are compared by their bytes in UTF-8."""
    if isinstance(one, int) or isinstance(other, int):
        return int(one) < int(other)
    return one.encode() < other.encode()


def _about(contact: CheckedContact, problem: str) -> Finding:
    return Finding(sentence=f"contact {contact.id}: {problem}", contact_ids=(contact.id,))


def _of(contacts: Mapping[str, CheckedContact], contact_id: str, problem: str) -> Finding:
    state = contacts.get(contact_id)
    is_known = f" (revision {state.revision})" if state else " (not in the book)"
    return Finding(sentence=f"contact {contact_id}{is_known}: {problem}", contact_ids=(contact_id,))
