"""The details of a contact as a JSON document: the form in which they are stored, measured and compared.

Empty values are left out, so a document is no larger than its contents, and a new member needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Self, TypeVar

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, ListValue
from shared.domain.contacts.members import Date, ListOf, Texts, filled_members, members_of
from shared.domain.partial_dates import PartialDate
from shared.json_text import read as read_json
from shared.json_text import read_exactly

Members = Mapping[str, Any]
"""The members of a JSON object; not to be changed."""
_FOREIGN = '"extra"'
"""Only JSON of other formats, which is kept verbatim, may contain whole numbers of any size."""

_Part = TypeVar("_Part", ContactDetails, ListValue)


class Document:
    """A JSON object, and its text as it is stored. Neither ever changes, so it is encoded only once.

    Documents are equal when their texts are: in Python 1 and True are equal, in JSON they are not. It is no dataclass,
    since a page reads a hundred of them: frozen ones cost a list one percent more.
    """

    __slots__ = ("members", "text")

    def __init__(self, members: Members, text: str) -> None:
        self.members: Final = members
        self.text: Final = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Document({self.text!r})"

    @classmethod
    def of(cls, members: Members) -> Self:
        """Return the document with these members."""
        return cls(members, encode(members))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the document with this text. Raises ValueError for anything but a JSON object."""
        members = read_exactly(text) if _FOREIGN in text else read_json(text)
        if not isinstance(members, dict) or text[0] + text[-1] != "{}":  # nothing stands around it
            raise ValueError("this is no document")
        return cls(members, text)

    def has_same_contents(self, other: Document) -> bool:
        """Return whether the documents are equal but for the order of members, which is no content.

        Code that does not know a member puts it in another place than code that does.
        """
        if self.text == other.text:
            return True
        return len(self.text) == len(other.text) and has_same_content(self.members, other.members)

    @property
    def size_bytes(self) -> int:
        """The size of the text in UTF-8. A text that UTF-8 cannot hold has a size, too; it is refused elsewhere."""
        return len(self.text.encode(errors="replace"))

    @property
    def birthday(self) -> PartialDate | None:
        """The birthday, without parsing the rest; None also for one in a form that only newer code reads."""
        try:
            return PartialDate.parse(self.members["birthday"]) if "birthday" in self.members else None
        except ValueError:
            return None


def to_document(details: ContactDetails) -> Document:
    """Return the details as a document, without empty values."""
    return Document.of(_written(details))


def from_document(document: Document) -> ContactDetails:
    """Return the details in what ``to_document`` wrote, without members that only newer code knows.

    Raises ValueError or TypeError for anything else.
    """
    return read_members(ContactDetails, document.members)


def read_members(declaring: type[_Part], members: Members) -> _Part:
    """Return an instance of ``declaring`` with the members of a JSON object. Raises what ``from_document`` raises."""
    values: dict[str, Any] = {}
    for name, kind in members_of(declaring).items():
        if name not in members:
            continue
        values[name] = members[name]
        if isinstance(kind, ListOf):
            values[name] = tuple([read_members(kind.values, each) for each in values[name]])
        elif isinstance(kind, Texts):
            values[name] = tuple(values[name])
        elif isinstance(kind, Date):
            values[name] = PartialDate.parse(values[name])
    return declaring(**values)


def with_unknown_members(members: Members, previous: Members) -> Members:
    """Return the new members of a document, with those of the ``previous`` ones that only newer code knows.

    They stay with their contact, or with the value in a list that has the same id, whatever becomes of the others. All
    members keep their places, so that a document in which nothing has changed has the same text.
    """
    lists: dict[str, list[Members]] = {}
    for name, value_type in VALUE_TYPES.items():
        if name in members and name in previous:
            before = {value.get("id"): value for value in previous[name]}
            values = [_overlaid(value, before.get(value.get("id"), {}), value_type) for value in members[name]]
            if any(new is not old for new, old in zip(values, members[name], strict=True)):
                lists[name] = values
    return _overlaid({**members, **lists} if lists else members, previous, ContactDetails)


def _overlaid(members: Members, previous: Members, declaring: type) -> Members:
    """Return the members, with those of the previous ones that are not declared."""
    unknown = previous.keys() - members_of(declaring).keys()
    if not unknown:
        return members
    every = {**members, **{name: previous[name] for name in unknown}}
    return {name: every[name] for name in (*previous, *every) if name in every}


def has_same_content(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal but for the order of members."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def encode(value: Any) -> str:
    """Return a value as compact JSON."""
    return _write(value)


def _written(part: ContactDetails | ListValue) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, kind, value in filled_members(part):
        if isinstance(kind, ListOf):
            members[name] = [_written(each) for each in value]
        elif isinstance(kind, Texts):
            members[name] = list(value)
        else:
            members[name] = str(value) if isinstance(kind, Date) else value
    return members


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # json.dumps makes an encoder each time
