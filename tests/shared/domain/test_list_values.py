"""Stable ids of list values."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from shared.domain.contact_details import ContactDetails, Phone
from shared.domain.list_values import with_value_ids


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def phones(*values: Phone) -> ContactDetails:
    return ContactDetails(phones=values)


def ids(details: ContactDetails) -> list[str]:
    return [value.id for value in details.phones]


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


def test_twins_take_each_id_once(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"), Phone(id="b", value="1"))
    after = phones(Phone(value="1"), Phone(value="1"), Phone(value="1"))
    assert ids(with_value_ids(after, before, new_id)) == ["a", "b", "new1"]


def test_an_id_that_is_sent_is_not_given_to_another_value(new_id: Callable[[], str]) -> None:
    before = phones(Phone(id="a", value="1"))
    after = phones(Phone(value="1"), Phone(id="a", value="2"))
    assert ids(with_value_ids(after, before, new_id)) == ["new1", "a"]
