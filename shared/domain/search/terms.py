"""The terms of a query: words and numbers, and how each matches a contact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.domain.search.matches import (
    Match,
    match_in_addresses,
    match_in_numbers,
    match_in_words,
    match_with_typos,
    worst,
)
from shared.domain.search.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.labels import Labels
    from shared.domain.search.rows import Row
    from shared.domain.search.words import Romanize

_NO_LABELS: tuple[frozenset[str], frozenset[str], frozenset[str]] = (frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a query, or a number: digits that may be those of a phone.

    Any of the ``spellings``, which are folded, the typed one first, and of the ``numbers`` may match, or one of the
    labels whose names match exactly, at the start of a word, or inside one. Numeric words that follow each other have
    no spellings, and match as one number, or each of the ``parts`` by itself.
    """

    spellings: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    label_ids: tuple[frozenset[str], frozenset[str], frozenset[str]] = _NO_LABELS
    parts: tuple[Term, ...] = ()

    def match(self, row: Row, at_worst: Match = Match.TWO_EDITS) -> Match | None:
        """Return how a row matches, None if it does not, or worse than ``at_worst``."""
        found = [
            match_in_words(self.spellings, row.text),
            match_in_addresses(self.spellings, row.emails),
            match_in_numbers(self.numbers, row.numbers),
            self._match_in_labels(row.label_ids),
        ]
        if self.parts:
            found.append(worst([part.match(row, at_worst) for part in self.parts]))
        best = min([each for each in found if each is not None], default=None)
        if best is None and at_worst > Match.INSIDE:
            best = match_with_typos(self.spellings, row.text.partition("\t")[0].split())
        return best if best is not None and best <= at_worst else None

    def _match_in_labels(self, label_ids: Iterable[str]) -> Match | None:
        for match, matching in zip((Match.EXACT, Match.PREFIX, Match.INSIDE), self.label_ids, strict=True):
            if not matching.isdisjoint(label_ids):
                return match
        return None

    def within(self, labels: Labels, romanize: Romanize) -> Term:
        """Return the term for a book with these labels."""
        matching: tuple[set[str], ...] = (set(), set(), set())
        for label_id, name in labels.names.items() if self.spellings else ():
            match = match_in_words(self.spellings, label_text(name, romanize))
            if match is not None:
                matching[match].add(label_id)
        for label_id, into in labels.removed.items():
            for ids in matching:
                if into in ids:
                    ids.add(label_id)
        exact, prefix, inside = map(frozenset, matching)
        parts = tuple([part.within(labels, romanize) for part in self.parts])
        return replace(self, label_ids=(exact, prefix, inside), parts=parts)


@lru_cache(maxsize=2_000)
def label_text(name: str, romanize: Romanize) -> str:
    """Return the words of a label's name with blanks between them."""
    return " ".join(words_of(name, romanize))
