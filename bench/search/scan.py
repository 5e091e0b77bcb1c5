"""How a search reads the whole book, as this service did before it had an index: the line that is compared with.

Contacts come in pages of 250 as DynamoDB sends them, are parsed by the service's own adapter, and their names,
nicknames, organizations, addresses, handles and tags are joined, folded, and looked through for every word; a query of
digits is compared with the phones, too. What carried the pages (HTTP, signatures) is not part of it, so the scan was
slower than this.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.adapters.dynamo.contact_items import ContactItem
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.labels import Labels

PAGE_SIZE = 250
_TEXTS = (
    "first_name", "middle_name", "last_name", "prefix", "suffix", "nickname", "phonetic_first_name",
    "phonetic_middle_name", "phonetic_last_name", "display_name", "second_last_name",
)  # fmt: skip
_LISTS = {
    "organizations": ("name", "department", "title", "role"),
    "emails": ("value",),
    "handles": ("value", "user_name", "service"),
}
_SEPARATORS = str.maketrans({**dict.fromkeys('-,;·"', " "), "'": ""})
_LEAST_DIGITS = 4


class Scan:
    """A book that is read from beginning to end for every search."""

    def __init__(self, contacts: Sequence[Contact], labels: Labels) -> None:
        self._labels = labels
        self._pages = [_page(contacts[first : first + PAGE_SIZE]) for first in range(0, len(contacts), PAGE_SIZE)]

    def hits(self, text: str) -> Iterator[str]:
        """Yield the ids of the contacts that have all words of a text, when they are reached."""
        words = fold(text).translate(_SEPARATORS).split()
        digits = "" if any(map(str.isalpha, text)) else _digits(text)
        for page in self._pages:
            for item in json.loads(page)["Items"]:
                contact = ContactItem.read(item)
                if self._matches(contact, words, digits):
                    yield contact.id

    def _matches(self, contact: Contact, words: Sequence[str], digits: str) -> bool:
        members = contact.document.members
        folded = fold("\n".join((*_searched(members), *self._labels.names_of(contact.label_ids))))
        searched = folded.replace("'", "").replace("-", "").replace("·", "")
        if all(word in searched for word in words):
            return True
        return len(digits) >= _LEAST_DIGITS and any(digits in number for number in _numbers(members))


def _page(contacts: Sequence[Contact]) -> bytes:
    """Return contacts as a response of DynamoDB."""
    items = [ContactItem.of("book", contact).to_dynamodb_dict() for contact in contacts]
    return json.dumps({"Items": items}, separators=(",", ":")).encode()


def _searched(members: Members) -> Iterator[str]:
    for name in _TEXTS:
        if name in members:
            yield members[name]
    for name, own in _LISTS.items():
        for value in members.get(name, ()):
            yield from (value[text] for text in own if text in value)
    yield from members.get("nicknames", ())


def _numbers(members: Members) -> Iterator[str]:
    for phone in members.get("phones", ()):
        yield _digits(fold(phone["value"]))
        yield phone.get("e164", "")


def _digits(text: str) -> str:
    return "".join([char for char in text if char.isdecimal()])
