"""Cards that other people's programs wrote, for tests; they are no part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CARDS = Path(os.environ.get("CARDS", Path(__file__).parents[3] / "shared" / "corpus"))


def card_files() -> list[Path]:
    """Return the vCard files in the folder that CARDS names, or in that beside the repository; none without it."""
    return sorted(CARDS.rglob("*.vcf"))


needs_cards = pytest.mark.skipif(
    not card_files(), reason="there are no cards of others: CARDS names a folder with some (vCard files)"
)
