"""Any card survives being written and read, as far as the format holds it; what it does not hold is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from shared.domain.cards.card import VCARD_NAME, Card, Notice
from shared.domain.cards.jcard import jcard_of, read_jcards
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, COMPATIBLE, OLD_PHONES, PLAIN, STANDARD, Profile
from shared.domain.cards.writing.writer import write_card
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from tests.support.cards import cards

MEMBERS_IN: dict[str, set[str]] = {
    "address_parts": {"addresses"},
    "control_characters": {"extra"},
    "extra": {"extra"},
    "group": {"extra", *VALUE_TYPES},
    "label": set(VALUE_TYPES),
    "name_parts": {
        *("first_name", "middle_name", "last_name", "prefix", "suffix", "second_last_name", "generation"),
        *("first_names", "middle_names", "last_names", "prefixes", "suffixes", "display_name"),
    },
    "title": {"organizations"},
}
"""What is not the same any more when a notice says so."""
Passed = tuple[Card, tuple[Notice, ...]]


def through(profile: Profile, card: Card) -> Passed:
    written = write_card(card, profile)
    assert profile is OLD_PHONES or all(len(line.encode()) <= 75 for line in written.text.split("\r\n"))
    (read,) = read_vcards(written.text.encode())
    return read.card, written.notices


def through_jcard(card: Card) -> Passed:
    document, notices = jcard_of(card)
    (read,) = read_jcards(json.loads(json.dumps(document)))
    return read.card, notices


def differences(card: Card, other: Card) -> dict[str, tuple[Any, Any]]:
    pairs = [(each.name, getattr(card, each.name), getattr(other, each.name)) for each in fields(Card)]
    pairs += [
        (each.name, getattr(card.details, each.name), getattr(other.details, each.name))
        for each in fields(ContactDetails)
    ]
    return {name: (one, two) for name, one, two in pairs if one != two and name != "details"}


@pytest.mark.parametrize("passed", [lambda card: through(STANDARD, card), through_jcard], ids=["standard", "jcard"])
@given(card=cards())
def test_the_standard_profile_keeps_everything(passed: Callable[[Card], Passed], card: Card) -> None:
    found, notices = passed(card)
    assert not differences(card, found)
    assert not notices


@pytest.mark.parametrize("profile", [PLAIN, APPLE, COMPATIBLE, OLD_PHONES], ids=lambda profile: profile.name)
@given(card=cards())
def test_other_profiles_name_what_they_do_not_keep(profile: Profile, card: Card) -> None:
    found, notices = through(profile, card)
    explained = {member for notice in notices for member in MEMBERS_IN[notice.code]}
    assert not differences(plain(card), plain(found)).keys() - explained


def plain(card: Card) -> Card:
    """Return a card without ids of values and names of properties, and with the signs of addresses as they were."""
    details = card.details
    lists: dict[str, Any] = {name: tuple(map(_plain_value, getattr(details, name))) for name in VALUE_TYPES}
    members = tuple(map(_plain_address, details.members))
    return replace(
        card, details=replace(details, **lists, members=members, photo_url=_plain_address(details.photo_url))
    )


def _plain_value(value: Any) -> Any:
    extra = {name: each for name, each in value.extra.items() if name != VCARD_NAME}
    text = value.value if hasattr(value, "value") else ""
    changes = {"value": _plain_address(text)} if isinstance(text, str) and text else {}
    return replace(value, id="", extra=extra, **changes)


def _plain_address(address: str) -> str:
    return address.replace("%2C", ",").replace("%3B", ";")
