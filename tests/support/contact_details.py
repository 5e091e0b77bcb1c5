"""Generated contact details for property-based tests: every declared member, of every kind."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from shared.domain.contacts.details import ContactDetails, ListValue
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, Texts, Translations, members_of
from shared.domain.contacts.text_lists import head_of, lists_with_heads
from shared.domain.partial_dates import PartialDate

TEXTS = st.text(max_size=10)
DATES = (
    st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 28))
    | st.builds(PartialDate, month=st.just(2), day=st.just(29))
    | st.builds(PartialDate, year=st.integers(1, 9999), month=st.none() | st.integers(1, 12))
)
_Part = TypeVar("_Part", bound=ContactDetails | ListValue)
_TRANSLATIONS = st.dictionaries(
    st.sampled_from(["uk", "zh-Hant"]),
    st.dictionaries(st.sampled_from(["last_name", "addresses/a/city"]), TEXTS.filter(bool), min_size=1),
)
_FOREIGN = st.dictionaries(TEXTS, st.integers() | st.booleans() | st.lists(TEXTS, max_size=2), max_size=2)


def contact_details(*, derived: bool = True) -> st.SearchStrategy[ContactDetails]:
    """Return details with any members; ``derived`` includes those that the service derives."""
    return _made(ContactDetails, derived=derived)


def _made(declaring: type, *, derived: bool) -> st.SearchStrategy[Any]:
    """Return instances with the required members and a few others; generating all of them would take seconds."""
    members = {name: _content(kind, derived=derived) for name, kind in members_of(declaring).items()}
    required = {each.name: members.pop(each.name) for each in fields(declaring) if _is_required(each)}
    names = st.sets(st.sampled_from(sorted(members)), max_size=4)
    some = names.flatmap(lambda chosen: st.fixed_dictionaries({**required, **{n: members[n] for n in sorted(chosen)}}))
    return some.map(lambda values: consistent(declaring(**values)))


def consistent(part: _Part) -> _Part:
    """Return a part whose lists of several values have their heads, and whose text of a birthday agrees with that."""
    changes: dict[str, Any] = {}
    for name, kind in lists_with_heads(type(part)).items():
        values = tuple(dict.fromkeys(getattr(part, name)))
        if len(values) > 1:
            changes |= {name: values, kind.head: head_of(kind, values)}
        else:
            changes[name] = ()
    birthday = getattr(part, "birthday", None)
    if birthday and getattr(part, "birthday_text", ""):
        changes["birthday_text"] = f"{birthday}T10:00"
    return replace(part, **changes)


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _content(kind: Member, *, derived: bool) -> st.SearchStrategy[Any]:
    if isinstance(kind, Text):
        return _text(kind, derived=derived)
    if isinstance(kind, Texts):
        return st.lists(TEXTS.filter(bool), max_size=3).map(tuple)
    if isinstance(kind, Date):
        return DATES if kind.required else st.none() | DATES
    if isinstance(kind, ListOf):
        return st.lists(_made(kind.values, derived=derived), max_size=2).map(tuple)
    if isinstance(kind, Translations):
        return _TRANSLATIONS
    return st.booleans() if isinstance(kind, Flag) else _FOREIGN


def _text(kind: Text, *, derived: bool) -> st.SearchStrategy[Any]:
    if kind.derived:
        return st.none() | TEXTS.filter(bool) if derived else st.none()
    return st.sampled_from(["", *(set(kind.choices) - {kind.usual})]) if kind.choices else TEXTS
