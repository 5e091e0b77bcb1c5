"""Two edits of one version of a contact, made one: a three-way merge of documents.

``before`` is the version that both edits were made on, their ancestor; ``mine`` is what one of them made of it, and
``theirs`` what the contact has become meanwhile. What one side alone has changed is taken from it, and what both have
changed to the same is no conflict. Nothing is guessed: anything else is a conflict, which people have to resolve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, Organization
from shared.domain.contacts.differences import by_id, pointer
from shared.domain.contacts.documents import has_same_content
from shared.domain.contacts.members import Foreign, ListOf, Text, Texts, Translations, leading_member, members_of
from shared.domain.contacts.reconciled_lists import joint_order, left_of, with_ids_of_equals
from shared.domain.contacts.text_lists import head_of, lists_with_heads, shown_list
from shared.domain.edit_conflicts import EditConflict
from shared.domain.partial_dates import starts_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.contacts.documents import Members


def _members_together() -> Sequence[Sequence[str]]:
    """Return the members that come and go together, the leading one of each group first; most are alone."""
    groups: dict[str, list[str]] = {}
    for name, kind in _KINDS.items():
        groups.setdefault(leading_member(name, kind), []).append(name)
    return list(groups.values())


_KINDS = members_of(ContactDetails)
_TOGETHER = _members_together()
_OF_VALUES: Mapping[str, Sequence[str]] = {
    name: [
        own
        for own, kind in members_of(value_type).items()
        if own not in {"id", "primary"} and not (isinstance(kind, Text) and kind.derived)
    ]
    for name, value_type in VALUE_TYPES.items()
}
"""The members of the values in each list by which it is said whether a value has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """The members of the document that has both edits, without what the service derives; and what is in the way."""

    members: Members
    conflicts: tuple[EditConflict, ...]


def reconciled(before: Members, mine: Members, theirs: Members) -> Reconciled:
    """Return the merge of two documents that were made of one. Members that only newer code knows are left out.

    A value in a list is one thing, whatever part of it has changed, but for its being the preferred one; so is a name
    with its several values, and a date with its text. What is removed on one side and changed on the other is a
    conflict. The order of a list is merged, too. The rules of contacts may be broken: two halves of a list can be too
    long together.
    """
    merge = _Merge()
    sides = [_without_leftovers(members) for members in (before, mine, theirs)]
    filled = set().union(*sides)  # of the many members that a contact may have, most are empty
    members: dict[str, Any] = {}
    for names in _TOGETHER:
        if not filled.isdisjoint(names):
            members |= merge.members(names, sides)
    kept = {name: members[name] for name in _KINDS if members.get(name)}
    return Reconciled(members=kept, conflicts=tuple(merge.conflicts))


