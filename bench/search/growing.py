"""What the engine takes for the same queries in a larger book, with changes in the overlay, and for hostile queries."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.search.chance import Chance
from bench.search.engine import BuiltBook, find, read_query, rows_of
from bench.search.people import made_up_contacts
from bench.search.queries import HOSTILE, KINDS, DrawnQuery
from bench.search.stored_sections import documents_size, stored
from bench.search.timing import alternating_ms, once_ms, percentile, undisturbed
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import to_document
from shared.domain.search.book import SearchedBook
from shared.domain.search.rows import Row

Json = dict[str, Any]
OVERLAYS = (0, 1, 100, 1_000, 3_000)
"""Changes since the snapshot."""
_LOADS = 5
_ROUNDS = 7
ROOT = Path(__file__).parents[2]


def by_book(queries: Sequence[DrawnQuery], books: Mapping[str, SearchedBook]) -> Json:
    """Return what the queries take in each book, taking turns: by kind the median, and of all of them."""
    taken: dict[str, dict[str, float]] = {name: {} for name in books}
    with undisturbed():
        for query in queries:
            read = read_query(query.text)
            times = alternating_ms({name: partial(find, book, read) for name, book in books.items()}, rounds=_ROUNDS)
            for name, ms in times.items():
                taken[name][query.text] = ms
    return {name: _figures(times, queries) for name, times in taken.items()}


def overlaid(book: SearchedBook, contacts: Sequence[Contact], seed: int) -> tuple[dict[str, SearchedBook], Json]:
    """Return the book with as many changes as ``OVERLAYS`` says, and the milliseconds that taking them over took."""
    books, taken = {}, {}
    for count in OVERLAYS:
        changes = changed_rows(contacts, count, seed)
        with undisturbed():
            taken[str(count)] = once_ms(partial(book.with_changes, changes))
        books[str(count)] = book.with_changes(changes)
    return books, taken


def changed_rows(contacts: Sequence[Contact], count: int, seed: int) -> dict[str, Row | None]:
    """Return what has changed since a snapshot: eight in ten changes are edits, one a deletion, one a new contact."""
    chance = Chance(f"changes of {seed}")
    new = made_up_contacts(len(contacts) + count, seed=seed)[len(contacts) :]
    some = chance.sample(contacts, count)
    kinds = [chance.choice(("edit",) * 8 + ("delete", "create")) for _ in some]
    edited = [_edited(each, len(contacts) + count + number) for number, each in enumerate(some)]
    changed = {"edit": edited, "create": new}
    rows = rows_of(changed[kind][number] for number, kind in enumerate(kinds) if kind in changed)
    gone = {some[number].id: None for number, kind in enumerate(kinds) if kind == "delete"}
    return {**{row.contact_id: row for row in rows}, **gone}


def hostile(book: SearchedBook, median_ms: float) -> Json:
    """Return how many times as long as the median each hostile query takes."""
    with undisturbed():
        return {text: _hostile_ms(book, text) / median_ms for text in HOSTILE}


def snapshot(built: BuiltBook, contacts: Iterable[Contact], queries: Sequence[DrawnQuery]) -> Json:
    """Return how large a snapshot is, and what loading it takes: the median of several processes."""
    with TemporaryDirectory() as folder:
        file, texts = Path(folder) / "sections", Path(folder) / "queries.json"
        sections_mb = stored(built.sections, file) / 1e6
        texts.write_text(json.dumps([query.text for query in queries]), encoding="utf-8")
        runs = [_loaded(file, texts) for _ in range(_LOADS)]
    return {
        "sections_mb": sections_mb,
        "documents_mb": documents_size(contacts, built.ids) / 1e6,
        **{name: median(run[name] for run in runs) for name in runs[0]},
    }


def _figures(times: Mapping[str, float], queries: Sequence[DrawnQuery]) -> Json:
    values = list(times.values())
    kinds = {kind: median(times[each.text] for each in queries if each.kind == kind) for kind in KINDS}
    return {"median_ms": median(values), "p99_ms": percentile(values, 0.99), "max_ms": max(values), "kinds": kinds}


def _edited(contact: Contact, revision: int) -> Contact:
    details = replace(contact.details, notes=f"Called on day {revision}.")
    return replace(contact, revision=revision, document=to_document(details))


def _hostile_ms(book: SearchedBook, text: str) -> float:
    """Return what a query takes with reading it, which is where many words could take long."""
    return alternating_ms({"all": lambda: find(book, read_query(text))}, rounds=3)["all"]


def _loaded(file: Path, texts: Path) -> Json:
    command = [sys.executable, "-m", "bench.search.loading", str(file), str(texts)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    figures: Json = json.loads(run.stdout)
    return figures
