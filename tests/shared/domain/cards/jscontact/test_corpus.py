"""Conversions that another project publishes: each comes out the same, or its difference is explained.

The explanations are rows of docs/formats.md. The folder of the corpus is no part of the repository.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.jscontact.writing import write_card
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.writing.profiles import STANDARD
from shared.domain.cards.writing.writer import write_card as write_vcard
from tests.support.jscontact_corpus import Conversion, card_in, conversions, is_json, same_form, vcard_in

ROOT = Path(__file__).resolve().parents[5]
CORPUS = Path(os.environ.get("CARDS", ROOT.parent / "shared" / "corpus")) / "jscontact"
COUNT = 291
"""The steps in the 181 tests: many go back and forth."""
EXPLAINED = {
    "002_anniversary/2.1": "alternatives",
    "002_anniversary/2.2": "alternatives",
    "003_names/6.1": "one-fn",
    "003_names/6.2": "fn-parameters",
    "005_address/2.1": "geo-uri",
    "005_address/4.1": "offsets",
    "005_address/5.1": "offsets",
    "005_address/5.2": "geo-uri",
    "007_organizational/7.1": "title-of-one",
    "009_explanatory/11.1": "single-parameters",
    "013_localizations/1.1": "no-language",
    "013_localizations/3.1": "phonetics",
    "013_localizations/4.1": "phonetics",
    "013_localizations/5.1": "alternatives",
    "013_localizations/6.1": "alternatives",
    "013_localizations/7.1": "alternatives",
    "013_localizations/7.2": "alternatives",
    "014_rfc9553/25.1": "blanks",
    "014_rfc9553/26.2": "alternatives",
    "014_rfc9553/31.1": "base64",
    "014_rfc9553/32.2": "phonetics",
    "014_rfc9553/33.2": "alternatives",
    "015_rfc6350/2.1": "no-language",
    "015_rfc6350/3.1": "no-language",
    "015_rfc6350/4.1": "no-language",
    "015_rfc6350/5.1": "no-language",
    "015_rfc6350/6.1": "no-language",
    "015_rfc6350/7.1": "no-language",
    "015_rfc6350/10.1": "derived-name",
    "015_rfc6350/11.1": "derived-name",
    "015_rfc6350/31.1": "offsets",
    "015_rfc6350/52.1": "derived-name",
    "015_rfc6350/53.1": "joined-places",
    "015_rfc6350/53.2": "joined-places",
    "017_rfc9554/6.1": "single-parameters",
    "017_rfc9554/8.1": "no-language",
    "017_rfc9554/9.1": "user-names",
    "017_rfc9554/9.2": "user-names",
    "017_rfc9554/15.1": "phonetics",
}
"""The row of docs/formats.md that explains the difference of a step."""

STEPS = list(conversions(CORPUS)) if CORPUS.is_dir() else []
needs_corpus = pytest.mark.skipif(not STEPS, reason="there is no corpus of cards: set CARDS to its folder")


def _read(vcard: str) -> dict[str, Any]:
    (read,) = read_vcards(BytesIO(vcard.encode()))
    return dict(write_card(read.card).members)


def _outcome(step: Conversion) -> tuple[Any, Any]:
    """Return what a step comes to and what it should. A vCard is compared by the Card that it is read as."""
    if is_json(step.wanted):
        return same_form(_read(vcard_in(step.given))), same_form(card_in(step.wanted))
    if is_json(step.given):
        written = write_vcard(read_card(card_in(step.given)).card, STANDARD).text
        return same_form(_read(written)), same_form(card_in(step.given))
    return same_form(_read(vcard_in(step.given))), same_form(_read(vcard_in(step.wanted)))


@needs_corpus
def test_the_corpus_is_whole() -> None:
    assert len(STEPS) == COUNT


@needs_corpus
@pytest.mark.parametrize("step", [pytest.param(each, id=each.name) for each in STEPS])
def test_a_conversion_is_the_same_or_explained(step: Conversion) -> None:
    got, wanted = _outcome(step)
    if step.name.split(" ")[0] in EXPLAINED:
        assert got != wanted, "this needs no explanation any more"
    else:
        assert got == wanted


@pytest.mark.parametrize("row", sorted(set(EXPLAINED.values())))
def test_every_explanation_is_published(row: str) -> None:
    assert f"| `{row}` |" in (ROOT / "docs" / "formats.md").read_text("utf-8")
