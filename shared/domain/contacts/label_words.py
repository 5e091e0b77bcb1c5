"""Labels of values as they are compared: programs have several words for one thing."""

from __future__ import annotations

_SAME = {"mobile": "cell", "office": "work", "private": "home"}
"""Words of people and programs, and what vCard has for them as types (RFC 6350 sections 5.6 and 6.4.1)."""


def plain_label(label: str) -> str:
    """Return a label in lower case, and as the type of vCard that means the same: ``cell`` for ``Mobile``."""
    folded = label.casefold()
    return _SAME.get(folded, folded)
