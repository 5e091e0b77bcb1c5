"""Cards that other programs wrote, written in their own version and in the standard one: nothing of them is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.domain.cards.card import Card
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, OLD_PHONES, STANDARD
from tests.corpus.comparing import changed_members
from tests.shared.domain.cards.test_any_card import Passed, through, through_jcard
from tests.support.cards_of_others import card_files, needs_cards

pytestmark = needs_cards

_VERSION = re.compile(rb"^VERSION:(\S+)", re.MULTILINE | re.IGNORECASE)
_OF_VERSION = {b"2.1": OLD_PHONES, b"3.0": APPLE, b"4.0": STANDARD}


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
    assert not changed_members(card, *passed)
