from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from shared.domain.text import collation_table
from tools.collation_table import TAILORED, entries, main, module, select

EXCERPT = """\
@version 10.0.0

@implicitweights 17000..18AFF; FB00 # Tangut and Tangut Components

0000  ; [.0000.0000.0000] # NULL (in ISO 6429)
0009  ; [*0201.0020.0002] # HORIZONTAL TABULATION (in ISO 6429)
0308  ; [.0000.002B.0002] # COMBINING DIAERESIS
0338  ; [.0000.002F.0002] # COMBINING LONG SOLIDUS OVERLAY
0022  ; [*030C.0020.0002] # QUOTATION MARK
0027  ; [*0306.0020.0002] # APOSTROPHE
0024  ; [.1C77.0020.0002] # DOLLAR SIGN
0061  ; [.1CAD.0020.0002] # LATIN SMALL LETTER A
FF41  ; [.1CAD.0020.0003] # FULLWIDTH LATIN SMALL LETTER A
0041  ; [.1CAD.0020.0008] # LATIN CAPITAL LETTER A
00E4  ; [.1CAD.0020.0002][.0000.002B.0002] # LATIN SMALL LETTER A WITH DIAERESIS
00C6  ; [.1CAD.0020.000A][.0000.0111.0004][.1D10.0020.000A] # LATIN CAPITAL LETTER AE
0065  ; [.1D10.0020.0002] # LATIN SMALL LETTER E
0045  ; [.1D10.0020.0008] # LATIN CAPITAL LETTER E
006C  ; [.1DDD.0020.0002] # LATIN SMALL LETTER L
006C 00B7 ; [.1DDD.0020.0002][.0000.0111.0004] # LATIN SMALL LETTER L WITH MIDDLE DOT
0142  ; [.1DDD.0020.0002][.0000.002F.0002] # LATIN SMALL LETTER L WITH STROKE
00F8  ; [.1E43.0020.0002][.0000.002F.0002] # LATIN SMALL LETTER O WITH STROKE
006F  ; [.1E43.0020.0002] # LATIN SMALL LETTER O
0438  ; [.20D5.0020.0002] # CYRILLIC SMALL LETTER I
0438 0306 ; [.20DF.0020.0002] # CYRILLIC SMALL LETTER SHORT I
05D0  ; [.2304.0020.0002] # HEBREW LETTER ALEF
0E01  ; [.2E20.0020.0002] # THAI CHARACTER KO KAI
"""


@pytest.fixture
def generated() -> ModuleType:
    made = ModuleType("made")
    exec(module(select(entries(EXCERPT.splitlines())), "10.0.0"), made.__dict__)
    return made


def test_a_word_holds_the_forms_of_a_letter_in_the_order_of_the_source(generated: ModuleType) -> None:
    assert generated.LETTERS.split() == ["$", "aA", "ąĄ", "eE", "ęĘ", "l", "łŁ", "o", "óÓ", "и", "й", "א"]


def test_punctuation_is_kept_apart_from_what_follows_the_symbols(generated: ModuleType) -> None:
    assert generated.PUNCTUATION.split() == ['"']


def test_apostrophes_come_before_the_marks(generated: ModuleType) -> None:
    apostrophes, *marks = generated.MARKS.split()
    assert "'" in apostrophes
    assert marks == ["\u0308", "\u0338"]


def test_expansions_keep_case_and_visible_marks(generated: ModuleType) -> None:
    assert generated.EXPANSIONS.split() == ["Æ=AE", "ø=o\u0338"]


def test_only_characters_without_any_weight_are_ignored(generated: ModuleType) -> None:
    assert generated.IGNORED.split() == ["\u0000"]


def test_the_source_has_nothing_that_disturbs_an_editor() -> None:
    source = module(select(entries(EXCERPT.splitlines())), "10.0.0")
    assert "\\u05d0" in source
    assert "\u05d0" not in source


def test_the_command_reads_the_table_of_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "ducet_excerpt"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "allkeys.txt").write_text(EXCERPT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "argv", ["collation_table", "ducet_excerpt", "allkeys.txt"])
    main()
    printed = capsys.readouterr().out
    assert printed == module(select(entries(EXCERPT.splitlines())), "10.0.0")
    assert 'UNICODE_VERSION = "10.0.0"' in printed


def test_the_committed_table_has_the_tailored_letters_in_their_places() -> None:
    words = collation_table.LETTERS.split()
    for base, tailored in TAILORED.items():
        position = next(index for index, word in enumerate(words) if word[0] == base)
        assert words[position + 1 : position + 1 + len(tailored)] == tailored
