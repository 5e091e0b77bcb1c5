"""Nothing is lost between JSContact and the neutral card."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given

from shared.domain.cards.card import Card
from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.jscontact.validity import is_card
from shared.domain.cards.jscontact.writing import write_card
from shared.domain.cards.names import DETAILED_ADDRESS_PARTS
from shared.domain.contacts.details import VALUE_TYPES, Address, ListValue, Organization
from tests.support.cards import cards as neutral_cards
from tests.support.jscontact import cards, comparable, localized_cards


def _again(card: dict[str, Any]) -> dict[str, Any]:
    return dict(write_card(read_card(card).card).members)


@given(card=cards())
def test_a_card_keeps_all_members(card: dict[str, Any]) -> None:
    assert comparable(_again(card)) == comparable(card)


@given(card=localized_cards())
def test_a_card_keeps_what_it_says_in_other_languages(card: dict[str, Any]) -> None:
    assert comparable(_again(card)) == comparable(card)


@given(card=cards())
def test_what_is_written_is_a_card_of_json(card: dict[str, Any]) -> None:
    written = _again(card)
    assert is_card(json.loads(json.dumps(written)))
    assert written["version"] == "2.0"


@given(card=cards())
def test_a_second_passage_changes_nothing(card: dict[str, Any]) -> None:
    once = read_card(_again(card)).card
    assert read_card(dict(write_card(once).members)).card == once


@given(card=neutral_cards())
def test_json_holds_every_neutral_card(card: Card) -> None:
    relations = {each.value: each for each in card.details.relations}  # JSContact has one entry for each
    card = replace(card, details=replace(card.details, relations=tuple(relations.values())))
    assert _in_common(read_card(dict(write_card(card).members)).card) == _in_common(card)


def _in_common(card: Card) -> Card:
    """Return a card without what JSContact does not say: the ids of relations, and the place of nameless organizations.

    Ids that a card lacks, or has twice, are given by the writer.
    """
    lists: dict[str, Any] = {}
    for name in VALUE_TYPES:
        values = [replace(each, id="") for each in getattr(card.details, name)]
        lists[name] = tuple(sorted(values, key=_is_nameless) if name == "organizations" else values)
    lists["addresses"] = tuple(map(_without_derived_lines, lists["addresses"]))
    lists["handles"] = tuple(each for each in lists["handles"] if each.value or each.user_name)
    return replace(card, details=replace(card.details, extra={}, **lists))


def _is_nameless(value: ListValue) -> bool:
    if not isinstance(value, Organization) or not (value.title or value.role):
        return False
    return replace(value, title="", role="") == Organization()


def _without_derived_lines(value: ListValue) -> ListValue:
    """Return an address without the lines that follow from its parts; a street of nothing else is the line itself."""
    assert isinstance(value, Address)
    parts = {part: getattr(value, part) for part in DETAILED_ADDRESS_PARTS if getattr(value, part)}
    words = set(" ".join(parts.values()).replace(",", " ").split())
    lines = {line: getattr(value, line) for line in ("street", "extended")}
    changes: dict[str, Any] = {
        line: "" for line, text in lines.items() if parts and set(text.replace(",", " ").split()) <= words
    }
    if parts.keys() <= {"street_name", "apartment"} and len(changes) == len(lines):
        changes = {"street": value.street_name, "extended": value.apartment, "street_name": "", "apartment": ""}
    return replace(value, **changes)
