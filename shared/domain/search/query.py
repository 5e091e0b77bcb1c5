"""What people ask for, and how a contact matches it: the reference that every faster way is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.search.matches import Match
from shared.domain.search.parsing import MAX_TERMS, terms_of
from shared.domain.search.terms import Term

if TYPE_CHECKING:
    from shared.domain.labels import Labels
    from shared.domain.search.rows import Row
    from shared.domain.search.words import Romanize

__all__ = ["MAX_TERMS", "Match", "Query", "Term"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody asks for: all ``terms``, which are distinct and at most MAX_TERMS, must match.

    ``romanize`` is for the names of labels.
    """

    terms: tuple[Term, ...]
    romanize: Romanize = field(default=str, compare=False, repr=False)

    @classmethod
    def of(cls, text: str, *, romanize: Romanize) -> Query | None:
        """Return the query for a text as typed, None for one without anything visible."""
        terms = terms_of(text, romanize)
        return cls(terms=terms, romanize=romanize) if terms else None

    def within(self, labels: Labels) -> Query:
        """Return the query for a book with these labels: tags match by their names."""
        return replace(self, terms=tuple([term.within(labels, self.romanize) for term in self.terms]))

    def match(self, row: Row, at_worst: Match = Match.TWO_EDITS) -> Match | None:
        """Return the worst of the matches of all terms; None if one does not match, or worse than ``at_worst``."""
        found: Match | None = None
        for term in self.terms:
            match = term.match(row, at_worst)
            if match is None:
                return None
            found = match if found is None else max(found, match)
        return found
