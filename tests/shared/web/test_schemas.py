"""Contacts on the wire."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import MAX_LIST_VALUES, ContactDetails, Phone, TextValue
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.members import later_members_of, members_of
from shared.domain.errors import InvalidInputError
from shared.services.contacts.tagged import TaggedContact
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.schemas.fields import annotations_of
from shared.web.contacts.schemas.input import ContactIn
from shared.web.contacts.schemas.output import ContactOut, FoundContactOut
from shared.web.contacts.schemas.reading import read_contact
from shared.web.http.json_body import validated
from shared.web.http.wire import Wire
from tests.shared.domain.contacts.test_members import GrownDetails
from tests.support.contact_details import consistent, contact_details

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
READ_ONLY = {"id", "uid", "revision", "created_at", "updated_at", "thumbnail_url", "matches", "notices"}
TAGS = st.lists(st.text(max_size=10)).map(tuple)


def shown(details: ContactDetails, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    contact = Contact(id="0" * 26, revision=1, document=to_document(details), created_at=NOON, updated_at=NOON)
    answer = contact_answer(TaggedContact(contact=contact, tags=tags))
    wire: dict[str, Any] = json.loads(bytes(answer.body))
    return wire


@given(contact_details(derived=False), TAGS)
def test_what_is_shown_can_be_sent_back_whole(details: ContactDetails, tags: tuple[str, ...]) -> None:
    draft = read_contact(shown(details, tags)).to_draft()
    sent = replace(draft.details, organizations=tuple([consistent(each) for each in draft.details.organizations]))
    assert (consistent(sent), draft.tags) == (details, tags)


@given(contact_details(derived=False), TAGS)
def test_what_is_shown_is_what_is_documented(details: ContactDetails, tags: tuple[str, ...]) -> None:
    wire = shown(details, tags)
    documented = ContactOut.model_validate_json(json.dumps(wire))
    assert documented.model_dump(mode="json") == wire
    always = set(ContactOut.model_fields) - later_members_of(ContactDetails).keys() - {"thumbnail_url", "notices"}
    assert wire.keys() >= always


def test_members_that_came_later_are_shown_if_the_contact_has_them() -> None:
    assert shown(ContactDetails(first_name="a")).keys() & later_members_of(ContactDetails).keys() == {"kind"}
    wire = shown(ContactDetails(nickname="a", emails=(TextValue(value="x", kinds=("home",)), TextValue(value="y"))))
    assert wire.keys() & later_members_of(ContactDetails).keys() == {"kind", "nicknames"}
    assert [email.get("kinds", "absent") for email in wire["emails"]] == [["home"], "absent"]


def test_the_wire_has_every_member_of_a_contact_and_no_other() -> None:
    members = {*members_of(ContactDetails), "tags"}
    assert set(ContactOut.model_fields) == members | READ_ONLY - {"matches"}
    assert set(FoundContactOut.model_fields) == members | READ_ONLY
    assert set(ContactIn.model_fields) == members | READ_ONLY


def test_the_number_that_was_read_is_shown_and_not_taken() -> None:
    details = ContactDetails(phones=(Phone(value="044 123 4567 x12", e164="+380441234567", extension="12"),))
    wire = shown(details)
    assert (wire["phones"][0]["e164"], wire["phones"][0]["extension"]) == ("+380441234567", "12")
    (phone,) = read_contact(wire).to_draft().details.phones
    assert phone == replace(details.phones[0], e164=None, extension=None)


@pytest.mark.parametrize("name", sorted(READ_ONLY))
@pytest.mark.parametrize("value", [None, 1, "x", [], {"a": {}}])
def test_what_only_the_service_writes_may_be_anything(name: str, value: Any) -> None:
    assert read_contact({"first_name": "a", name: value}).to_draft().details.first_name == "a"


def test_a_member_that_is_declared_is_on_the_wire_with_its_limit() -> None:
    class Grown(Wire):
        __annotations__ = annotations_of(GrownDetails)

    members = Grown.model_json_schema()["properties"]
    assert members["motto"] == {
        "anyOf": [{"type": "string", "maxLength": 10}, {"type": "null"}],
        "default": None,
        "title": "Motto",
    }
    networks, null = members["networks"]["anyOf"]
    assert (networks["maxItems"], null) == (MAX_LIST_VALUES, {"type": "null"})
    assert members["hidden"] == {
        "anyOf": [{"type": "boolean"}, {"type": "null"}],
        "default": False,
        "title": "Hidden",
    }
    wire = validated(Grown, {"motto": "x", "networks": [{"since": "1999"}], "met": None})
    assert wire.model_dump(include={"motto", "met", "hidden"}) == {"motto": "x", "met": None, "hidden": False}
    with pytest.raises(InvalidInputError) as caught:
        validated(Grown, {"motto": 1, "networks": [{"service": 1}]})
    assert [problem.pointer for problem in caught.value.problems] == [
        "/motto",
        "/networks/0/service",
        "/networks/0/since",
    ]


@pytest.mark.parametrize("name", ["emails", "favorite", "extra", "tags", "first_name", "birthday"])
def test_null_is_the_same_as_nothing(name: str) -> None:
    contact = {"last_name": "a", "phones": [{"value": "1"}]}
    assert read_contact({**contact, name: None}).to_draft() == read_contact(contact).to_draft()


@pytest.mark.parametrize("name", ["id", "label", "primary", "extra", "e164"])
def test_null_in_a_value_is_the_same_as_nothing(name: str) -> None:
    phones = [{"value": "1"}, {"value": "1", name: None}]
    first, second = read_contact({"phones": phones}).to_draft().details.phones
    assert first == second


def test_only_requests_may_have_null_for_a_list_or_a_flag() -> None:
    shown = ContactOut.model_json_schema(mode="serialization")["properties"]
    assert {shown[name]["type"] for name in ("emails", "tags")} == {"array"}
    assert (shown["favorite"]["type"], shown["extra"]["type"]) == ("boolean", "object")
