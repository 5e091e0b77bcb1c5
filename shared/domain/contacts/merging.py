"""One contact of several: what stays of each, so that nothing is lost that the one that is kept can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.documents import with_unknown_members
from shared.domain.contacts.list_values import content_of
from shared.domain.contacts.members import Flag, Foreign, ListOf, Texts, Translations, leading_member, members_of
from shared.domain.contacts.text_lists import head_of, lists_with_heads, shown_list
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from shared.domain.contacts.contact import Contact
    from shared.domain.contacts.documents import Members
    from shared.domain.contacts.members import Member

MAX_MERGED = 20
_NICKNAMES = lists_with_heads(ContactDetails)["nicknames"]
MERGED_UIDS = "merged_uids"
"""The member of ``extra`` with the uids of the contacts that were merged into this one."""
CHOOSABLE = frozenset(name for name, kind in members_of(ContactDetails).items() if not isinstance(kind, Foreign))
"""The members for which a request may name the contact that they are taken from."""


def merged_members(contacts: Sequence[Contact], choices: Mapping[str, str]) -> Members:
    """Return the members of the document of the merged contact; the first of the contacts is the one that is kept.

    A member in ``choices`` is taken from the contact with that id, empty or not. Of others, lists are joined, and
    equal values are one; notes follow each other; a flag is set if one contact has it; anything else is that of the
    first contact that has it. What belongs to another member (the parts of a last name to the last name) comes from the
    same contact as that. Values that need a new id have none. Unknown members are those of the contact that is kept,
    and of all values in its lists.
    """
    members: dict[str, Any] = {}
    for name, kind in members_of(ContactDetails).items():
        sources = _sources(name, kind, contacts, choices)
        if kind == _NICKNAMES:
            stored: Sequence[Any] = [shown_list(_NICKNAMES, "nicknames", one.document.members) for one in sources]
        else:
            stored = [one.document.members[name] for one in sources if name in one.document.members]
        if value := _joined(name, kind, stored):
            members[name] = value
    if nicknames := members.pop("nicknames", None):
        members["nickname"] = head_of(_NICKNAMES, nicknames)
        if len(nicknames) > 1:
            members["nicknames"] = nicknames
    if "relations" in members:
        members["relations"] = _of_others(members["relations"], contacts)
    if uids := list(_uids(contacts)):
        members["extra"] = {**members.get("extra", {}), MERGED_UIDS: uids}
    return with_unknown_members({name: value for name, value in members.items() if value}, contacts[0].document.members)


def _sources(name: str, kind: Member, contacts: Sequence[Contact], choices: Mapping[str, str]) -> Sequence[Contact]:
    """Return the contacts that a member is made of."""
    leading = leading_member(name, kind)
    chosen = choices.get(leading, choices.get(name))
    if chosen is not None:
        return [one for one in contacts if one.id == chosen]
    if leading == name or kind == _NICKNAMES:
        return contacts
    holder = next((one for one in contacts if leading in one.document.members), None)
    return [holder] if holder else contacts


def _joined(name: str, kind: Member, stored: Sequence[Any]) -> Any:
    """Return one value of a member for several; None for none."""
    if isinstance(kind, ListOf):
        return _joined_lists(name, stored)
    if isinstance(kind, Texts) and not kind.joined:
        return list(dict.fromkeys(text for texts in stored for text in texts))
    if isinstance(kind, Flag):
        return any(stored)
    if isinstance(kind, Foreign):
        return {key: value for each in reversed(stored) for key, value in each.items()}
    if isinstance(kind, Translations):
        return _joined_translations(stored)
    return "\n\n".join(_paragraphs(stored)) if name == "notes" else next(iter(stored), None)


def _joined_translations(stored: Sequence[Mapping[str, Mapping[str, str]]]) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of all languages; of two for one place, the first."""
    joined: dict[str, Mapping[str, str]] = {}
    for each in stored:
        for language, texts in each.items():
            joined[language] = {**texts, **joined.get(language, {})}
    return joined


def _paragraphs(notes: Sequence[str]) -> Sequence[str]:
    """Return the notes without those that are contained in one before them."""
    kept: list[str] = []
    for each in notes:
        if not any(each.strip() in known for known in kept):
            kept.append(each)
    return kept


@dataclass(slots=True)
class _Joined:
    """The values of a joined list, and where the value with a certain content, or id, is."""

    values: list[dict[str, Any]]
    places: dict[Hashable, int]
    ids: set[str]


def _joined_lists(name: str, lists: Sequence[Sequence[Members]]) -> Sequence[Members]:
    """Return the values of all lists in order, equal ones once, with at most one that is primary."""
    joined = _Joined(values=[], places={}, ids=set())
    for values in lists:
        has_primary = any(value.get("primary") for value in joined.values)
        for value in values:
            _add(name, joined, {own: each for own, each in value.items() if not (has_primary and own == "primary")})
    return joined.values


def _add(name: str, joined: _Joined, value: dict[str, Any]) -> None:
    keys = list(_contents(name, value))
    place = next((joined.places[key] for key in keys if key in joined.places), None)
    if place is None:
        place = len(joined.values)
        if value.get("id") in joined.ids:
            del value["id"]
        joined.values.append(value)
    else:
        joined.values[place] = {**value, **joined.values[place]}
    joined.ids.update(filter(None, [joined.values[place].get("id")]))
    for key in keys:
        joined.places.setdefault(key, place)


def _contents(name: str, value: Members) -> Iterator[Hashable]:
    """Yield what equal values have in common: what was typed, the number and extension, the address in any case."""
    yield content_of(name, value)
    if value.get("e164"):
        yield value["e164"], value.get("extension")
    if name == "emails":
        yield fold(value.get("value", ""))


def _of_others(relations: Sequence[Members], contacts: Sequence[Contact]) -> Sequence[Members]:
    """Return the relations without those to the contact itself. One may name a contact of the book, by ``contact_id``.

    What relations of *other* contacts point to follows in the same transaction (``services.contacts.relations``).
    """
    ids = {one.id for one in contacts}
    return [value for value in relations if value.get("contact_id") not in ids]


def _uids(contacts: Sequence[Contact]) -> Sequence[str]:
    """Return the uids of all contacts but the first, and of those that were merged into any of them before."""
    kept, *others = contacts
    uids = [*_merged_before(kept)]
    for other in others:
        uids += [other.uid, *_merged_before(other)]
    return list(dict.fromkeys(uid for uid in uids if uid != kept.uid))


def _merged_before(contact: Contact) -> Sequence[str]:
    stored = contact.document.members.get("extra", {}).get(MERGED_UIDS)
    return [uid for uid in stored if isinstance(uid, str)] if isinstance(stored, list) else []
