"""Cards that real programs wrote: every one is read, and nothing in them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.cards.decoding import TextLines
from shared.domain.cards.fitting import to_draft
from shared.domain.cards.reading.cards import card_of, read_vcards
from shared.domain.cards.reading.splitting import raw_cards
from shared.domain.contacts.documents import to_document
from shared.domain.contacts.rules import checked, has_content
from tests.corpus.accounting import lost_words
from tests.support.cards_of_others import card_files, needs_cards
from tests.support.examples import examples

FILES = card_files()


def read_separately(path: Path) -> list[tuple[list[str], bool]]:
    """Return the lost words of each card in a file, and whether it can become a contact."""
    found = []
    for raw in raw_cards(TextLines(path.read_bytes())):
        card = card_of(raw.properties, raw.version or "3.0").card
        found.append((list(lost_words(raw.properties, card)), has_content(to_document(card.details).members)))
    return found


@needs_cards
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_in_a_card_is_lost(path: Path) -> None:
    cards = read_separately(path)
    assert cards
    assert [lost for lost, _ in cards if lost] == []


@needs_cards
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_card_with_something_to_show_becomes_a_contact(path: Path) -> None:
    for read_card in read_vcards(path.read_bytes()):
        if has_content(to_document(read_card.card.details).members):
            draft, _ = to_draft(read_card.card)
            assert checked(draft) == draft


@needs_cards
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_there_is_a_card_for_every_begin_that_is_not_nested(path: Path) -> None:
    lines = [line.strip().upper() for line in TextLines(path.read_bytes())]
    nested = sum(line.startswith(("AGENT:BEGIN:VCARD", "AGENT:")) and "BEGIN" not in line for line in lines)
    assert len(list(read_vcards(path.read_bytes()))) == lines.count("BEGIN:VCARD") - nested


@needs_cards
@settings(max_examples=examples(80), deadline=None)
@given(data=st.data())
def test_damaged_files_are_read_without_an_error(data: st.DataObject) -> None:
    octets = bytearray(data.draw(st.sampled_from(FILES)).read_bytes()[:20_000])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(octets) - 1)))
        if data.draw(st.booleans()):
            octets[at : at + data.draw(st.integers(1, 200))] = b""
        elif octets:
            octets[min(at, len(octets) - 1)] = data.draw(st.integers(0, 255))
    for read_card in read_vcards(bytes(octets)):
        if has_content(to_document(read_card.card.details).members):
            to_draft(read_card.card)
