"""Chance that a seed repeats."""

from __future__ import annotations

import random


class Chance(random.Random):
    """Random choices; those of one seed are always the same."""

    def happens(self, share: float) -> bool:
        """Return whether something happens that does in this share of the cases."""
        return self.random() < share
