"""By what a contact is recognized as one that a book has already: its uids, its content, or whom it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE_TYPES, own_members
from shared.domain.contacts.label_words import plain_label
from shared.domain.contacts.members import Text
from shared.domain.contacts.merging import MERGED_UIDS
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members

FOREIGN_UID = "uid"
"""The member of ``extra`` with the uid that a contact had in another program."""
_KEY_BYTES = 12
_NO_CONTENT = frozenset({"favorite", "photo_url"})
"""What is added to a contact in a book, and what cards give by another address each time."""
_NAME_PARTS = ("prefix", "first_name", "middle_name", "last_name", "second_last_name", "suffix")
_GIVEN_BY_US: Mapping[str, frozenset[str]] = {
    name: frozenset(
        ["id", *(member for member, kind in own_members(values).items() if isinstance(kind, Text) and kind.derived)]
    )
    for name, values in VALUE_TYPES.items()
}
"""The members of values that no client writes: the ids of values, and what is read of phone numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The keys of a contact. ``people`` are a name with an address, or with a number, each; there may be none."""

    uids: tuple[str, ...]
    content: bytes
    people: tuple[bytes, ...] = ()


def identity_of(members: Members, uids: Iterable[str], *, with_people: bool) -> Identity:
    """Return the identity of a document with these uids, with ``people`` on request.

    Tags are no part of it, nor is a display name that the parts of the name make: most formats do not tell it apart.
    """
    return Identity(
        uids=tuple(dict.fromkeys(uid for uid in map(plain_uid, uids) if uid)),
        content=_key(json.dumps(_content(members), sort_keys=True)),
        people=tuple(dict.fromkeys(_people(members))) if with_people else (),
    )


def uids_of(contact: Contact) -> tuple[str, ...]:
    """Return the uids that a contact is known by: its own, the foreign one, and those of contacts merged into it."""
    extra = contact.document.members.get("extra", {})
    merged = extra.get(MERGED_UIDS)
    others = [extra.get(FOREIGN_UID), *(merged if isinstance(merged, list) else ())]
    return (contact.uid, *(uid for uid in others if isinstance(uid, str)))


def plain_uid(uid: str) -> str:
    """Return a uid as it is compared: programs write a UUID with and without its scheme, in either case."""
    return uid.strip().lower().removeprefix("urn:uuid:")


def _content(members: Members) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in members.items():
        if name in _NO_CONTENT or (name == "display_name" and value == _name_of_parts(members)):
            continue
        if name in _GIVEN_BY_US:
            given = _GIVEN_BY_US[name]
            content[name] = [{own: _plain(own, each) for own, each in one.items() if own not in given} for one in value]
        elif name == "extra":
            if extra := {own: each for own, each in value.items() if own not in {FOREIGN_UID, MERGED_UIDS}}:
                content[name] = extra
        else:
            content[name] = value
    return content


def _plain(name: str, value: Any) -> Any:
    """Return a member of a value as it is compared."""
    return plain_label(value) if name == "label" else value


def _name_of_parts(members: Members) -> str:
    return " ".join(filter(None, map(members.get, _NAME_PARTS)))


def _people(members: Members) -> Iterator[bytes]:
    name = fold(" ".join(filter(None, map(members.get, ("first_name", "middle_name", "last_name")))))
    name = name or fold(members.get("display_name", ""))
    if not name:
        return
    for email in members.get("emails", ()):
        if address := fold(email.get("value", "")):
            yield _key(f"{name}\0{address}")
    for phone in members.get("phones", ()):
        for number in (phone.get("value", ""), phone.get("e164", "")):
            if digits := "".join(filter(str.isdecimal, number)):
                yield _key(f"{name}\0{digits}")


def _key(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_KEY_BYTES).digest()
