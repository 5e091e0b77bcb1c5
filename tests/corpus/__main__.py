"""Say what is lost of cards that become contacts and cards again: ``make corpus CARDS=folder [VERBOSE=yes]``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.corpus.passing import PassedCard, files_with_cards, passed_cards
from tests.support.cards_of_others import CARDS

NOTHING_LOST, LOST, NO_CARDS = 0, 1, 2
"""Exit statuses."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for every file and what is lost in it, then the sum; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus")
    parser.add_argument("folder", type=Path, nargs="?", default=CARDS, help="with files of vCards, at any depth")
    parser.add_argument("--verbose", action="store_true", help="show every warning, not only how many there are")
    options = parser.parse_args(arguments)
    files = [*files_with_cards(options.folder)]
    every: list[PassedCard] = []
    for path in files:
        cards = _read(path)
        every += cards
        _say(_line_of(path, options.folder, cards), *_details_of(cards, verbose=options.verbose))
    if not every:
        _say(f"There are no cards in {options.folder}.")
        return NO_CARDS
    _say(_sum_of(every, len(files)))
    return LOST if any(card.lost for card in every) else NOTHING_LOST


def _say(*lines: str) -> None:
    sys.stdout.write("".join([f"{line}\n" for line in lines]))


def _read(path: Path) -> list[PassedCard]:
    """Return what became of the cards in a file. An error, which there must not be, counts as a loss."""
    try:
        return [*passed_cards(path.read_bytes())]
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are read
        text = f"the file was not read: {type(error).__name__}: {error}"
        return [PassedCard(line=0, properties=0, warnings=(), named=(), lost=[text], is_contact=False)]


def _line_of(path: Path, folder: Path, cards: Sequence[PassedCard]) -> str:
    warnings = Counter(notice.code for card in cards for notice in card.warnings)
    codes = f" ({', '.join(f'{code} {count}' for code, count in sorted(warnings.items()))})" if warnings else ""
    return (
        f"{path.relative_to(folder) if path != folder else path}: {_counted(len(cards), 'card')}, "
        f"{sum(card.properties for card in cards)} properties, {_counted(warnings.total(), 'warning')}{codes}, "
        f"{sum(len(card.lost) for card in cards)} lost"
    )


def _details_of(cards: Sequence[PassedCard], *, verbose: bool) -> list[str]:
    lines = []
    for card in cards:
        if verbose:
            lines += [f"    line {each.line}: {each.code}: {each.text}" for each in card.warnings]
        if not card.is_contact:
            lines.append(f"    line {card.line}: no contact, since there is nothing to show of it")
        lines += [f"    line {card.line}: no room, as told: {text}" for text in card.named]
        lines += [f"    line {card.line}: LOST: {text}" for text in card.lost]
    return lines


def _sum_of(cards: Sequence[PassedCard], files: int) -> str:
    warnings = sum(len(card.warnings) for card in cards)
    return (
        f"{_counted(len(cards), 'card')} in {_counted(files, 'file')}: "
        f"{sum(card.properties for card in cards)} properties, {_counted(warnings, 'warning')}, "
        f"{sum(1 for card in cards if card.named)} cards with more than a contact has room for, "
        f"{sum(len(card.lost) for card in cards)} lost"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


if __name__ == "__main__":
    sys.exit(main())