def reconciled_tags(before: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return their tags, without those that I have removed, and with those that I have added."""
    return tuple(left_of(before, mine, theirs))


class _Merge:
    """One merge, with the conflicts that have been found so far. Where there is one, theirs is left."""

    def __init__(self) -> None:
        self.conflicts: list[EditConflict] = []

    def members(self, names: Sequence[str], sides: Sequence[Members]) -> Members:
        """Return some members that come and go together."""
        leading, last = names[0], _KINDS[names[-1]]
        if len(names) > 1 and not (isinstance(last, Texts) and not last.joined):
            return self._whole(names, *({name: side[name] for name in names if name in side} for side in sides))
        if isinstance(last, Texts) and last.head:
            return self._list_with_head(names[-1], last, sides)
        before, mine, theirs = (side.get(leading) for side in sides)
        if isinstance(last, ListOf):
            return {leading: self._values(leading, before or (), mine or (), theirs or ())}
        if isinstance(last, Texts):
            return {leading: self._texts(leading, before or (), mine or (), theirs or ())}
        if isinstance(last, Foreign | Translations):
            return {leading: self._object((leading,), before or {}, mine or {}, theirs or {})}
        return self._whole(names, *({leading: each} if each else {} for each in (before, mine, theirs)))

    def _whole(self, names: Sequence[str], before: Members, mine: Members, theirs: Members) -> Members:
        """Return members that are taken from one side together; a conflict names those that differ."""
        sides = (before, mine, theirs)
        taken = _taken(*sides)
        if taken is None:
            for name in names:
                if mine.get(name) != theirs.get(name):
                    self._note((name,), *(each.get(name, _if_empty(name)) for each in sides))
        return sides[_THEIRS if taken is None else taken]

    def _object(self, place: Sequence[str], before: Members, mine: Members, theirs: Members) -> Members:
        """Return a JSON object, in which every member is merged by itself."""
        merged: dict[str, Any] = {}
        for name in {**theirs, **mine}:
            sides = [{name: side[name]} if name in side else {} for side in (before, mine, theirs)]
            if all(isinstance(side.get(name, {}), dict) for side in sides):
                inner = self._object((*place, name), *(side.get(name, {}) for side in sides))
                are_there = [bool(side) for side in sides]
                if inner or are_there[_taken(*are_there) or _THEIRS]:
                    merged[name] = inner
                continue
            taken = _taken(*sides)
            if taken is None:
                self._note((*place, name), *(side.get(name) for side in sides))
            merged |= sides[_THEIRS if taken is None else taken]
        return merged

    def _list_with_head(self, name: str, kind: Texts, sides: Sequence[Members]) -> Members:
        """Return a list of texts and its head, which is the first of them, and all that many clients know."""
        lists = [list(side.get(name) or filter(None, [side.get(kind.head)])) for side in sides]
        heads = [head_of(kind, each) or None for each in lists]
        if len({head for head in heads[_MINE:] if head and head not in lists[0]}) > 1:
            self._note((kind.head,), *heads)
            return sides[_THEIRS]
        values = self._texts(name, *lists)
        return {kind.head: head_of(kind, values), name: values if len(values) > 1 else []}

    def _texts(self, name: str, *sides: Sequence[str]) -> Sequence[str]:
        """Return a list of texts, each of which is there or not."""
        taken = _taken(*sides)
        if taken is not None:
            return sides[taken]
        left = left_of(*sides)
        return [text for text in self._order(name, sides) if text in left]

    def _order(self, name: str, sides: Sequence[Sequence[str]]) -> Sequence[str]:
        """Return all keys of a list in order."""
        order = joint_order(*sides)
        if order is None:
            self._note((name,), *(list(keys) for keys in sides))
        return sides[_THEIRS] if order is None else order

    def _values(self, name: str, *lists: Sequence[Members]) -> Sequence[Members]:
        """Return a list of values."""
        before, mine, theirs = map(by_id, lists)
        sides = before, with_ids_of_equals(name, mine, theirs, before), theirs
        found = {id_: self._value(name, id_, *(side.get(id_) for side in sides)) for id_ in {**theirs, **sides[_MINE]}}
        values = {id_: value for id_, value in found.items() if value is not None}
        preferred = [id_ for id_, value in values.items() if value.get("primary")]
        for id_ in preferred if len(preferred) > 1 else ():
            if id_ in theirs and theirs[id_].get("primary"):
                self._note((name, id_, "primary"), bool(before.get(id_, {}).get("primary")), False, True)
        return [values[id_] for id_ in self._order(name, [list(side) for side in sides]) if id_ in values]

    def _value(self, name: str, id_: str, *sides: Members | None) -> Members | None:
        """Return one value of a list, or None if it was removed.

        To remove it is a conflict with any change, unless that is only that another value is preferred to it.
        """
        preferred = [bool(side and side.get("primary")) for side in sides]
        compared = _OF_VALUES[name]
        if None in sides[_MINE:] and not preferred[0]:
            compared = (*compared, "primary")
        contents = [None if side is None else {own: side[own] for own in compared if own in side} for side in sides]
        taken = _taken(*contents)
        if taken is None:
            self._note((name, id_), *sides)
        content = contents[_THEIRS if taken is None else taken]
        if content is None:
            return None
        content = {"id": id_, **content}
        if preferred[_taken(*preferred) or _THEIRS]:
            content["primary"] = True
        return content

    def _note(self, place: Sequence[str], before: Any, mine: Any, theirs: Any) -> None:
        values = {"before": before, "mine": mine, "theirs": theirs}
        self.conflicts.append(EditConflict(path=pointer(*place), values=values))


_MINE, _THEIRS = 1, 2
"""The places of the two edits, behind that of the version before."""


def _taken(before: Any, mine: Any, theirs: Any) -> int | None:
    """Return the side that has something as both edits together make it; None if they are in conflict."""
    if has_same_content(mine, theirs) or has_same_content(mine, before):
        return _THEIRS
    return _MINE if has_same_content(theirs, before) else None


def _if_empty(name: str) -> Any:
    """Return what stands for an empty member in a conflict."""
    kind = _KINDS[name]
    return (isinstance(kind, Text) and kind.usual) or None


def _without_leftovers(members: Members) -> Members:
    """Return the members of a document without those that code of the first release has left as they were.

    It changes what they belong to, and does not know them.
    """
    tidy = _with_known_lists(ContactDetails, members)
    if "organizations" in tidy:
        tidy["organizations"] = [_with_known_lists(Organization, each) for each in tidy["organizations"]]
    if "birthday_text" in tidy and not starts_with(tidy["birthday_text"], tidy.get("birthday", "")):
        del tidy["birthday_text"]
    return tidy


def _with_known_lists(declaring: type, members: Members) -> dict[str, Any]:
    lists = {name: shown_list(kind, name, members) for name, kind in lists_with_heads(declaring).items()}
    rest = {name: value for name, value in members.items() if name not in lists}
    return rest | {name: values for name, values in lists.items() if len(values) > 1}
