"""Queries of contacts: an order, words, and a tag."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import normalize

from shared.domain.contacts.details import ContactDetails, own_members
from shared.domain.contacts.members import ListOf, Text, members_of
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

MAX_QUERY_LENGTH = 200
_PHONE_PUNCTUATION = frozenset("+-().,/ ")
_SEARCHED_TEXTS = tuple(
    name for name, kind in members_of(ContactDetails).items() if isinstance(kind, Text) and kind.searched
)
_SEARCHED_LISTS: Mapping[str, tuple[str, ...]] = {
    name: tuple(own for own, text in own_members(kind.values).items() if isinstance(text, Text))
    for name, kind in members_of(ContactDetails).items()
    if isinstance(kind, ListOf) and kind.searched
}


class Order(StrEnum):
    """The orders in which contacts are listed."""

    NAME = "name"
    LATEST_CHANGE = "-updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQuery:
    """A query that matches contacts with all of the ``words`` (folded) and with the tag.

    A word matches within names, organizations, e-mail addresses and tags; a word of digits and phone punctuation also
    matches within the digits of phone numbers.
    """

    words: tuple[str, ...] = ()
    tag: str = ""

    @classmethod
    def of(cls, text: str, tag: str = "") -> ContactQuery:
        """Return the query for a text and a tag, both as typed."""
        return cls(words=tuple(fold(text).split()), tag=normalize("NFC", tag).strip())

    @property
    def is_empty(self) -> bool:
        """Whether every contact matches."""
        return not self.words and not self.tag

    def __str__(self) -> str:
        return json.dumps([self.words, self.tag.casefold()])

    def within(self, labels: Labels) -> BookQuery | None:
        """Return the query for a book with these labels; None if the book does not have the tag."""
        label_id = labels.id_of(self.tag) if self.tag else ""
        if label_id is None:
            return None
        return BookQuery(words={word: _number_in(word) for word in self.words}, label_id=label_id, labels=labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuery:
    """A query of one book: each word with its digits (empty unless it is a number), and the label of the tag."""

    words: Mapping[str, str]
    label_id: str
    labels: Labels

    def matches(self, contact: Contact) -> bool:
        """Return whether a contact matches."""
        if self.label_id and self.label_id not in contact.label_ids:
            return False
        if not self.words:
            return True
        text = fold("\n".join((*_texts(contact.document.members), *self.labels.names_of(contact.label_ids))))
        missing = [number for word, number in self.words.items() if word not in text]
        if not all(missing):
            return False
        numbers = "\n".join(_numbers(contact.document.members)) if missing else ""
        return all(number in numbers for number in missing)


def _texts(members: Members) -> list[str]:
    texts = [members[name] for name in _SEARCHED_TEXTS if name in members]
    for name, own in _SEARCHED_LISTS.items():
        for value in members.get(name, ()):
            texts += [value[text] for text in own if text in value]
    return texts


def _numbers(members: Members) -> list[str]:
    phones = members.get("phones", ())
    return [_digits(phone[form]) for phone in phones for form in ("value", "e164") if form in phone]


def _number_in(word: str) -> str:
    """Return the digits of a word that is a phone number or a part of one; otherwise an empty string."""
    only_a_number = all(char in _PHONE_PUNCTUATION or char.isdecimal() for char in word)
    return _digits(word) if only_a_number else ""


def _digits(text: str) -> str:
    return "".join(char for char in fold(text) if char.isdecimal())
