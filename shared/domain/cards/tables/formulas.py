"""Cells that a spreadsheet would take for a formula, made harmless and back.

A text that begins like a formula gets an apostrophe in front, which spreadsheets take as "this is text" (OWASP, CSV
injection). Numbers do no harm and stay as they are, so that every program can read phone numbers and ``--05-17``.
"""

from __future__ import annotations

import re

_BEGINS = "=+\\-@\t\r\n＝＋－＠"
_FORMULA = re.compile(f"'*[{_BEGINS}]")
_NEUTRALIZED = re.compile(f"'+[{_BEGINS}]")
_NUMBER = re.compile(r"[+\-][\d\s()./,*#;\-]*(?:\s*(?:ext\.?|x)\s*\d+)?", re.IGNORECASE)


def neutralized(text: str) -> str:
    """Return a cell that no spreadsheet computes; ``restored`` undoes it."""
    if not _FORMULA.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def restored(text: str) -> str:
    """Return the text of a cell without the apostrophe that keeps a spreadsheet from computing it."""
    return text[1:] if text[:1] == "'" and _NEUTRALIZED.match(text) else text
