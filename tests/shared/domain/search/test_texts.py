"""Texts of rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.rows import Column
from shared.domain.search.texts import Texts, line_of, number_in_line, parts_of
from tests.shared.domain.search.books import digits, emails, texts

distinct = st.lists(emails, unique=True, max_size=2).map(tuple)
numbers = st.lists(digits, unique=True, max_size=3).map(tuple)


def texts_of(lines: list[bytes]) -> Texts:
    return Texts(Texts.sections(lines))


@given(texts, distinct, numbers)
def test_a_line_says_what_it_was_made_of(text: str, emails: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    assert parts_of(line_of(text, emails, numbers)) == (text, emails, numbers)


@given(st.lists(st.tuples(texts, distinct, numbers).map(lambda each: line_of(*each)), max_size=6), st.data())
def test_walking_finds_the_rows_with_a_pattern_between_two_rows(lines: list[bytes], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(lines)))
    stop = data.draw(st.integers(start, len(lines)))
    for pattern in (b" a", b"a ", b" ab ", "б".encode(), b"\x02"):
        expected = [row for row in range(start, stop) if pattern in lines[row]]
        assert list(texts_of(lines).walk(pattern, start, stop)) == expected
        assert list(filter(texts_of(lines).having(pattern), range(start, stop))) == expected


def test_digits_of_words_are_not_found_in_numbers() -> None:
    line = line_of("\t" * (len(Column) - 1), (), ("380671",))
    assert b"0671" not in line
    assert number_in_line("0671") in line


def test_names_are_the_first_column_only() -> None:
    columns = ["anna maria", "berta", *[""] * (len(Column) - 2)]
    lines = [line_of("\t".join(each), (), ()) for each in (columns, ["", *columns[1:]], columns[:1] + [""] * 7)]
    found = texts_of(lines)
    assert [found.names_have(row, b" maria ") for row in range(3)] == [True, False, True]
    assert [found.names_have(row, b" berta ") for row in range(3)] == [False, False, False]
