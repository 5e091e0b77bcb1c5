"""Generated contact details for property-based tests: every declared member, of every kind."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any

from hypothesis import strategies as st

from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import Date, Flag, ListOf, Member, Text, members_of
from shared.domain.partial_dates import PartialDate

TEXTS = st.text(max_size=10)
DATES = (
    st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 28))
    | st.builds(PartialDate, month=st.just(2), day=st.just(29))
    | st.builds(PartialDate, year=st.integers(1, 9999), month=st.none() | st.integers(1, 12))
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
    return some.map(lambda values: declaring(**values))


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _content(kind: Member, *, derived: bool) -> st.SearchStrategy[Any]:
    if isinstance(kind, Text) and kind.derived:
        return st.none() | TEXTS.filter(bool) if derived else st.none()
    if isinstance(kind, Text):
        return TEXTS
    if isinstance(kind, Date):
        return DATES if kind.required else st.none() | DATES
    if isinstance(kind, ListOf):
        return st.lists(_made(kind.values, derived=derived), max_size=2).map(tuple)
    return st.booleans() if isinstance(kind, Flag) else _FOREIGN
