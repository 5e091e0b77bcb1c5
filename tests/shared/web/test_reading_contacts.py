"""Contacts are read as the model says which the OpenAPI document shows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import ListOf, members_of
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.web.contacts.schemas.drafts import content_problems, draft_of
from shared.web.contacts.schemas.input import ContactIn
from shared.web.contacts.schemas.reading import READ_ONLY, read_contact
from shared.web.http.json_body import validated
from shared.web.http.wire import Wire
from tests.shared.web.test_schemas import shown
from tests.support.contact_details import contact_details

VALUES: list[Any] = [None, True, 1, "1990", [], ["a"], [None], [{}], [{"value": 1}], {}, {"a": {"b": "c"}}]
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["1990", "--05-17", " 1990-05\u200e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)
NAMES = (*members_of(ContactDetails), *READ_ONLY, "tags", "emial")
LISTS = {name: kind.values for name, kind in members_of(ContactDetails).items() if isinstance(kind, ListOf)}


@st.composite
def changed_contacts(draw: st.DrawFn) -> Any:
    """Return a contact as it is shown, with some members replaced by anything, also within its lists."""
    wire = shown(draw(contact_details(derived=False)))
    for _ in range(draw(st.integers(0, 3))):
        wire[draw(st.sampled_from(NAMES))] = draw(JSON)
    for name in draw(st.lists(st.sampled_from(sorted(LISTS)), max_size=2)):
        members = st.sampled_from([*members_of(LISTS[name]), "unknown"])
        wire[name] = draw(st.lists(st.dictionaries(members, JSON, max_size=4), max_size=2))
    return wire


@given(changed_contacts() | JSON)
def test_what_is_read_and_what_is_refused_is_what_the_model_says(body: Any) -> None:
    assert outcome_of_reading(body) == outcome_by_model(body)


@pytest.mark.parametrize("name", [*NAMES, *LISTS])
@pytest.mark.parametrize("value", VALUES)
def test_every_member_is_read_as_the_model_says(name: str, value: Any) -> None:
    for body in ({name: value}, {"first_name": "a", name: value}):
        assert outcome_of_reading(body) == outcome_by_model(body)


@pytest.mark.parametrize(("lists", "name"), [(one, name) for one, kind in LISTS.items() for name in members_of(kind)])
@pytest.mark.parametrize("value", VALUES)
def test_every_member_of_a_value_is_read_as_the_model_says(lists: str, name: str, value: Any) -> None:
    body = {lists: [{"value": "a", name: value}] * 2}
    assert outcome_of_reading(body) == outcome_by_model(body)


def test_a_list_has_at_most_as_many_values_as_the_model_says() -> None:
    body = {name: [{"value": "a"}] * 1_000 for name in LISTS} | {"nicknames": ["a"] * 1_000}
    assert outcome_of_reading(body) == outcome_by_model(body)


def outcome_of_reading(body: Any) -> ContactDraft | tuple[FieldProblem, ...]:
    try:
        return read_contact(body).to_draft()
    except InvalidInputError as error:
        return tuple(error.problems)


def outcome_by_model(body: Any) -> ContactDraft | tuple[FieldProblem, ...]:
    try:
        return draft_of(_given(validated(ContactIn, body, content_problems)))
    except InvalidInputError as error:
        return tuple(error.problems)


def _given(part: Any) -> Any:
    """Return what the client sent of a model."""
    if isinstance(part, Wire):
        return {name: _given(part.__dict__[name]) for name in part.model_fields_set}
    return [_given(each) for each in part] if isinstance(part, list) else part
