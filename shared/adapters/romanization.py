"""Latin letters by anyascii, which knows 102,000 characters.

It is imported with the first text that is not ASCII, and loads the table of a script with its first character.
"""
# ruff: noqa: PLC0415

from __future__ import annotations


def romanized(text: str) -> str:
    """See ports.Romanization."""
    if text.isascii():
        return text
    from anyascii import anyascii

    return anyascii(text)
