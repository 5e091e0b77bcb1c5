"""What is searched of one contact, in the form in which it is compared, kept in snapshots and never folded again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from shared.domain.contacts.index_keys import key_in
from shared.domain.search.fields import fields_of
from shared.domain.search.phone_numbers import numbers_of, typed_words
from shared.domain.search.times import to_microseconds
from shared.domain.search.words import addresses_in, joined_names, words_of
from shared.domain.text.folding import fold_name
from shared.domain.text.name_orders import COMMON_ORDER, can_make_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.search.words import Romanize

MAX_TEXT_LENGTH = 4_000
"""Characters of a row's text besides names; what a contact has beyond them is not searched."""
_COLUMN_END = "\t"
_FIELD_END = "\x1f"
_VALUE_END = "\x1e"
_NO_ENDS = str.maketrans({_FIELD_END: " ", _VALUE_END: " "})


class Column(IntEnum):
    """The columns of a row's text, in order."""

    NAME = 0
    ORGANIZATION = 1
    PLACE = 2
    HANDLE = 3
    RELATION = 4
    CUSTOM = 5
    NOTES = 6
    OTHER = 7


SPELLED = frozenset({Column.NAME, Column.ORGANIZATION, Column.PLACE, Column.RELATION})
"""The columns whose words are also there in Latin letters."""
COLUMNS: Mapping[str, Column] = {column.name.lower(): column for column in Column}
"""The column of a text, by what it is searched as: none for e-mail addresses and phones."""


class Has(IntFlag):
    """What a contact has."""

    BIRTHDAY = 1
    EMAIL = 2
    PHONE = 4
    PHOTO = 8


_HAS = {"birthday": Has.BIRTHDAY, "emails": Has.EMAIL, "phones": Has.PHONE, "photo_url": Has.PHOTO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is searched of one live contact.

    ``text`` has the folded words of each ``Column`` with blanks between them, and a tab between columns. ``emails`` are
    whole and folded. ``numbers`` are those of ``phone_numbers``. ``organizations`` are whole names, folded; they and
    ``label_ids`` are sorted. Times are microseconds since 1970; a ``birthday_month`` of 0 is unknown; ``has`` are bits
    of ``Has``.
    """

    contact_id: str
    revision: int
    favorite: bool
    text: str
    emails: tuple[str, ...]
    numbers: tuple[str, ...]
    label_ids: tuple[str, ...]
    kind: str
    has: int
    birthday_month: int
    created_at: int
    updated_at: int
    organizations: tuple[str, ...]
    name_key: str

    def record(self) -> str:
        """Return the row as one line, which ``read`` reads."""
        return _FIELD_END.join(
            (
                self.contact_id,
                str(self.revision),
                "1" if self.favorite else "",
                self.text,
                _VALUE_END.join(self.emails),
                _VALUE_END.join(self.numbers),
                _VALUE_END.join(self.label_ids),
                self.kind,
                str(int(self.has)),
                str(self.birthday_month),
                str(self.created_at),
                str(self.updated_at),
                _VALUE_END.join(self.organizations),
                self.name_key,
            )
        )

    @classmethod
    def read(cls, line: str) -> Row:
        """Return the row of a line. Raises ValueError for a line that ``record`` did not make."""
        (
            contact_id,
            revision,
            favorite,
            text,
            emails,
            numbers,
            label_ids,
            kind,
            has,
            birthday_month,
            created_at,
            updated_at,
            organizations,
            name_key,
        ) = line.split(_FIELD_END)
        return cls(
            contact_id=contact_id,
            revision=int(revision),
            favorite=favorite == "1",
            text=text,
            emails=_values(emails),
            numbers=_values(numbers),
            label_ids=_values(label_ids),
            kind=kind,
            has=int(has),
            birthday_month=int(birthday_month),
            created_at=int(created_at),
            updated_at=int(updated_at),
            organizations=_values(organizations),
            name_key=name_key,
        )


def order_of(record: str) -> tuple[bool, int]:
    """Return what records of rows are sorted by: favourites come first, then those changed last."""
    _, revision, favorite, _ = record.split(_FIELD_END, 3)
    return not favorite, -int(revision)


def row_of(contact: Contact, *, order: str, romanize: Romanize) -> Row:
    """Return the row of a live contact.

    ``order`` is the name of its book's name order; if this version of the code does not know it, the common one takes
    its place. Without one the row has no name key, and can be matched, but not sorted by name.
    """
    members = contact.document.members
    birthday = contact.birthday if "birthday" in members else None
    has = 0
    for member, bit in _HAS.items():
        if members.get(member):
            has |= bit.value
    emails, columns = _texts_of(members, romanize)
    return Row(
        contact_id=contact.id,
        revision=contact.revision,
        favorite=bool(members.get("favorite")),
        text=_joined(columns),
        emails=tuple(dict.fromkeys(emails)),
        numbers=numbers_of(members.get("phones", ())),
        label_ids=tuple(sorted(contact.label_ids)),
        kind=members.get("kind") or "individual",
        has=has,
        birthday_month=(birthday.month or 0) if birthday else 0,
        created_at=to_microseconds(contact.created_at),
        updated_at=to_microseconds(contact.updated_at),
        organizations=_organizations(members),
        name_key=key_in(order if can_make_keys(order) else COMMON_ORDER, contact) if order else "",
    )


def _texts_of(members: Members, romanize: Romanize) -> tuple[list[str], list[list[str]]]:
    """Return the e-mail addresses of a document, and the words of each column, which may repeat."""
    emails: list[str] = []
    columns: list[list[str]] = [[] for _ in Column]
    for searched, text, _ in fields_of(members):
        column = COLUMNS.get(searched)
        if column is not None:
            columns[column] += words_of(text, romanize if column in SPELLED else None)
        elif searched == "email":
            addresses, words = addresses_in(text)
            emails += addresses
            columns[Column.OTHER] += words
    columns[Column.NAME] += joined_names(members.get("last_name", ""), members.get("first_name", ""), romanize)
    for text in typed_words(members.get("phones", ())):
        columns[Column.OTHER] += words_of(text)
    return emails, columns


def _joined(columns: Sequence[Sequence[str]]) -> str:
    """Return the text of a row. Notes get what the other columns leave of MAX_TEXT_LENGTH, and names are never cut."""
    texts = [" ".join(dict.fromkeys(words)) for words in columns]
    if sum(map(len, texts)) > MAX_TEXT_LENGTH:
        left = MAX_TEXT_LENGTH
        for column in (*[each for each in Column if each not in (Column.NAME, Column.NOTES)], Column.NOTES):
            texts[column] = _cut(texts[column], left)
            left -= len(texts[column])
    return _COLUMN_END.join(texts)


def _cut(text: str, length: int) -> str:
    """Return whole words of a text, with at most ``length`` characters."""
    return text if len(text) <= length else text[: length + 1].rpartition(" ")[0]


def _organizations(members: Members) -> tuple[str, ...]:
    names = [each["name"].translate(_NO_ENDS) for each in members.get("organizations", ()) if each.get("name")]
    return tuple(sorted(set(map(fold_name, names))))


def _values(field: str) -> tuple[str, ...]:
    return tuple(field.split(_VALUE_END)) if field else ()
