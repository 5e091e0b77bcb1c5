"""Two hundred queries of ten kinds, drawn by rule from the people of a book, as they would be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.search.chance import Chance
from bench.search.truth import FEW, Truth
from bench.search.words_typed import (
    Drawer,
    accents,
    email,
    infix,
    miss,
    phone,
    prefix,
    transliterated,
    two_typos,
    two_words,
    typo,
)

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact

KINDS = {
    "prefix": 30, "infix": 25, "two words": 25, "accents": 20, "transliterated": 25, "phone": 25, "e-mail": 15,
    "one typo": 18, "two typos": 12, "miss": 5,
}  # fmt: skip
"""How many queries of which kind are drawn."""
HOSTILE = (
    "0", "1", "12", "380", "+380", "+1", "0 0 0 0", "1" * 200,
    "a", "a e", "a e i o u", "an er in", "ab " * 66, "a " * 100, "a" * 200, "x" * 200, "ko van der de la",
    "gmail com", "qmail com", "qmail anna", "qmail olena kyiv", "qmail com zzqq", "com net", "com кир", "example",
    "example com net org", "ова", "енко", "张", "ا", "김", "-", "@", "...", "😀",
)  # fmt: skip
"""Queries that a bad index takes long for: what nearly everybody has, or nobody, and a great many words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnQuery:
    """A query as it is typed, who has to be found, and whom it was drawn from, if it was."""

    kind: str
    text: str
    expected: frozenset[str]


def drawn_queries(contacts: Sequence[Contact], truth: Truth, *, seed: int) -> tuple[DrawnQuery, ...]:
    """Return the queries, of every kind as many as ``KINDS`` says."""
    chance = Chance(f"queries of {seed}")
    drawer = Drawer(contacts, chance)
    return tuple(
        DrawnQuery(kind=kind, text=text, expected=expected(kind, text, truth))
        for kind, count in KINDS.items()
        for text in _drawn(_RULES[kind], drawer, truth, kind, count)
    )


def expected(kind: str, text: str, truth: Truth) -> frozenset[str]:
    """Return who has to be found by a query of a kind."""
    if kind == "phone":
        return truth.with_number(text)
    found = truth.with_words(text)
    if kind == "one typo":
        return found | truth.misspelt(text, 1)
    if kind == "two typos":
        return found | truth.misspelt(text, 2)
    return found


def _drawn(rule: Callable[[Drawer], str | None], drawer: Drawer, truth: Truth, kind: str, count: int) -> Iterator[str]:
    """Yield different queries of a kind that ask for what the kind is about."""
    texts: set[str] = set()
    while len(texts) < count:
        text = rule(drawer)
        if text and text not in texts and _is_of(kind, text, truth):
            texts.add(text)
            yield text


def _is_of(kind: str, text: str, truth: Truth) -> bool:
    """Return whether the book lets a query be of its kind: a misspelt word must not be a part of other words."""
    if kind == "one typo":
        return len(truth.with_words(text)) < FEW
    if kind == "two typos":
        return not truth.with_words(text) and not truth.misspelt(text, 1) and bool(truth.misspelt(text, 2))
    return bool(truth.with_words(text)) == (kind != "miss") or kind == "phone"


_RULES: dict[str, Callable[[Drawer], str | None]] = {
    "prefix": prefix,
    "infix": infix,
    "two words": two_words,
    "accents": accents,
    "transliterated": transliterated,
    "phone": phone,
    "e-mail": email,
    "one typo": typo,
    "two typos": two_typos,
    "miss": miss,
}
