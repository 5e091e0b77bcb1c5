"""The part of a long text in which something was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.search.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_EXCERPT_LENGTH = 80
_ELLIPSIS = "…"


def excerpt(text: str, spellings: Sequence[str], *, is_word: bool) -> str:
    """Return a text; of a long one about MAX_EXCERPT_LENGTH characters, whole words, around the first place of a match.

    It matches in a whole word with ``is_word``, otherwise in any.
    """
    if len(text) <= MAX_EXCERPT_LENGTH:
        return text
    at = _place(text, spellings, is_word=is_word)
    start = max(0, min(at - MAX_EXCERPT_LENGTH // 3, len(text) - MAX_EXCERPT_LENGTH))
    return _cut(text, start, start + MAX_EXCERPT_LENGTH)


def _place(text: str, spellings: Sequence[str], *, is_word: bool) -> int:
    """Return where the text matches; its start if that cannot be told."""
    lowered = text.lower()
    if len(lowered) == len(text):  # İ becomes two letters
        for at, end in _occurrences(lowered, spellings):
            if not is_word or not (lowered[max(0, at - 1) : at].isalnum() or lowered[end : end + 1].isalnum()):
                return at
    for at, token in _tokens(text):
        words = words_of(token)
        if any((spelling in words) if is_word else any(spelling in word for word in words) for spelling in spellings):
            return at
    return 0


def _occurrences(text: str, spellings: Sequence[str]) -> Iterator[tuple[int, int]]:
    for spelling in spellings:
        at = text.find(spelling)
        while at >= 0:
            yield at, at + len(spelling)
            at = text.find(spelling, at + 1)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for token in text.split():
        at = text.index(token, at)
        yield at, token
        at += len(token)


def _cut(text: str, start: int, end: int) -> str:
    """Return whole words between two places, with an ellipsis where something is left out."""
    part = text[start:end]
    if start > 0:
        blank = part.find(" ", 0, MAX_EXCERPT_LENGTH // 3)
        part = _ELLIPSIS + (part[blank + 1 :] if blank >= 0 else part)
    if end < len(text):
        blank = part.rfind(" ", 2 * MAX_EXCERPT_LENGTH // 3)
        part = (part[:blank] if blank >= 0 else part) + _ELLIPSIS
    return part
