"""The drafts of contacts in requests."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import MAX_LIST_VALUES, ContactDetails
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, Texts, Translations, members_of
from shared.domain.contacts.rules import checked
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.partial_dates import PartialDate


def content_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of contacts that a body breaks which may not have the form of a contact, as far as it has."""
    try:
        checked(draft_of(body))
    except InvalidInputError as error:
        return error.problems
    return ()


def draft_of(body: Any) -> ContactDraft:
    """Return the draft in a contact that was read, or in JSON that may have any form: what does not fit is left out."""
    tags = body.get("tags") if isinstance(body, dict) else None
    names = tuple([tag if isinstance(tag, str) else "" for tag in tags]) if isinstance(tags, list) else ()
    return ContactDraft(details=ContactDetails(**_values(ContactDetails, body)), tags=names)


def _values(declaring: type, part: Any) -> dict[str, Any]:
    """Return the values of a dataclass's members that the client sent, except for members that the service derives.

    Later members that it sent empty are ``removed``.
    """
    kinds = members_of(declaring)
    values: dict[str, Any] = {**_required(declaring)}
    removed = []
    for name, sent in part.items() if isinstance(part, dict) else ():
        kind = kinds.get(name)
        if kind is None:
            continue
        value = _value(kind, sent)
        if value:
            values[name] = value
        elif kind.later and not (isinstance(kind, Text) and kind.derived):
            removed.append(name)
    if removed:
        values["removed"] = frozenset(removed)
    return values


@cache
def _required(declaring: type) -> Mapping[str, Any]:
    """Return the required members of a dataclass, with the value of those that are missing."""
    kinds = members_of(declaring).items()
    return {name: kind.default for name, kind in kinds if isinstance(kind, Text | Date) and kind.required}


def _value(kind: Member, value: Any) -> Any:
    """Return the value of a member; None, or something empty, for one that is absent or of another type."""
    if isinstance(kind, Text):
        return value if isinstance(value, str) and not kind.derived and value != kind.usual else None
    if isinstance(kind, Date):
        return _date(value)
    if isinstance(kind, Texts):
        return tuple([each if isinstance(each, str) else "" for each in value]) if isinstance(value, list) else ()
    if isinstance(kind, ListOf):
        values = value[:MAX_LIST_VALUES] if isinstance(value, list) else ()
        return tuple([kind.values(**_values(kind.values, each)) for each in values])
    if isinstance(kind, Translations):
        return _translations(value) if isinstance(value, dict) else None
    return value if isinstance(value, bool if isinstance(kind, Flag) else dict) else None


def _translations(value: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    given = {language: texts for language, texts in value.items() if isinstance(texts, dict)}
    return {
        language: {place: text for place, text in texts.items() if isinstance(text, str)}
        for language, texts in given.items()
    }


def _date(value: Any) -> PartialDate | None:
    """Return a date of a contact that was read, or the one in a text of other JSON."""
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
