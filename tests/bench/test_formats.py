"""What is measured of reading and writing cards, and whether the page says it."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.formats import bare_contact, bare_pass, page, with_ours
from bench.formats.made_up_cards import made_up_cards
from shared.domain.cards.reading.cards import read_vcards


def results(**changes: Any) -> dict[str, Any]:
    both = {
        "ours": {"cards": 100, "cpu_s": 2.0},
        "bare contact": {"cards": 100, "cpu_s": 0.4},
        "ical.js": {"cards": 50, "cpu_s": 0.4},
    }
    read = {**both, "our properties": {"cards": 100, "cpu_s": 1.0}, "bare pass": {"cards": 100, "cpu_s": 0.2}}
    return {
        "python": "3.13.0",
        "architecture": "x86_64",
        "date": "2026-11-30",
        "instructions": {
            "ours": {"read": 10.0, "read and write": 30.0},
            "vobject": {"read": 100.0, "read and write": 100.0},
        },
        "cpu": {"read": read, "read and write": both},
        "rounds": 3,
        "streamed": {"cards": 100_000, "cpu_s": 9.0, "memory_mb": 12.0},
        "bytes": {"100000": 99_000_000},
        **changes,
    }


def test_goals_are_told_as_they_are() -> None:
    verdicts = {what: (measured, verdict) for what, _, measured, verdict in page.goals(results())}
    assert verdicts["instructions, read, as a share of vobject's"] == ("0.1", "met")
    assert verdicts["instructions, read and write, as a share of vobject's"] == ("0.3", "**missed**")
    assert verdicts["CPU of a card, read, as a multiple of ical.js's"] == ("2.5", "**missed**")
    like_with_like = "CPU of a card, read as properties, like with like, as a multiple of ical.js's"
    assert verdicts[like_with_like] == ("1.25", "met")
    assert verdicts["100,000 cards, memory beyond the interpreter's, MB"] == ("12", "met")


def test_the_page_does_without_ical_js() -> None:
    cpu = {"ours": {"cards": 100, "cpu_s": 2.0}}
    text = page.page(results(cpu={"read": cpu, "read and write": cpu}))
    assert "multiple of ical.js" not in text
    assert "file of 99 MB" in text


def test_the_page_tells_what_the_least_programs_take() -> None:
    text = page.page(results())
    assert "| bare pass | names, parameters and values as they stand | 100 | 2000 (0.25) |  |" in text
    assert "| ours | contacts, and notices | 100 | 20000 (2.50) | 20000 (2.50) |" in text
    assert "| our properties | jCard | 100 | 10000 (1.25) |  |" in text


@pytest.mark.parametrize("least", [bare_pass, bare_contact])
def test_the_least_programs_read_every_card(
    least: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["least", str(_file_of_cards(tmp_path))])
    least.main()
    assert json.loads(capsys.readouterr().out)["cards"] == 5


def test_a_bare_contact_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bare_contact.py", str(_file_of_cards(tmp_path)), "--write"])
    bare_contact.main()
    assert json.loads(capsys.readouterr().out)["characters"] > 1_000


def test_our_properties_are_those_of_every_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_ours.main([str(_file_of_cards(tmp_path)), "--properties"])
    assert json.loads(capsys.readouterr().out)["cards"] == 5


def _file_of_cards(folder: Path) -> Path:
    file = folder / "cards.vcf"
    file.write_text("".join(made_up_cards(5)), encoding="utf-8", newline="")
    return file


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
    with_ours.main([str(_file_of_cards(tmp_path)), "--write"])
    told = json.loads(capsys.readouterr().out)
    assert told["cards"] == 5
    assert told["characters"] > 1_000
