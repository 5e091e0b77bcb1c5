"""Cards that other programs wrote, written in their own version and in the standard one: nothing of them is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.jcard_properties import property_of
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, OLD_PHONES, STANDARD
from shared.domain.contacts.details import VALUE_TYPES
from tests.shared.domain.cards.test_any_card import MEMBERS_IN, Passed, differences, plain, through, through_jcard
from tests.support.cards_of_others import card_files, needs_cards

pytestmark = needs_cards

_VERSION = re.compile(rb"^VERSION:(\S+)", re.MULTILINE | re.IGNORECASE)
_OF_VERSION = {b"2.1": OLD_PHONES, b"3.0": APPLE, b"4.0": STANDARD}
_MEDIA = frozenset({"KEY", "LOGO", "PHOTO", "SOUND"})


@pytest.mark.parametrize("file", card_files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_card_survives_its_own_version(file: Path) -> None:
    content = file.read_bytes()
    versions = set(_VERSION.findall(content))
    profile = _OF_VERSION.get(versions.pop() if len(versions) == 1 else b"", APPLE)
    for read in read_vcards(content):
        check(read.card, through(profile, read.card))


@pytest.mark.parametrize("file", card_files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_card_survives_the_standard_profile_and_jcard(file: Path) -> None:
    for read in read_vcards(file.read_bytes()):
        for passed in (through(STANDARD, read.card), through_jcard(read.card)):
            assert {notice.code for notice in passed[1]} <= {"control_characters"}
            check(read.card, passed)


def check(card: Card, passed: Passed) -> None:
    found, notices = passed
    explained = {member for notice in notices for member in MEMBERS_IN[notice.code]}
    assert not differences(tolerant(card), tolerant(found)).keys() - explained


def tolerant(card: Card) -> Card:
    """Return a card without what versions write in different ways: see docs/formats.md.

    Data of pictures, sounds and keys is base64 or a data: URI; a number says that it is a ``tel:`` URI or is text;
    dates have hyphens or none; semicolons in a text have a backslash before 4.0.
    """
    details = plain(card).details
    lists: dict[str, Any] = {name: tuple(map(_tolerant_value, getattr(details, name))) for name in VALUE_TYPES}
    kept = [_tolerant_entry(entry) for entry in details.extra.get(VCARD_PROPERTIES, ())]
    extra = {**details.extra, VCARD_PROPERTIES: kept}
    return replace(card, details=replace(details, **lists, extra=extra))


def _tolerant_value(value: Any) -> Any:
    parameters = {name: each for name, each in value.extra.get(VCARD_PARAMETERS, {}).items() if name != "value"}
    return replace(value, extra={**value.extra, VCARD_PARAMETERS: parameters})


def _tolerant_entry(entry: list[Any]) -> tuple[Any, ...]:
    prop = property_of(entry)
    assert prop is not None
    in_another_way = {"VALUE", "ENCODING", "TYPE"} if prop.name in _MEDIA else {"VALUE"}
    parameters = {name: values for name, values in prop.parameters.items() if name not in in_another_way}
    signs_between = r"^data:[^,]*,|\s" if prop.name in _MEDIA else r"[-:](?=\d\d)"
    value = re.sub(signs_between, "", prop.value).replace("\\;", ";")
    return prop.name, prop.group, parameters, value
