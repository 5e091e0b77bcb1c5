"""SQLite's full-text search (FTS5, trigrams) with the same folded columns and the same spellings, by which it is fair.

The standard library's SQLite may be too old to drop diacritics in trigrams; apsw brings its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import apsw

from shared.domain.search.rows import Column
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from shared.domain.labels import Labels
    from shared.domain.search.query import Query, Term
    from shared.domain.search.rows import Row

LEAST_LETTERS = 3
"""A trigram has three: what is shorter is not found."""
_COLUMNS = [*(f"column_{column.value}" for column in Column), "emails", "numbers", "labels"]
_FIND = "SELECT contact_id FROM contacts WHERE contacts MATCH ? ORDER BY rank LIMIT ?"


class FullTextIndex:
    """Contacts in a table of FTS5, in memory."""

    def __init__(self, rows: Iterable[Row], labels: Labels) -> None:
        self._connection = apsw.Connection(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE contacts USING fts5("
            f"{', '.join(_COLUMNS)}, contact_id UNINDEXED, tokenize = 'trigram remove_diacritics 1')"
        )
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        with self._connection:
            self._connection.executemany(
                f"INSERT INTO contacts VALUES ({marks})",  # noqa: S608
                (_texts(row, labels) for row in rows),
            )
        self._connection.execute("INSERT INTO contacts(contacts) VALUES ('optimize')")

    def find(self, match: str, limit: int) -> list[str]:
        """Return the ids of the best hits by rank (bm25), for what ``match_of`` returned."""
        if not match:
            return []
        return [contact_id for (contact_id,) in self._connection.execute(_FIND, (match, limit))]

    @property
    def size_bytes(self) -> int:
        """How large the database is."""
        return len(self._connection.serialize("main"))


def match_of(query: Query | None) -> str:
    """Return a query in the language of FTS5; nothing if it cannot find any of its words."""
    if query is None:
        return ""
    terms = [_term(term) for term in query.terms]
    return " AND ".join(terms) if all(terms) else ""


def _term(term: Term) -> str:
    ways = [f'"{text}"' for text in _quoted((*term.spellings, *term.numbers))]
    parts = [_term(part) for part in term.parts]
    if parts and all(parts):
        ways.append(f"({' AND '.join(parts)})")
    return f"({' OR '.join(ways)})" if ways else ""


def _quoted(texts: Iterable[str]) -> Iterator[str]:
    for text in dict.fromkeys(texts):
        if len(text) >= LEAST_LETTERS:
            yield text.replace('"', '""')


def _texts(row: Row, labels: Labels) -> Sequence[str]:
    names = " ".join(fold(name) for name in labels.names_of(row.label_ids))
    return (*row.text.split("\t"), " ".join(row.emails), " ".join(row.numbers), names, row.contact_id)
