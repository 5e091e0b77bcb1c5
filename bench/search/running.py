"""One run with one seed: everything that is measured of searches, as bench/search.json has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from bench.search.comparing import best_first, by_kind, compared, overall, scanned
from bench.search.engine import EVERYBODY, built_book, find, read_query, rows_of
from bench.search.fts import FullTextIndex
from bench.search.growing import by_book, hostile, overlaid, snapshot
from bench.search.people import LABELS, made_up_contacts
from bench.search.queries import drawn_queries
from bench.search.scan import Scan
from bench.search.spellings import SPELLINGS, Spelling
from bench.search.truth import Truth
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.documents import to_document
from shared.domain.search.rows import Row

SIZE, LARGER_SIZE = 25_000, 50_000
Json = dict[str, Any]
Tell = Callable[[str], object]
_FIRST_ID = 9_000_000_000
"""Of the contacts with a spelling; nobody else has such an id."""


def measured(seed: int, *, tell: Tell, size: int = SIZE, larger_size: int = LARGER_SIZE) -> Json:
    """Return the figures of a seed, announcing each step."""
    tell(f"Seed {seed}: making up {larger_size:,} contacts ...")
    everybody = made_up_contacts(larger_size, seed=seed)
    contacts, rows = everybody[:size], rows_of(everybody)
    truth = Truth(contacts, LABELS)
    queries = drawn_queries(contacts, truth, seed=seed)
    tell("Building indexes ...")
    built, fts = built_book(rows[:size]), FullTextIndex(rows[:size], LABELS)
    tell("Comparing with FTS5 ...")
    results = compared(queries, built.book, fts)
    all_queries = overall(results)
    usual_ms = median(each.reading_ms + each.engine_ms for each in results)
    figures = {
        "seed": seed,
        "contacts": size,
        "kinds": by_kind(results),
        "all": all_queries,
        "fts5_mb": fts.size_bytes / 1e6,
        "best_first": best_first(truth, built.book, fts),
        "hostile": hostile(built.book, usual_ms),
        "spellings": spelt(rows[:size], contacts[0]),
    }
    del fts
    tell("Searching with changes in the overlay ...")
    books, applying_ms = overlaid(built.book, contacts, seed)
    figures["overlay"] = {"applying_ms": applying_ms, "books": by_book(queries, books)}
    tell(f"Searching {larger_size:,} contacts ...")
    larger = built_book(rows)
    sizes = {str(size): built, str(larger_size): larger}
    figures["sizes"] = by_book(queries, {name: each.book for name, each in sizes.items()})
    tell("Loading snapshots ...")
    people = {str(size): contacts, str(larger_size): everybody}
    figures["snapshots"] = {name: snapshot(each, people[name], queries) for name, each in sizes.items()}
    tell("Reading the book for every query, which takes minutes ...")
    taken = {each.text: each.reading_ms + each.engine_ms for each in results}
    return {**figures, "scan": scanned(queries, taken, Scan(contacts, LABELS))}


def spelt(rows: Sequence[Row], example: Contact) -> Json:
    """Return which hand-written spellings are found at all in a book with these rows."""
    names = list(dict.fromkeys((each.first, each.last) for each in SPELLINGS))
    ids = {name: f"01{_FIRST_ID + number:024}" for number, name in enumerate(names)}
    people = [
        replace(example, id=ids[first, last], label_ids=(), document=_named(first, last)) for first, last in names
    ]
    book = built_book([*rows, *rows_of(people)]).book
    found = {each: ids[each.first, each.last] in find(book, read_query(each.typed), EVERYBODY) for each in SPELLINGS}
    promised = [each for each in SPELLINGS if each.is_promised]
    others = [each for each in SPELLINGS if not each.is_promised]
    return {
        "promised": len(promised),
        "promised_found": sum(found[each] for each in promised),
        "others": len(others),
        "others_found": sum(found[each] for each in others),
        "missed": [_described(each) for each in SPELLINGS if not found[each]],
    }


def _named(first: str, last: str) -> Any:
    return to_document(ContactDetails(first_name=first, last_name=last))


def _described(spelling: Spelling) -> str:
    promised = "" if spelling.is_promised else " (not promised)"
    return f"{spelling.typed} for {spelling.first} {spelling.last}{promised}"
