"""What a function takes to load a snapshot, in a process of its own: ``python -m bench.search.loading FILE QUERIES``.

Prints the CPU time until the first query is answered, and until all parts have been asked for, and the memory that the
process has more than before.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time_ns

from bench.search.stored_sections import StoredSections
from shared.adapters.romanization import romanized
from shared.domain.contacts.queries import Order
from shared.domain.labels import Labels
from shared.domain.search.book import SearchedBook
from shared.domain.search.filters import RowFilter
from shared.domain.search.index import Index
from shared.domain.search.query import Query

PAGE_SIZE = 50


def loaded(file: Path, texts: Sequence[str]) -> dict[str, float]:
    """Load a snapshot, ask it, and return what that takes."""
    queries = [query.within(Labels()) for text in texts if (query := Query.of(text, romanize=romanized))]
    before_mb, started = _memory_mb(), process_time_ns()
    book = SearchedBook(Index.load(StoredSections(file)), {})
    loaded_ms = _ms_since(started)
    _find(book, queries[0])
    first_ms, first_mb = _ms_since(started), _memory_mb() - before_mb
    for query in queries:
        _find(book, query)
    return {
        "load_ms": loaded_ms,
        "first_query_ms": first_ms,
        "first_query_mb": first_mb,
        "all_queries_ms": _ms_since(started),
        "memory_mb": _memory_mb() - before_mb,
    }


def _find(book: SearchedBook, query: Query) -> None:
    book.find(query, RowFilter(), order=Order.RELEVANCE, limit=PAGE_SIZE)


def _ms_since(started: int) -> float:
    return (process_time_ns() - started) / 1e6


def _memory_mb() -> float:
    """Return the memory of this process that is in use, in 10^6 bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(loaded(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))))
