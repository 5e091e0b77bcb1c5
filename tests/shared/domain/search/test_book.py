"""Searches of a book: they find what the reference finds, in every order, on every page."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.contacts.queries import Order
from shared.domain.search import index, lexicon
from shared.domain.search.book import SearchedBook
from shared.domain.search.filters import RowFilter
from shared.domain.search.query import Match, Query, Term
from shared.domain.search.rows import Row
from tests.shared.domain.search.books import (
    any_filter,
    book_of,
    changed_books,
    contact_id_of,
    plain_row,
    queries,
)
from tests.shared.domain.search.brute_force import all_pages, expected
from tests.support.examples import examples

EVERYTHING = RowFilter()
ORDERS = st.sampled_from(list(Order))
LIMITS = st.integers(1, 8) | st.just(100)


@pytest.fixture(autouse=True, scope="module", params=[0, 1_000], ids=["looked for in the text", "listed"])
def _listed_at_most(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have small books searched as large ones are, too."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((lexicon, "most_listed"), (lexicon, "most_collected"), (index, "most_listed")):
            patch.setattr(module, name, lambda _: request.param)
        yield


def query_of(*spellings: str) -> Query:
    return Query(terms=tuple([Term(spellings=(each,)) for each in spellings]))


def found(book: SearchedBook, query: Query | None, row_filter: RowFilter = EVERYTHING, limit: int = 50) -> list[str]:
    return [hit.contact_id for hit in book.find(query, row_filter, order=Order.RELEVANCE, limit=limit).hits]


@settings(max_examples=examples(60))
@given(changed_books(), st.none() | queries, any_filter, ORDERS, LIMITS)
def test_a_search_finds_what_the_reference_finds_on_all_pages(
    changed_book: tuple[SearchedBook, dict[str, Row]],
    query: Query | None,
    row_filter: RowFilter,
    order: Order,
    limit: int,
) -> None:
    book, live = changed_book
    assert all_pages(book, query, row_filter, order, limit) == expected(live.values(), query, row_filter, order)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_search_of_three_thousand_rows_finds_what_the_reference_finds(seed: int) -> None:
    chance = random.Random(seed)
    live = {row.contact_id: row for row in (_random_row(chance, number) for number in range(3_000))}
    book = book_of(live)
    changed = {
        contact_id_of(number): None if number % 3 else _random_row(chance, number, revision=10_000 + number)
        for number in range(0, 3_100, 31)
    }
    book = book.with_changes(changed)
    live = {each: row for each, row in (live | changed).items() if row is not None}
    filters = [EVERYTHING, RowFilter(favorite=True), RowFilter(has=1), RowFilter(labels=(frozenset("L"),))]
    for number in range(40):
        query = _random_query(chance)
        row_filter = chance.choice(filters)
        order, limit = list(Order)[number % 3], chance.choice([3, 50, 5_000])
        assert all_pages(book, query, row_filter, order, limit) == expected(live.values(), query, row_filter, order)


def _random_row(chance: random.Random, number: int, revision: int = 0) -> Row:
    return plain_row(
        number,
        f"{_random_word(chance)} {_random_word(chance)}",
        revision=revision,
        favorite=chance.random() < 0.05,
        emails=(f"{_random_word(chance)}@{chance.choice(['x.example', 'mail.example'])}",),
        numbers=("".join(chance.choices("0123", k=9)),),
        label_ids=("L",) if chance.random() < 0.3 else (),
        has=chance.randint(0, 1),
    )


def _random_word(chance: random.Random) -> str:
    return "".join(chance.choices("abcdeі", k=chance.randint(1, 8)))


def _random_query(chance: random.Random) -> Query:
    terms: list[Term] = []
    for _ in range(chance.choice([1, 1, 2, 3])):
        if chance.random() < 0.2:
            terms.append(Term(numbers=("".join(chance.choices("0123", k=chance.randint(2, 5))),)))
        else:
            terms.append(Term(spellings=(chance.choice([_random_word(chance), _random_word(chance), "mail"]),)))
    return Query(terms=tuple(dict.fromkeys(terms)))


@settings(max_examples=examples(50))
@given(changed_books(most=8), queries, ORDERS, st.integers(1, 3), st.data())
def test_pages_neither_repeat_nor_miss_contacts_that_do_not_change_meanwhile(
    changed_book: tuple[SearchedBook, dict[str, Row]], query: Query, order: Order, limit: int, data: st.DataObject
) -> None:
    book, live = changed_book
    before = [each for each, _ in expected(live.values(), query, EVERYTHING, order)]
    seen: list[str] = []
    touched: set[str] = set()
    page = book.find(query, EVERYTHING, order=order, limit=limit)
    revision = 1_000
    while page.has_more:
        seen += [hit.contact_id for hit in page.hits]
        changed: dict[str, Row | None] = {}
        for contact_id in data.draw(st.lists(st.sampled_from(sorted(live)), max_size=1)) if live else ():
            revision += 1
            changed[contact_id] = data.draw(st.sampled_from([None, replace(live[contact_id], revision=revision)]))
        touched |= changed.keys()
        live = {each: row for each, row in (live | changed).items() if row is not None}
        book = data.draw(st.sampled_from([book.with_changes(changed), book_of(live)]))
        page = book.find(query, EVERYTHING, order=order, limit=limit, after=page.hits[-1].place)
    seen += [hit.contact_id for hit in page.hits]
    assert [each for each in seen if each not in touched] == [each for each in before if each not in touched]


def test_a_place_is_plain_json() -> None:
    book = book_of({row.contact_id: row for row in map(plain_row, range(3))})
    for order in Order:
        place = book.find(None, EVERYTHING, order=order, limit=1).hits[0].place
        assert json.loads(json.dumps(place)) == place


def test_favourites_come_before_later_changes_among_equal_matches() -> None:
    rows = [plain_row(0, "anna", favorite=True), plain_row(1, "anna"), plain_row(2, "anna"), plain_row(3, "annabel")]
    book = book_of({row.contact_id: row for row in rows})
    assert found(book, query_of("anna")) == [contact_id_of(number) for number in (0, 2, 1, 3)]


def test_two_hits_without_a_typing_error_leave_room_for_those_with_one() -> None:
    rows = [plain_row(0, "olena"), plain_row(1, "olena"), plain_row(2, "elena")]
    book = book_of({row.contact_id: row for row in rows})
    assert len(found(book, query_of("olena"))) == 3
    book = book.with_changes({contact_id_of(3): plain_row(3, "olena")})
    assert len(found(book, query_of("olena"))) == 3


def test_of_several_terms_one_hit_without_a_typing_error_is_enough() -> None:
    rows = [plain_row(0, "olena koval"), plain_row(1, "elena koval")]
    book = book_of({row.contact_id: row for row in rows})
    assert found(book, query_of("olena", "koval")) == [contact_id_of(0)]


def test_typing_errors_of_two_letters_count_only_if_there_is_none_of_one() -> None:
    rows = [plain_row(0, "kovalenko"), plain_row(1, "kovalenke")]
    book = book_of({row.contact_id: row for row in rows})
    assert found(book, query_of("kovalenki")) == [contact_id_of(1), contact_id_of(0)]
    assert found(book, query_of("kovaelnki")) == [contact_id_of(1), contact_id_of(0)]
    assert found(book, query_of("kovalenkoo")) == [contact_id_of(0)]


def test_a_page_of_one_hit_counts_those_after_it_before_typing_errors_count() -> None:
    rows = [plain_row(number, "olena") for number in range(3)] + [plain_row(3, "elena")]
    book = book_of({row.contact_id: row for row in rows})
    pages = all_pages(book, query_of("olena"), EVERYTHING, Order.RELEVANCE, 1)
    assert [match for _, match in pages] == [Match.EXACT] * 3


def test_typing_errors_count_in_names_only() -> None:
    employed = plain_row(1, text="anna\telena" + "\t" * 6)
    book = book_of({row.contact_id: row for row in [plain_row(0, "elena"), employed]})
    assert found(book, query_of("olena")) == [contact_id_of(0)]
    book = book.with_changes({contact_id_of(1): employed, contact_id_of(2): plain_row(2, "elena")})
    assert found(book, query_of("olena")) == [contact_id_of(2), contact_id_of(0)]


def test_typing_errors_that_counted_on_the_first_page_count_on_the_next_ones() -> None:
    rows = [plain_row(0, "olena"), plain_row(1, "olena"), plain_row(2, "elena")]
    book = book_of({row.contact_id: row for row in rows})
    first = book.find(query_of("olena"), EVERYTHING, order=Order.RELEVANCE, limit=2)
    book = book.with_changes({contact_id_of(3): plain_row(3, "olena")})
    second = book.find(query_of("olena"), EVERYTHING, order=Order.RELEVANCE, limit=2, after=first.hits[-1].place)
    assert [hit.contact_id for hit in second.hits] == [contact_id_of(2)]


@pytest.mark.parametrize("has_changed", [False, True])
@pytest.mark.parametrize(
    ("digits", "match"),
    [
        ("380671234567", Match.EXACT),
        ("38067", Match.PREFIX),
        ("4567", Match.INSIDE),
        ("0671", Match.ONE_EDIT),
        ("567", Match.ONE_EDIT),
        ("67", None),
        ("~380671234567", None),
    ],
)
def test_a_number_matches(digits: str, match: Match | None, has_changed: bool) -> None:
    row = plain_row(1, numbers=("380671234567",))
    live: dict[str, Row] = {} if has_changed else {row.contact_id: row}
    book = book_of(live, {row.contact_id: row} if has_changed else {})
    page = book.find(Query(terms=(Term(numbers=(digits,)),)), EVERYTHING, order=Order.RELEVANCE, limit=5)
    assert [hit.match for hit in page.hits] == ([match] if match is not None else [])


def test_a_changed_contact_is_found_as_it_is_now_and_has_no_row_in_the_index() -> None:
    book = book_of({row.contact_id: row for row in [plain_row(0, "anna"), plain_row(1, "berta")]})
    book = book.with_changes({contact_id_of(0): plain_row(0, "zoe", revision=9)})
    assert found(book, query_of("anna")) == []
    (hit,) = book.find(query_of("zoe"), EVERYTHING, order=Order.RELEVANCE, limit=5).hits
    assert (hit.contact_id, hit.revision, hit.row) == (contact_id_of(0), 9, None)
    (hit,) = book.find(query_of("berta"), EVERYTHING, order=Order.RELEVANCE, limit=5).hits
    assert hit.row == 0


def test_a_book_without_an_index_is_searched_in_its_changes_alone() -> None:
    book = book_of({}, {contact_id_of(0): plain_row(0, "anna"), contact_id_of(1): None})
    assert found(book, query_of("ann")) == [contact_id_of(0)]
    assert not book.find(query_of("ann"), EVERYTHING, order=Order.NAME, limit=5).has_more


def test_an_earlier_book_stays_as_it_was() -> None:
    book = book_of({contact_id_of(0): plain_row(0, "anna")})
    book.with_changes({contact_id_of(0): None})
    assert found(book, query_of("anna")) == [contact_id_of(0)]


class TestWithEmail:
    """Who has an e-mail address."""

    def book(self) -> SearchedBook:
        rows = [
            plain_row(0, "anna", emails=("a@x.example", '"a b"@x.example')),
            plain_row(1, "a@x.example"),
            plain_row(2, "ina", emails=("aa@x.example",)),
        ]
        return book_of({row.contact_id: row for row in rows}, {contact_id_of(3): plain_row(3, emails=("a@x.example",))})

    def test_finds_whole_addresses_only(self) -> None:
        assert [hit.contact_id for hit in self.book().with_email("a@x.example")] == [
            contact_id_of(number) for number in (3, 0)
        ]

    def test_finds_quoted_ones_with_blanks(self) -> None:
        assert [hit.contact_id for hit in self.book().with_email('"a b"@x.example')] == [contact_id_of(0)]

    def test_finds_nothing_of_a_contact_that_is_gone(self) -> None:
        assert not self.book().with_changes({contact_id_of(0): None}).with_email('"a b"@x.example')


class TestWithNumber:
    """Who has a number."""

    def book(self) -> SearchedBook:
        rows = [
            plain_row(0, "sales", numbers=("442079460018", "44207946001812")),
            plain_row(1, "support", numbers=("442079460018", "44207946001813")),
            plain_row(2, "other", numbers=("380671234567", "0671234567")),
        ]
        return book_of({row.contact_id: row for row in rows}, {contact_id_of(3): plain_row(3, numbers=("4670123456",))})

    @pytest.mark.parametrize(
        ("forms", "numbers"),
        [
            pytest.param(["442079460018"], [1, 0], id="of a switchboard everybody"),
            pytest.param(["44207946001812"], [0], id="with an extension one"),
            pytest.param(["44207946001814"], [], id="with another extension nobody"),
            pytest.param(["0671234567", "671234567"], [2], id="in national form"),
            pytest.param(["671234567"], [2], id="by its end"),
            pytest.param(["70123456"], [3], id="by its end in what has changed"),
            pytest.param(["234567"], [], id="not by less than seven digits"),
            pytest.param(["4420794"], [], id="not by its beginning"),
        ],
    )
    def test_finds(self, forms: list[str], numbers: list[int]) -> None:
        assert [hit.contact_id for hit in self.book().with_number(forms)] == [contact_id_of(each) for each in numbers]

    def test_says_whether_the_whole_number_matches(self) -> None:
        assert self.book().with_number(["380671234567"])[0].match is Match.EXACT
        assert self.book().with_number(["671234567"])[0].match is Match.INSIDE
