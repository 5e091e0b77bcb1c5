"""Contacts on the wire."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import Address, ContactDetails, DateValue, ListValue, Organization, Phone, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.partial_dates import PartialDate
from shared.services.contacts.tagged import TaggedContact
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.schemas.input import ContactIn
from shared.web.contacts.schemas.output import ContactOut
from shared.web.http.json_body import validated

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
READ_ONLY = {"id", "uid", "revision", "created_at", "updated_at"}
DATES = st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 28)) | st.builds(
    PartialDate, month=st.just(2), day=st.just(29)
)
TEXT = st.text(max_size=10)


def values(kind: type[ListValue], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members: dict[str, st.SearchStrategy[Any]] = {
        member.name: TEXT for member in fields(kind) if member.name not in {"primary", "extra", "e164", "value"}
    }
    members |= {"primary": st.booleans(), "extra": st.dictionaries(TEXT, st.lists(TEXT), max_size=2), **more}
    return st.lists(st.builds(kind, **members), max_size=2).map(tuple)


TEXT_VALUES = values(TextValue, value=TEXT)
DETAILS = st.builds(
    ContactDetails,
    first_name=TEXT,
    last_name=TEXT,
    notes=TEXT,
    favorite=st.booleans(),
    birthday=st.none() | DATES,
    organizations=values(Organization),
    emails=TEXT_VALUES,
    phones=values(Phone, value=TEXT),
    addresses=values(Address),
    urls=TEXT_VALUES,
    dates=values(DateValue, value=DATES),
    relations=TEXT_VALUES,
    custom=TEXT_VALUES,
    extra=st.dictionaries(TEXT, TEXT, max_size=2),
)


def shown(details: ContactDetails, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    contact = Contact(id="0" * 26, revision=1, document=to_document(details), created_at=NOON, updated_at=NOON)
    answer = contact_answer(TaggedContact(contact=contact, tags=tags))
    wire: dict[str, Any] = json.loads(bytes(answer.body))
    return wire


@given(DETAILS, st.lists(TEXT).map(tuple))
def test_what_is_shown_can_be_sent_back_whole(details: ContactDetails, tags: tuple[str, ...]) -> None:
    draft = validated(ContactIn, shown(details, tags)).to_draft()
    assert (draft.details, draft.tags) == (details, tags)


@given(DETAILS, st.lists(TEXT).map(tuple))
def test_what_is_shown_is_what_is_documented(details: ContactDetails, tags: tuple[str, ...]) -> None:
    wire = shown(details, tags)
    documented = ContactOut.model_validate_json(json.dumps(wire))
    assert documented.model_dump(mode="json") == wire
    assert list(wire) == list(ContactOut.model_fields)


def test_the_wire_has_every_member_of_a_contact_and_no_other() -> None:
    members = {member.name for member in fields(ContactDetails)} | {"tags"}
    assert set(ContactOut.model_fields) == members | READ_ONLY
    assert set(ContactIn.model_fields) == members | READ_ONLY


def test_the_number_that_was_read_is_shown_and_not_taken() -> None:
    details = ContactDetails(phones=(Phone(value="044 123 4567", e164="+380441234567"),))
    wire = shown(details)
    assert wire["phones"][0]["e164"] == "+380441234567"
    (phone,) = validated(ContactIn, wire).to_draft().details.phones
    assert phone == replace(details.phones[0], e164=None)


@pytest.mark.parametrize("name", sorted(READ_ONLY))
@pytest.mark.parametrize("value", [None, 1, "x", [], {"a": {}}])
def test_what_only_the_service_writes_may_be_anything(name: str, value: Any) -> None:
    assert validated(ContactIn, {"first_name": "a", name: value}).to_draft().details.first_name == "a"
