"""Any card survives being written and read, as far as the format holds it; what it does not hold is named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given

from shared.domain.cards.card import Card, Notice
from shared.domain.cards.jcard import jcard_of, read_jcards
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import APPLE, COMPATIBLE, OLD_PHONES, PLAIN, STANDARD, Profile
from shared.domain.cards.writing.writer import write_card
from tests.corpus.comparing import MEMBERS_IN, differences, plain
from tests.support.cards import cards

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
