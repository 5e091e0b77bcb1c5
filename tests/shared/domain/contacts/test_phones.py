"""What is read of a phone stays with its value."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.contacts.phones import PhoneReading, with_readings

UA, DE = PhoneReading(e164="+380671"), PhoneReading(e164="+49671", extension="9")
ANNA = {"first_name": "Anna"}


def phone(value: str, **more: str) -> dict[str, str]:
    return {"value": value, **more}


def readings(phones: list[dict[str, str]], *previous: dict[str, str], now: PhoneReading = DE) -> list[Any]:
    """Return the E.164 form and the extension of phones that are written over ``previous``."""
    before = {"phones": list(previous)} if previous else None
    completed = with_readings({"phones": phones}, before, lambda _: now)["phones"]
    return [(each.get("e164"), each.get("extension")) for each in completed]


def test_a_number_is_read_in_every_phone_and_nowhere_else() -> None:
    known = {"1": PhoneReading(e164="+380441", extension="5")}

    def read(typed: str) -> PhoneReading:
        return known.get(typed, PhoneReading())

    members = {**ANNA, "phones": [phone("1", id="a"), phone("ask Ada", e164="+1", extension="2")]}
    assert with_readings(members, None, read) == {
        **ANNA,
        "phones": [phone("1", id="a", e164="+380441", extension="5"), phone("ask Ada")],
    }
    assert with_readings(ANNA, None, read) is ANNA


@pytest.mark.parametrize("sent", [phone("067 1", id="a"), phone("067 1", id="mine"), phone("067 1")])
def test_an_unchanged_value_keeps_what_was_read_of_it(sent: dict[str, str]) -> None:
    before = phone("067 1", id="a", e164="+380671", extension="5")
    assert readings([sent], before) == [("+380671", "5")]


@pytest.mark.parametrize("now", [PhoneReading(), PhoneReading(e164="+380999")])
def test_a_new_release_of_the_plans_neither_takes_nor_changes_a_number(now: PhoneReading) -> None:
    before = phone("067 1", id="a", e164="+380671", extension="5")
    assert readings([phone("067 1", id="a")], before, now=now) == [("+380671", "5")]


def test_what_is_missing_is_read() -> None:
    numberless, last_years = phone("067 1", id="a"), phone("067 2", id="b", e164="+380672")
    sent = [phone("067 1", id="a"), phone("067 2", id="b")]
    assert readings(sent, numberless, last_years) == [("+49671", "9"), ("+380672", "9")]


def test_another_value_is_read_anew() -> None:
    before = phone("067 1", id="a", e164="+380671", extension="5")
    assert readings([phone("067 2", id="a")], before) == [("+49671", "9")]
    assert readings([phone("067 2", id="a")], before, now=PhoneReading()) == [(None, None)]


def test_a_value_that_moves_takes_its_number_along() -> None:
    one, two = phone("1", id="a", e164="+3801"), phone("2", id="b", e164="+3802")
    assert readings([phone("2", id="a"), phone("1", id="b")], one, two, now=UA) == [("+3802", None), ("+3801", None)]


def test_of_equal_values_the_one_with_the_id_is_meant() -> None:
    typed_in_two_countries = phone("1", id="a", e164="+3801"), phone("1", id="b", e164="+491")
    backwards = [phone("1", id="b"), phone("1", id="a")]
    assert readings(backwards, *typed_in_two_countries, now=UA) == [("+491", None), ("+3801", None)]


def test_what_belongs_to_an_id_is_given_to_no_other_phone() -> None:
    one, two = phone("1", id="a", e164="+3801"), phone("1", id="b", e164="+491")
    sent = [phone("1", id="new"), phone("1", id="a"), phone("1", id="newer")]
    assert [e164 for e164, _ in readings(sent, one, two, now=UA)] == ["+491", "+3801", "+380671"]


def test_equal_values_without_ids_are_taken_in_order_and_once() -> None:
    typed_in_two_countries = phone("1", id="a", e164="+3801"), phone("1", e164="+491")
    sent = [phone("1"), phone("1"), phone("1")]
    assert [e164 for e164, _ in readings(sent, *typed_in_two_countries)] == ["+3801", "+491", "+49671"]


def test_marks_that_nobody_sees_do_not_make_another_value() -> None:
    before = phone("\u202d067 1\u202c", id="a", e164="+380671")
    assert readings([phone("067 1", id="a")], before) == [("+380671", "9")]


def test_a_number_that_a_client_sends_is_not_taken() -> None:
    assert readings([phone("1", e164="+1", extension="1")], now=PhoneReading()) == [(None, None)]
