"""What is measured of reading and writing cards, and whether the page says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.formats import bare_pass, page, with_ours
from bench.formats.made_up_cards import made_up_cards
from shared.domain.cards.reading.cards import read_vcards


def results(**changes: Any) -> dict[str, Any]:
    cpu = {"ours": {"cards": 100, "cpu_s": 2.0}, "ical.js": {"cards": 50, "cpu_s": 0.4}}
    return {
        "python": "3.13.0",
        "architecture": "x86_64",
        "date": "2026-11-30",
        "instructions": {
            "ours": {"read": 10.0, "read and write": 30.0},
            "vobject": {"read": 100.0, "read and write": 100.0},
        },
        "cpu": {"read": cpu, "read and write": cpu},
        "bare_pass": {"cards": 100, "cpu_s": 0.002},
        "streamed": {"cards": 100_000, "cpu_s": 9.0, "memory_mb": 12.0},
        "bytes": {"100000": 99_000_000},
        **changes,
    }


def test_goals_are_told_as_they_are() -> None:
    verdicts = {what: (measured, verdict) for what, _, measured, verdict in page.goals(results())}
    assert verdicts["instructions, read, as a share of vobject's"] == ("0.1", "met")
    assert verdicts["instructions, read and write, as a share of vobject's"] == ("0.3", "**missed**")
    assert verdicts["CPU of a card, read, as a multiple of ical.js's"] == ("2.5", "**missed**")
    assert verdicts["100,000 cards, memory beyond the interpreter's, MB"] == ("12", "met")


def test_the_page_does_without_ical_js() -> None:
    cpu = {"ours": {"cards": 100, "cpu_s": 2.0}}
    text = page.page(results(cpu={"read": cpu, "read and write": cpu}))
    assert "multiple of ical.js" not in text
    assert "file of 99 MB" in text


def test_the_page_tells_what_any_reader_in_python_takes() -> None:
    text = page.page(results())
    assert "takes 20 µs for a card" in text
    assert "ical.js takes 8000 µs for all that it does, so the goal leaves 15980 µs" in text


def test_a_bare_pass_cuts_every_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text("".join(made_up_cards(5)), encoding="utf-8", newline="")
    monkeypatch.setattr("sys.argv", ["bare_pass.py", str(file)])
    bare_pass.main()
    told = json.loads(capsys.readouterr().out)
    assert told["cards"] == 5
    assert told["lines"] > 50


def test_there_is_a_page_only_if_something_was_measured(tmp_path: Path) -> None:
    assert page.texts(tmp_path) == {}
    (tmp_path / "bench").mkdir()
    (tmp_path / page.RESULTS).write_text(json.dumps(results()), encoding="utf-8")
    assert page.PAGE in page.texts(tmp_path)


def test_cards_are_made_by_rule_and_are_read_without_a_notice() -> None:
    cards = [*made_up_cards(300)]
    assert cards == [*made_up_cards(300)]
    assert cards != [*made_up_cards(300, seed=2)]
    assert any("VERSION:2.1" in card for card in cards)
    read = [*read_vcards("".join(cards).encode())]
    assert len(read) == 300
    assert [notice.text for each in read for notice in each.notices] == []


def test_our_side_reads_and_writes_every_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text("".join(made_up_cards(5)), encoding="utf-8", newline="")
    with_ours.main([str(file), "--write"])
    told = json.loads(capsys.readouterr().out)
    assert told["cards"] == 5
    assert told["characters"] > 1_000
