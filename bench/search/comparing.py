"""What the engine finds and takes for each query, beside SQLite's full-text search and beside reading the book."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean, median
from time import process_time_ns
from typing import Any

from bench.search.engine import EVERYBODY, PAGE_SIZE, find, read_query
from bench.search.fts import FullTextIndex, match_of
from bench.search.queries import KINDS, DrawnQuery
from bench.search.scan import Scan
from bench.search.timing import alternating_ms, once_ms, percentile, undisturbed
from bench.search.truth import Truth
from shared.domain.search.book import SearchedBook

Json = dict[str, Any]
_COMMON_WORDS = 10
_SCANS = 2
"""Of each kind of query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a query takes, in milliseconds of CPU, and what is found of what has to be found.

    ``first_ms`` is the engine's time for the query when it is asked for the first time; ``reading_ms`` what it takes
    to make a query of the text, which both need; ``page_recall`` is about the first page.
    """

    kind: str
    text: str
    reading_ms: float
    first_ms: float
    engine_ms: float
    fts5_ms: float
    recall: float
    page_recall: float
    fts5_recall: float
    fts5_page_recall: float


def compared(queries: Iterable[DrawnQuery], book: SearchedBook, fts: FullTextIndex) -> list[Compared]:
    """Return what each query takes and finds."""
    with undisturbed():
        return [_compared(query, book, fts) for query in queries]


def by_kind(results: Sequence[Compared]) -> Json:
    """Return the figures of each kind of query: medians and greatest of times, means of what is found."""
    return {kind: _figures([each for each in results if each.kind == kind]) for kind in KINDS}


def scanned(queries: Sequence[DrawnQuery], engine_ms: Mapping[str, float], scan: Scan) -> Json:
    """Return how many times as long reading the book takes, to its end, and to the end of a page of hits.

    Reading takes the same whatever is asked, so it is measured for some queries of each kind only, and for every query
    the fastest of these is what the engine's time is compared with.
    """
    some = [[each for each in queries if each.kind == kind][:_SCANS] for kind in KINDS]
    with undisturbed():
        taken = {query.text: _scan_ms(scan, query.text) for each in some for query in each}
    ends = [to_end for _, to_end in taken.values()]
    pages = [to_page / engine_ms[text] for text, (to_page, _) in taken.items()]
    return {
        "queries": len(taken),
        "scan_ms": median(ends),
        "least": min(ends) / max(engine_ms.values()),
        "median": median(ends) / median(engine_ms.values()),
        "page_least": min(pages),
        "page_median": median(pages),
    }


def best_first(truth: Truth, book: SearchedBook, fts: FullTextIndex, page_size: int = PAGE_SIZE) -> Json:
    """Return how much of the first page are whole words, for words that a page of contacts has, and others contain."""
    shares = []
    for word, owners in _common_words(truth, page_size):
        query = read_query(word)
        pages = find(book, query, page_size), fts.find(match_of(query), page_size)
        shares.append([_share(owners, page) for page in pages])
    return {
        "words": len(shares),
        "engine": mean(engine for engine, _ in shares),
        "fts5": mean(other for _, other in shares),
    }


def _compared(query: DrawnQuery, book: SearchedBook, fts: FullTextIndex) -> Compared:
    read = read_query(query.text)
    match = match_of(read)
    first_ms = once_ms(partial(find, book, read))
    times = alternating_ms(
        {
            "reading": partial(read_query, query.text),
            "engine": partial(find, book, read),
            "fts5": partial(fts.find, match, PAGE_SIZE),
        }
    )
    return Compared(
        kind=query.kind,
        text=query.text,
        reading_ms=times["reading"],
        first_ms=first_ms,
        engine_ms=times["engine"],
        fts5_ms=times["fts5"],
        recall=recall(query.expected, find(book, read, EVERYBODY)),
        page_recall=recall(query.expected, find(book, read), at_most=PAGE_SIZE),
        fts5_recall=recall(query.expected, fts.find(match, EVERYBODY)),
        fts5_page_recall=recall(query.expected, fts.find(match, PAGE_SIZE), at_most=PAGE_SIZE),
    )


def recall(expected: Collection[str], found: Iterable[str], *, at_most: int = EVERYBODY) -> float:
    """Return the share that was found of what can be; if there is nothing to find, whether nothing was."""
    if not expected:
        return 0.0 if any(True for _ in found) else 1.0
    return len(set(expected).intersection(found)) / min(len(expected), at_most)


def _figures(results: Sequence[Compared]) -> Json:
    reading, engine, fts5 = (
        median(getattr(each, name) for each in results) for name in ("reading_ms", "engine_ms", "fts5_ms")
    )
    return {
        "queries": len(results),
        "reading_ms": reading,
        "engine_ms": engine,
        "first_ms": median(each.first_ms for each in results),
        "max_ms": max(each.engine_ms for each in results),
        "fts5_ms": fts5,
        "fts5_max_ms": max(each.fts5_ms for each in results),
        "ratio": engine / fts5,
        "ratio_with_reading": (reading + engine) / fts5,
        **{
            name: mean(getattr(each, name) for each in results)
            for name in ("recall", "page_recall", "fts5_recall", "fts5_page_recall")
        },
    }


def overall(results: Sequence[Compared]) -> Json:
    """Return the figures of all queries together."""
    engine = [each.engine_ms for each in results]
    fts5 = [each.fts5_ms for each in results]
    return {
        "median_ms": median(engine),
        "mean_ms": mean(engine),
        "p99_ms": percentile(engine, 0.99),
        "max_ms": max(engine),
        "fts5_median_ms": median(fts5),
        "fts5_mean_ms": mean(fts5),
        "fts5_p99_ms": percentile(fts5, 0.99),
        "fts5_max_ms": max(fts5),
    }


def _scan_ms(scan: Scan, text: str) -> tuple[float, float]:
    """Return the time until a page is full, or else the book at its end, and until the book is at its end."""
    started = process_time_ns()
    to_page = None
    for count, _ in enumerate(scan.hits(text), start=1):
        if count == PAGE_SIZE:
            to_page = (process_time_ns() - started) / 1e6
    to_end = (process_time_ns() - started) / 1e6
    return to_end if to_page is None else to_page, to_end


def _common_words(truth: Truth, at_least: int) -> list[tuple[str, frozenset[str]]]:
    """Return the words that a page of contacts has, and who: those that are inside most others' words."""
    found = []
    for word in truth.common_names(at_least):
        whole = truth.with_whole_word(word)
        found.append((len(truth.with_words(word)) - len(whole), word, whole))
    return [(word, whole) for _, word, whole in sorted(found, reverse=True)[:_COMMON_WORDS]]


def _share(owners: Collection[str], page: Sequence[str]) -> float:
    return len(set(owners).intersection(page)) / len(page) if page else 0.0
