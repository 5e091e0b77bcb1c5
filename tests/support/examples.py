"""How many examples hypothesis tries of a law: every run has others, so many runs try more than one that takes long."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("THOROUGH"))
"""``make test THOROUGH=yes``, for nights and before a release."""
_OF_A_THOROUGH_RUN = 0.4


def examples(many: int) -> int:
    """Return how many examples to try: ``many`` in a thorough run, two fifths of them in others."""
    return many if THOROUGH else round(many * _OF_A_THOROUGH_RUN)
