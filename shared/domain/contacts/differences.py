"""What is different between two versions of a contact, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails, own_members
from shared.domain.contacts.documents import encode
from shared.domain.contacts.members import Flag, ListOf, Text, members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shared.domain.contacts.documents import Members

MAX_VALUE_LENGTH = 500
"""Texts are shortened to so many characters as the value before or after a difference."""
MAX_QUOTED_LENGTH = 60
"""Texts are shortened to so many characters in sentences."""
_NAMES = {
    "organizations": "organization",
    "emails": "e-mail address",
    "phones": "phone",
    "addresses": "address",
    "urls": "link",
    "dates": "date",
    "relations": "relation",
    "custom": "custom value",
    "handles": "handle",
    "personal_info": "personal detail",
    "notes": "note",
    "photo_url": "photo",
    "extra": "other properties",
}
"""What sentences call a member whose own name, without underscores, is not what people say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: a JSON pointer (RFC 6901) into the contact, the values before and after, and a sentence.

    A value in a list is named by its id, a tag by its name: ``/phones/01J.../value``, ``/tags/friends``. None stands
    for nothing. Long texts end in an ellipsis.
    """

    path: str
    before: Any
    after: Any
    text: str


def differences(
    before: Members, after: Members, *, tags_before: Sequence[str] = (), tags_after: Sequence[str] = ()
) -> tuple[Difference, ...]:
    """Return the differences between two documents and their tags, in the order of the members of a contact.

    What the service derives is left out, since it follows from the rest; so are members that only newer code knows.
    """
    found: list[Difference] = []
    for name, kind in members_of(ContactDetails).items():
        old, new = before.get(name), after.get(name)
        if isinstance(kind, ListOf) and name in VALUE_TYPES:
            found += _of_list(name, old or (), new or ())
        elif old != new and not (isinstance(kind, Text) and kind.derived):
            found.append(_of_flag(name, old, new) if isinstance(kind, Flag) else _of_member(name, old, new))
    found += _of_tags(tags_before, tags_after)
    return tuple(found)


def _of_member(name: str, old: Any, new: Any) -> Difference:
    return _difference((name,), old, new, _name(name))


def _of_flag(name: str, old: Any, new: Any) -> Difference:
    text = f"Marked as {_name(name)}." if new else f"No longer marked as {_name(name)}."
    return Difference(path=pointer(name), before=bool(old), after=bool(new), text=text)


def _of_list(name: str, old: Sequence[Members], new: Sequence[Members]) -> Iterator[Difference]:
    before, after = by_id(old), by_id(new)
    for id_, value in before.items():
        if id_ not in after:
            text = f"{_subject(name, value)} {_quoted(_content(name, value))} was removed."
            yield Difference(path=pointer(name, id_), before=_shortened(value), after=None, text=text)
    for id_, value in after.items():
        if id_ not in before:
            text = f"{_subject(name, value)} {_quoted(_content(name, value))} was added."
            yield Difference(path=pointer(name, id_), before=None, after=_shortened(value), text=text)
        else:
            yield from _of_value(name, id_, before[id_], value)
    kept_before, kept_after = [id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before]
    if kept_before != kept_after:
        text = f"The order of {name.replace('_', ' ')} changed."
        yield Difference(path=pointer(name), before=kept_before, after=kept_after, text=text)


def _of_value(name: str, id_: str, old: Members, new: Members) -> Iterator[Difference]:
    """Yield the differences between two versions of a value in a list."""
    own = own_members(VALUE_TYPES[name])
    for member, kind in members_of(VALUE_TYPES[name]).items():
        before, after = old.get(member), new.get(member)
        if before == after or member == "id" or (isinstance(kind, Text) and kind.derived):
            continue
        place = (name, id_, member)
        if isinstance(kind, Flag):
            is_preferred = f"is {'now' if after else 'no longer'} the preferred one"
            text = f"{_subject(name, new)} {_quoted(_content(name, new))} {is_preferred}."
            yield Difference(path=pointer(*place), before=bool(before), after=bool(after), text=text)
        elif member in own and len(own) - _derived(own) == 1:
            yield _difference(place, before, after, _subject(name, new))
        else:
            of = _subject(name, new if member in own else {})
            yield _difference(place, before, after, f"{_name(member)} of {_lower(of)} {_quoted(_content(name, old))}")


def _of_tags(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    for tag in (tag for tag in before if tag not in after):
        yield Difference(path=pointer("tags", tag), before=tag, after=None, text=f"Tag {_quoted(tag)} was removed.")
    for tag in (tag for tag in after if tag not in before):
        yield Difference(path=pointer("tags", tag), before=None, after=tag, text=f"Tag {_quoted(tag)} was added.")


def _difference(place: Sequence[str], old: Any, new: Any, subject: str) -> Difference:
    subject = subject[0].upper() + subject[1:]
    text = _sentence(subject, old, new) if isinstance(old or new, str) else f"{subject} changed."
    return Difference(path=pointer(*place), before=_shortened(old), after=_shortened(new), text=text)


def _sentence(subject: str, old: str | None, new: str | None) -> str:
    if not old:
        return f"{subject} was set to {_quoted(new)}."
    if not new:
        return f"{subject} {_quoted(old)} was removed."
    return f"{subject} changed from {_quoted(old)} to {_quoted(new)}."


def by_id(values: Sequence[Members]) -> Mapping[str, Members]:
    """Return the values by their ids; one without an id, which no code of ours stores, by its content."""
    return {str(value.get("id") or encode(value)): value for value in values}


def _subject(name: str, value: Members) -> str:
    """Return what a sentence calls a value in a list: its kind, and its label in parentheses."""
    kind, label = _name(name), value.get("label")
    return f"{kind[0].upper()}{kind[1:]} ({label})" if label else f"{kind[0].upper()}{kind[1:]}"


def _content(name: str, value: Members) -> str:
    """Return the texts of a value in a list, without its label and what the service derives."""
    own = own_members(VALUE_TYPES[name]).items()
    typed = [value[member] for member, kind in own if member in value and not (isinstance(kind, Text) and kind.derived)]
    return ", ".join(text if isinstance(text, str) else encode(text) for text in typed)


def _derived(own: Mapping[str, Any]) -> int:
    return sum(isinstance(kind, Text) and kind.derived for kind in own.values())


def _name(member: str) -> str:
    return _NAMES.get(member, member.replace("_", " "))


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _quoted(text: Any) -> str:
    one_line = " ".join(str(text).split())
    return f"“{_cut(one_line, MAX_QUOTED_LENGTH)}”"


def _shortened(value: Any) -> Any:
    """Return a JSON value whose texts are at most MAX_VALUE_LENGTH long."""
    if isinstance(value, str):
        return _cut(value, MAX_VALUE_LENGTH)
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shortened(each) for each in value]
    return value


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def pointer(*parts: str) -> str:
    """Return the JSON pointer (RFC 6901) to a place in a contact."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
