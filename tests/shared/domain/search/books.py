"""Books, queries and filters that collide a lot: few letters, several scripts, equal numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from shared.domain.ids import ULID_LENGTH
from shared.domain.search.book import SearchedBook
from shared.domain.search.building import build
from shared.domain.search.filters import RowFilter
from shared.domain.search.index import Index
from shared.domain.search.query import Query, Term
from shared.domain.search.rows import Column, Row

_LABELS = "LMNO"
_KINDS = ("individual", "org", "group")
_ORGANIZATIONS = ("acme", "b c", "ы")

words = st.one_of(
    st.text("ab", min_size=1, max_size=3),
    st.text("abc", min_size=4, max_size=8),
    st.text("аб", min_size=1, max_size=6),
    st.text("中文", min_size=1, max_size=2),
    st.text("1a", min_size=1, max_size=4),
    st.sampled_from(["+", "😀", "ﬀ", "a😀"]),
)
digits = st.tuples(st.sampled_from(["", "", "~"]), st.text("12", min_size=1, max_size=9)).map("".join)
emails = st.tuples(words, st.sampled_from(["@", '" @']), words).map("".join)


def _distinct(values: st.SearchStrategy[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=most, unique=True).map(sorted).map(tuple)


texts = st.lists(st.lists(words, max_size=3).map(" ".join), min_size=len(Column), max_size=len(Column)).map("\t".join)


def contact_id_of(number: int) -> str:
    """Return an id."""
    return f"{number:0{ULID_LENGTH}}"


@st.composite
def rows(draw: st.DrawFn, *, number: int, revision: int) -> Row:
    """Make a row."""
    contact_id = contact_id_of(number)
    return Row(
        contact_id=contact_id,
        revision=revision,
        favorite=draw(st.booleans()),
        text=draw(texts),
        emails=draw(_distinct(emails)),
        numbers=draw(_distinct(digits, 3)),
        label_ids=draw(_distinct(st.sampled_from(_LABELS))),
        kind=draw(st.sampled_from(_KINDS)),
        has=draw(st.integers(0, 15)),
        birthday_month=draw(st.integers(0, 2)),
        created_at=draw(st.integers(0, 3)),
        updated_at=draw(st.integers(0, 3)),
        organizations=draw(_distinct(st.sampled_from(_ORGANIZATIONS))),
        name_key=f"1:{draw(words)}#{contact_id}",
    )


_NO_PARTS: st.SearchStrategy[tuple[Term, ...]] = st.just(())
_spellings = st.one_of(words, words, emails.filter(lambda each: " " not in each))


@st.composite
def _terms(draw: st.DrawFn, *, parts: st.SearchStrategy[tuple[Term, ...]] = _NO_PARTS) -> Term:
    labels = st.frozensets(st.sampled_from(_LABELS), max_size=1)
    return Term(
        spellings=draw(st.lists(_spellings, max_size=2).map(tuple)),
        numbers=draw(_distinct(digits)),
        label_ids=draw(st.sampled_from([(frozenset(),) * 3]) | st.tuples(labels, labels, labels)),
        parts=draw(parts),
    )


terms = _terms(parts=_NO_PARTS | st.lists(_terms(), min_size=2, max_size=2).map(tuple))
queries = st.lists(terms, min_size=1, max_size=3, unique=True).map(lambda each: Query(terms=tuple(each)))
filters = st.builds(
    RowFilter,
    labels=st.sampled_from([(), (frozenset("LM"),), (frozenset("X"),), (frozenset("L"), frozenset("MX"))]),
    favorite=st.sampled_from([None, None, True, False]),
    organizations=st.sampled_from([(), (), (), ("acme",), ("no",), ("acme", "no")]),
    has=st.sampled_from([0, 0, 0, 5]),
    updated_since=st.integers(0, 2),
    created_since=st.integers(0, 2),
    birthday_month=st.sampled_from([0, 0, 1]),
    kind=st.sampled_from(["", "", "", "org", "location"]),
)
any_filter = st.just(RowFilter()) | filters


@st.composite
def changed_books(draw: st.DrawFn, *, most: int = 12) -> tuple[SearchedBook, dict[str, Row]]:
    """Make a book of an index and some rounds of changes, and what is in it."""
    count = draw(st.integers(0, most))
    revisions = iter(draw(st.permutations(range(1, 200))))
    live = {contact_id_of(number): draw(rows(number=number, revision=next(revisions))) for number in range(count)}
    book = book_of(live)
    for _ in range(draw(st.integers(0, 2))):
        changed: dict[str, Row | None] = {}
        for number in draw(st.lists(st.integers(0, count + 3), unique=True, max_size=4)):
            is_live = draw(st.booleans())
            changed[contact_id_of(number)] = draw(rows(number=number, revision=next(revisions))) if is_live else None
        book = book.with_changes(changed)
        live = {each: row for each, row in (live | changed).items() if row is not None}
    return book, live


def book_of(live: dict[str, Row], changed: dict[str, Row | None] | None = None) -> SearchedBook:
    """Return a book with these rows in its index."""
    sections, _ = build([row.record() for row in live.values()])
    return SearchedBook(Index.load(sections), changed or {})


def plain_row(number: int, name: str = "", *, revision: int = 0, **members: Any) -> Row:
    """Return a row with these words in its name."""
    contact_id = contact_id_of(number)
    empty = Row(
        contact_id=contact_id,
        revision=revision or number + 1,
        favorite=False,
        text=name + "\t" * (len(Column) - 1),
        emails=(),
        numbers=(),
        label_ids=(),
        kind="individual",
        has=0,
        birthday_month=0,
        created_at=0,
        updated_at=0,
        organizations=(),
        name_key=f"1:{name}#{contact_id}",
    )
    return replace(empty, **members)
