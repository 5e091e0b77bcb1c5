"""What the engine finds in a small book, and whether what is measured is what the page says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from bench.search.__main__ import PUBLISHED_SEEDS
from bench.search.comparing import best_first, compared, recall
from bench.search.engine import EVERYBODY, BuiltBook, built_book, find, read_query, rows_of
from bench.search.fts import FullTextIndex, match_of
from bench.search.goals import RECALLS, goals
from bench.search.growing import OVERLAYS, changed_rows
from bench.search.page import CHART, PAGE, RESULTS, drawing, page
from bench.search.people import LABELS, made_up_contacts
from bench.search.queries import HOSTILE, KINDS, DrawnQuery, drawn_queries
from bench.search.running import LARGER_SIZE, SIZE, spelt
from bench.search.scan import Scan
from bench.search.spellings import SPELLINGS
from bench.search.timing import alternating_ms, percentile
from bench.search.truth import Truth
from shared.domain.search.book import SearchedBook
from shared.domain.search.index import Index

COUNT = 2_000
CONTACTS = made_up_contacts(COUNT, seed=1)


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(CONTACTS, LABELS)


@pytest.fixture(scope="module")
def queries(truth: Truth) -> tuple[DrawnQuery, ...]:
    return drawn_queries(CONTACTS, truth, seed=1)


@pytest.fixture(scope="module")
def built() -> BuiltBook:
    return built_book(rows_of(CONTACTS))


@pytest.fixture(scope="module")
def fts(built: BuiltBook) -> FullTextIndex:
    return FullTextIndex(built.rows, LABELS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_finds_what_there_is(kind: str, queries: tuple[DrawnQuery, ...], built: BuiltBook) -> None:
    shares = [
        recall(query.expected, find(built.book, read_query(query.text), EVERYBODY))
        for query in queries
        if query.kind == kind
    ]
    assert sum(shares) / len(shares) >= RECALLS.get(kind, 1.0)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "miss"])
def test_the_engine_finds_at_least_what_full_text_search_finds(
    kind: str, queries: tuple[DrawnQuery, ...], built: BuiltBook, fts: FullTextIndex
) -> None:
    for query in queries:
        if query.kind == kind:
            read = read_query(query.text)
            found = find(built.book, read, EVERYBODY)
            assert recall(query.expected, found) >= recall(query.expected, fts.find(match_of(read), EVERYBODY)), query


def test_the_engine_finds_the_same_with_half_the_book_in_the_overlay(
    queries: tuple[DrawnQuery, ...], built: BuiltBook
) -> None:
    half = built_book(built.rows[: COUNT // 2]).book.with_changes(
        {row.contact_id: row for row in built.rows[COUNT // 2 :]}
    )
    for query in queries:
        read = read_query(query.text)
        assert sorted(find(half, read, EVERYBODY)) == sorted(find(built.book, read, EVERYBODY)), query.text


def test_whole_words_come_first(truth: Truth, built: BuiltBook, fts: FullTextIndex) -> None:
    shares = best_first(truth, built.book, fts, page_size=10)
    assert shares["engine"] == 1
    assert shares["words"] > 0


def test_promised_spellings_are_found(built: BuiltBook) -> None:
    figures = spelt(built.rows, CONTACTS[0])
    missed = [text for text in figures["missed"] if "not promised" not in text]
    assert not missed
    assert figures["promised"] == figures["promised_found"] == sum(each.is_promised for each in SPELLINGS)
    assert figures["others"] == len(SPELLINGS) - figures["promised"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_hostile_query_is_answered(text: str, built: BuiltBook) -> None:
    started = process_time()
    assert len(find(built.book, read_query(text))) <= 50
    assert process_time() - started < 0.5


def test_full_text_search_finds_words_numbers_and_tags(built: BuiltBook, fts: FullTextIndex) -> None:
    somebody = next(each for each in CONTACTS if each.label_ids and each.details.phones[0].e164)
    tag = LABELS.names_of(somebody.label_ids)[0]
    for text in (somebody.details.emails[0].value, somebody.details.phones[0].e164 or "", tag):
        assert somebody.id in fts.find(match_of(read_query(text)), EVERYBODY), text
    assert fts.find(match_of(read_query("zzqqxx")), EVERYBODY) == []
    assert match_of(read_query("ab")) == ""
    assert match_of(None) == ""
    assert fts.find("", EVERYBODY) == []


def test_a_scan_finds_by_name_tag_and_number() -> None:
    somebody = next(each for each in CONTACTS if each.label_ids and each.details.phones[0].e164)
    scan = Scan(CONTACTS, LABELS)
    tag = LABELS.names_of(somebody.label_ids)[0]
    for text in (somebody.details.last_name.upper(), tag, somebody.details.phones[0].e164 or ""):
        assert somebody.id in scan.hits(text), text
    assert list(scan.hits("zzqqxx")) == []


def test_changes_are_mostly_edits() -> None:
    changes = changed_rows(CONTACTS, 1_000, seed=1)
    known = {contact.id for contact in CONTACTS}
    kinds = Counter("gone" if row is None else "edited" if each in known else "new" for each, row in changes.items())
    assert len(changes) == 1_000
    assert kinds["edited"] > 700
    assert kinds["gone"] > 50
    assert kinds["new"] > 50
    assert max(OVERLAYS) == 3_000


def test_queries_are_compared_with_what_they_have_to_find(
    queries: tuple[DrawnQuery, ...], built: BuiltBook, fts: FullTextIndex
) -> None:
    query = next(query for query in queries if query.kind == "one typo")
    (found,) = compared([query], built.book, fts)
    assert found.recall == found.page_recall == 1
    assert min(found.engine_ms, found.fts5_ms, found.reading_ms, found.first_ms) > 0
    (missed,) = compared([replace(query, expected=frozenset(["nobody"]))], built.book, fts)
    assert missed.recall == missed.fts5_recall == 0


@pytest.mark.parametrize(
    ("expected", "found", "at_most", "share"),
    [("abcd", "ab", 9, 0.5), ("abcd", "abx", 2, 1.0), ("", "", 9, 1.0), ("", "x", 9, 0.0)],
)
def test_recall(expected: str, found: str, at_most: int, share: float) -> None:
    assert recall(set(expected), list(found), at_most=at_most) == share


def test_an_empty_book_has_nothing() -> None:
    assert find(SearchedBook(Index.load(built_book([]).sections), {}), read_query("anna")) == []


def test_calls_take_turns() -> None:
    turns: list[str] = []
    times = alternating_ms({"one": lambda: turns.append("one"), "two": lambda: turns.append("two")}, rounds=2)
    assert turns == ["one"] * 3 + ["two"] * 3 + ["one"] * 3 + ["two"] * 3
    assert set(times) == {"one", "two"}


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.99, 4), (0.25, 1), (0.0, 1)])
def test_percentiles_are_of_the_nearest_rank(share: float, value: int) -> None:
    assert percentile([4, 2, 3, 1], share) == value


def test_the_published_figures_are_those_of_the_published_seeds(root: Path) -> None:
    results = _published(root)
    assert [seed["seed"] for seed in results["seeds"]] == list(PUBLISHED_SEEDS)
    assert all(seed["contacts"] == SIZE for seed in results["seeds"])
    assert all(set(seed["sizes"]) == {str(SIZE), str(LARGER_SIZE)} for seed in results["seeds"])


def test_the_pages_show_the_published_figures(root: Path) -> None:
    results = _published(root)
    assert (root / PAGE).read_text(encoding="utf-8") == page(results)
    assert (root / CHART).read_text(encoding="utf-8") == drawing(results)


def test_the_published_figures_reach_all_goals(root: Path) -> None:
    assert [goal for goal in goals(_published(root)) if not goal.is_met] == []


def test_a_goal_is_judged_by_the_worst_seed(root: Path) -> None:
    results = _published(root)
    seeds = results["seeds"]
    worse = {**seeds[0], "scan": {**seeds[0]["scan"], "least": 2}}
    missed = [goal for goal in goals({**results, "seeds": [*seeds, worse]}) if not goal.is_met]
    assert ("at least 200", "2") in [(goal.goal, goal.figure) for goal in missed]


def _published(root: Path) -> Mapping[str, Any]:
    results: Mapping[str, Any] = json.loads((root / RESULTS).read_text(encoding="utf-8"))
    return results
