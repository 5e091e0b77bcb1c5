"""``make corpus``: cards of every kind lose nothing, and a loss of any kind is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.domain.cards.reading.table import HANDLERS
from shared.domain.cards.writing import writer
from tests.corpus.__main__ import LOST, NO_CARDS, NOTHING_LOST, main
from tests.corpus.passing import files_with_cards, passed_cards

CARDS = Path(__file__).parent / "cards"
TABLE = "shared.domain.cards.reading.cards.HANDLERS"
FILES = [*files_with_cards(CARDS)]
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEMAIL:ann@example.com\r\nNOTE:likes tea\r\nEND:VCARD\r\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_lost_of_cards_of_every_kind(path: Path) -> None:
    cards = [*passed_cards(path.read_bytes())]
    assert cards
    assert [card.lost for card in cards if card.lost] == []


def test_files_are_found_by_what_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    for name in ("a.vcf", "deeper/B.VCF", "without_ending", "c.txt"):
        (tmp_path / name).write_bytes(CARD)
    (tmp_path / "utf-16").write_bytes(CARD.decode().encode("utf-16"))
    (tmp_path / "no_cards.txt").write_bytes(b"FN:Ann")
    found = {path.name for path in files_with_cards(tmp_path)}
    assert found == {"a.vcf", "B.VCF", "without_ending", "c.txt", "utf-16"}


def test_the_exit_status_and_the_text_say_that_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ann.vcf").write_bytes(CARD + b"NOTE\r\n")
    assert main([str(tmp_path), "--verbose"]) == NOTHING_LOST
    assert capsys.readouterr().out == (
        "ann.vcf: 1 card, 3 properties, 1 warning (no_property 1), 0 lost\n"
        "    line 7: no_property: This line belongs to nothing: NOTE\n"
        "1 card in 1 file: 3 properties, 1 warning, 0 cards with more than a contact has room for, 0 lost\n"
    )


def test_a_folder_without_cards_is_no_success(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == NO_CARDS
    assert main([str(tmp_path / "nowhere")]) == NO_CARDS


def test_what_the_reader_drops_is_lost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(TABLE, {**HANDLERS, "NOTE": lambda *_: None})
    assert main([str(CARDS / "bom.vcf")]) == NOTHING_LOST
    assert main([str(CARDS / "cr-only.vcf")]) == LOST
    assert "line 1: LOST: NOTE: folded" in capsys.readouterr().out


def test_what_the_reader_takes_apart_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.domain.cards.reading.communication.text_of", lambda raw: raw.replace("@", " likes "))
    (card,) = passed_cards(CARD)
    assert card.lost[0] == "EMAIL: annexamplecom"


def test_what_the_writer_drops_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_first_half(sheet: Any, emails: tuple[Any, ...]) -> None:
        for email in emails:
            sheet.add_value("EMAIL", email.value.partition("@")[0], email)

    monkeypatch.setattr(writer, "_OF_LISTS", {**writer._OF_LISTS, "emails": write_first_half})
    (card,) = passed_cards(CARD)
    assert [lost.partition(":")[0] for lost in card.lost] == ["EMAIL", "EMAIL", "emails"]


def test_an_error_is_a_loss(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(card: object, prop: object) -> None:
        raise ValueError

    (tmp_path / "ann.vcf").write_bytes(CARD)
    monkeypatch.setattr(TABLE, {**HANDLERS, "NOTE": refuse})
    assert main([str(tmp_path)]) == LOST
