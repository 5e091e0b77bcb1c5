from __future__ import annotations

import sys
from ctypes.util import find_library

import pytest

from shared.domain.text import tailoring_rules
from tools import tailorings
from tools.tailorings import LANGUAGES, main, module, readable, rules_of


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("&N<ñ<<<Ñ", "&N < ñ <<< Ñ"),
        ("[reorder Cyrl]&Г<ґ<<<Ґ&ꙇ<ї<<<ꙶ<<<Ї", "[reorder:Cyrl] &Г < ґ <<< Ґ &і < ї <<< Ї"),
        ("[normalization on][reorder Grek]", "[reorder:Grek]"),
        ("&[before 1] L<ł<<<Ł", "&[before:1]L < ł <<< Ł"),
        ("[caseFirst upper]&t<<<þ/h", "[caseFirst:upper] &t <<< þ/h"),
        ("[suppressContractions [Ии]]", "[suppress:й]"),
        ("&ʒ<oʻ=o''<<<O''", "&ʒ < oʻ = o' <<< O'"),
        ("&\u0300=\u0307\u0300&A<<ą", "&A << ą"),
    ],
)
def test_rules_are_written_with_spaces_and_without_what_concerns_no_letter(rules: str, expected: str) -> None:
    assert readable(rules) == expected


def test_languages_with_the_same_rules_share_them() -> None:
    made: dict[str, dict[str, str]] = {}
    exec(module("42", lambda language: {"es": "&N<ñ", "hr": "&C<č"}.get(language, "")), made)
    assert made["RULES"] == {"und": "", "es": "&N < ñ", "hr": "&C < č"}
    assert made["LIKE"]["gl"] == "es"
    assert made["LIKE"]["bs"] == "hr"
    assert made["LIKE"]["de"] == "und"


def test_only_the_script_of_some_languages_is_taken() -> None:
    made: dict[str, dict[str, str]] = {}
    exec(module("42", lambda language: {"he": "[reorder Hebr]&[before 2]''<<׳"}.get(language, "")), made)
    assert made["RULES"]["he"] == "[reorder:Hebr]"


def test_the_command_prints_the_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(tailorings, "rules_of", lambda _: ("42", lambda _: "&N<ñ"))
    monkeypatch.setattr(sys, "argv", ["tailorings", "libicui18n.so.72"])
    main()
    assert 'CLDR_VERSION = "42"' in capsys.readouterr().out


def test_the_committed_rules_are_those_of_an_installed_library_of_the_same_version() -> None:
    library = find_library("icui18n") or pytest.skip("there is no ICU here")
    version, rules = rules_of(library)
    if version != tailoring_rules.CLDR_VERSION:
        pytest.skip(f"the ICU here is of CLDR {version}")
    made: dict[str, object] = {}
    exec(module(version, rules), made)
    assert (made["RULES"], made["LIKE"]) == (tailoring_rules.RULES, tailoring_rules.LIKE)
    assert {*LANGUAGES} <= {*tailoring_rules.RULES, *tailoring_rules.LIKE}
