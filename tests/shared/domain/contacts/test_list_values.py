"""Stable ids of list values."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from shared.domain.contacts import list_values
from shared.domain.contacts.details import VALUE_TYPES, Address, ContactDetails, DateValue, Organization, Phone
from shared.domain.contacts.documents import Members, to_document
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.partial_dates import PartialDate


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def phones(*values: Phone) -> Members:
    return to_document(ContactDetails(phones=values)).members


def ids(members: Members) -> list[str]:
    return [value["id"] for value in members["phones"]]


def test_a_new_value_gets_a_new_id(new_id: Callable[[], str]) -> None:
    assert ids(with_value_ids(phones(Phone(value="1"), Phone(value="2")), None, new_id)) == ["new1", "new2"]


def test_an_id_that_the_client_sends_is_kept(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"))
    assert ids(with_value_ids(phones(Phone(id="a", value="2"), Phone(id="mine", value="3")), before, new_id)) == [
        "a",
        "mine",
    ]


def test_the_same_value_keeps_its_id_when_the_client_knows_nothing_of_ids(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"), Phone(id="b", value="2"))
    after = phones(Phone(value="2", label="work", primary=True), Phone(value="3"))
    assert ids(with_value_ids(after, before, new_id)) == ["b", "new1"]


def test_a_value_keeps_its_id_when_it_is_read_as_another_number(new_id: Callable[[], str]) -> None:
    """As it is after the region has changed."""
    before = phones(Phone(id="a", value="044 1", e164=None), Phone(id="b", value="044 2", e164="+380442"))
    after = phones(Phone(value="044 2", e164="+49442"), Phone(value="044 1", e164="+49441"))
    assert ids(with_value_ids(after, before, new_id)) == ["b", "a"]


@pytest.mark.parametrize(
    "details",
    [
        ContactDetails(addresses=(Address(street="Rynok Square 1"), Address(street="Rynok Square 1", city="Lviv"))),
        ContactDetails(organizations=(Organization(name="Opera"), Organization(name="Opera", title="Singer"))),
        ContactDetails(dates=(DateValue(value=PartialDate(year=2020)), DateValue(value=PartialDate(year=2021)))),
    ],
)
def test_values_of_every_kind_are_told_apart_by_all_of_their_content(
    details: ContactDetails, new_id: Callable[[], str]
) -> None:
    members = to_document(details).members
    before = with_value_ids(members, None, new_id)
    backwards = {name: values[::-1] for name, values in members.items()}
    after = with_value_ids(backwards, before, new_id)
    assert members.keys() <= VALUE_TYPES.keys()
    assert {name: values[::-1] for name, values in after.items()} == before


def test_looking_for_a_value_does_not_take_a_look_at_all_others(
    new_id: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = count()
    content = list_values.content_of
    monkeypatch.setattr(list_values, "content_of", lambda *value: (next(looks), content(*value))[1])
    values = [Phone(value=str(number)) for number in range(100)]
    before = with_value_ids(phones(*values), None, new_id)
    with_value_ids(phones(*values[::-1]), before, new_id)
    assert next(looks) == 2 * len(values)


def test_twins_take_each_id_once(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"), Phone(id="b", value="1"))
    after = phones(Phone(value="1"), Phone(value="1"), Phone(value="1"))
    assert ids(with_value_ids(after, before, new_id)) == ["a", "b", "new1"]


def test_an_id_that_is_sent_is_not_given_to_another_value(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"))
    after = phones(Phone(value="1"), Phone(id="a", value="2"))
    assert ids(with_value_ids(after, before, new_id)) == ["new1", "a"]


def test_members_in_which_nothing_is_missing_are_left_as_they_are(new_id: Callable[[], str]) -> None:
    members = phones(Phone(id="a", value="1"), Phone(id="b", value="2"))
    assert with_value_ids(members, None, new_id) is members


def test_what_a_client_may_not_know_does_not_tell_values_apart(new_id: Callable[[], str]) -> None:
    known = Organization(id="a", name="Opera", role="sings", departments=("Choir", "Altos"), department="Choir")
    before = to_document(ContactDetails(organizations=(known,))).members
    after = to_document(ContactDetails(organizations=(Organization(name="Opera", department="Choir"),))).members
    assert with_value_ids(after, before, new_id)["organizations"][0]["id"] == "a"


def test_values_that_have_nothing_else_are_told_apart_by_it(new_id: Callable[[], str]) -> None:
    before = to_document(ContactDetails(addresses=(Address(id="a", po_box="1"), Address(id="b", po_box="2")))).members
    after = to_document(ContactDetails(addresses=(Address(po_box="2"), Address(po_box="3")))).members
    assert [value["id"] for value in with_value_ids(after, before, new_id)["addresses"]] == ["b", "new1"]
