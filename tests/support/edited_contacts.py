"""A contact, and two edits of it: generated documents for property-based tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.documents import Members, to_document
from shared.domain.contacts.members import leading_member, members_of
from tests.support.contact_details import consistent, contact_details

_KINDS = members_of(ContactDetails)
_LABELS = st.sampled_from(["", "home", "work"])


@st.composite
def edited_contacts(draw: st.DrawFn) -> tuple[Members, Members, Members]:
    """Return the documents of a contact before two edits, and after each of them alone."""
    details = draw(_details("b"))
    sides = details, draw(_edits(details, "m")), draw(_edits(details, "t"))
    before, mine, theirs = (to_document(consistent(side)).members for side in sides)
    return before, mine, theirs


@st.composite
def _details(draw: st.DrawFn, side: str) -> ContactDetails:
    """Return details whose values in lists have ids that only this side gives."""
    details = draw(contact_details(derived=False))
    lists: dict[str, Any] = {
        name: tuple(replace(value, id=f"{side}{n}", primary=False) for n, value in enumerate(getattr(details, name)))
        for name in VALUE_TYPES
    }
    return replace(details, **lists)


@st.composite
def _edits(draw: st.DrawFn, before: ContactDetails, side: str) -> ContactDetails:
    """Return details some of whose members are others; what belongs together comes from the same source."""
    other = draw(_details(side))
    filled = [name for name in _KINDS if getattr(other, name) or getattr(before, name)]
    changes: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(filled), max_size=4)) if filled else ():
        if name in VALUE_TYPES:
            changes[name] = draw(_edited_list(getattr(before, name), getattr(other, name)))
        else:
            leading = leading_member(name, _KINDS[name])
            together = [each for each, kind in _KINDS.items() if leading_member(each, kind) == leading]
            changes |= {each: getattr(other, each) for each in together}
    return replace(before, **changes)


@st.composite
def _edited_list(draw: st.DrawFn, values: tuple[Any, ...], added: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return some of the values and of those that are added, in any order, with other labels, one perhaps preferred."""
    kept = [value for value in values if draw(st.booleans())]
    every = draw(st.permutations([*kept, *added]))
    labelled = [replace(value, label=draw(_LABELS)) if draw(st.booleans()) else value for value in every]
    preferred = draw(st.integers(-1, len(labelled) - 1))
    return tuple(replace(value, primary=n == preferred) for n, value in enumerate(labelled))
