"""Which texts of a contact are searched, as what, and where they stand in the contact as clients see it.

The members of a contact declare it (``searched`` in ``shared.domain.contacts.details``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, own_members
from shared.domain.contacts.differences import pointer
from shared.domain.contacts.localizations import text_at
from shared.domain.contacts.members import ListOf, Text, Texts, members_of
from shared.domain.contacts.text_lists import shown_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shared.domain.contacts.documents import Members
    from shared.domain.contacts.members import Member, SearchedAs


class Field(NamedTuple):
    """A text of a contact, what it is searched as, and the parts of the JSON pointer to it."""

    searched: SearchedAs
    text: str
    place: tuple[str | int, ...]

    @property
    def path(self) -> str:
        """The JSON pointer (RFC 6901) to the text in the contact, such as ``/emails/0/value``."""
        return pointer(*map(str, self.place))


def fields_of(members: Members) -> Iterator[Field]:
    """Yield the texts of a document that are searched, names first, those in other languages last."""
    for name, text in members.items():
        if searched := _TEXTS.get(name):
            yield Field(searched, text, (name,))
        elif name in _LISTS:
            yield from _of_list(name, members)
    yield from _further_texts(ContactDetails, members, ())
    if "localizations" in members:
        yield from _localized(members["localizations"])


def _of_list(name: str, members: Members) -> Iterator[Field]:
    searched, own = _LISTS[name]
    for at, value in enumerate(members[name]):
        for member in value:
            if member in own:
                yield Field(searched, value[member], (name, at, member))
        yield from _further_texts(VALUE_TYPES[name], value, (name, at), searched)


def _further_texts(
    declaring: type, members: Members, place: tuple[str | int, ...], searched: SearchedAs = ""
) -> Iterator[Field]:
    """Yield the texts of lists such as ``nicknames``, without the first, which is in the member for one."""
    for name, kind in _TEXT_LISTS[declaring].items():
        if name in members:
            for at, text in enumerate(shown_list(kind, name, members)[1:], start=1):
                yield Field(searched or kind.searched, text, (*place, name, at))


def _localized(localizations: Mapping[str, Mapping[str, str]]) -> Iterator[Field]:
    for language, texts in localizations.items():
        for place, text in texts.items():
            if searched := searched_as(place):
                yield Field(searched, text, ("localizations", language, place))


def searched_as(place: str) -> SearchedAs:
    """Return what the text in a place (``shared.domain.contacts.localizations``) is searched as."""
    name, _, own = place.partition("/")
    if own:
        of_list = _LISTS.get(name)
        return of_list[0] if of_list and own.rpartition("/")[2] in of_list[1] else ""
    kind = text_at(place)
    return kind.searched if kind else ""


def _is_searched(kind: Member) -> bool:
    return isinstance(kind, Text) and kind.shown and not kind.derived and kind.searched != "nowhere"


def _text_lists(declaring: type) -> Mapping[str, Texts]:
    kinds = members_of(ContactDetails) if declaring is ContactDetails else own_members(declaring)
    lists = {name: kind for name, kind in kinds.items() if isinstance(kind, Texts)}
    return {name: kind for name, kind in lists.items() if kind.searched or declaring is not ContactDetails}


_TEXTS: Mapping[str, SearchedAs] = {
    name: kind.searched for name, kind in members_of(ContactDetails).items() if isinstance(kind, Text) and kind.searched
}
_LISTS: Mapping[str, tuple[SearchedAs, frozenset[str]]] = {
    name: (
        kind.searched,
        frozenset([own for own, text in own_members(kind.values).items() if _is_searched(text)]),
    )
    for name, kind in members_of(ContactDetails).items()
    if isinstance(kind, ListOf) and kind.searched
}
_DECLARING: Sequence[type] = (ContactDetails, *VALUE_TYPES.values())
_TEXT_LISTS: Mapping[type, Mapping[str, Texts]] = {declaring: _text_lists(declaring) for declaring in _DECLARING}
