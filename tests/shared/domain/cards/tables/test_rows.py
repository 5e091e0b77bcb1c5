"""Rows of cells."""

from __future__ import annotations

import csv
import time
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.rows import Dialect, rows_of

CELLS = st.lists(
    st.lists(st.text(st.sampled_from('ab",; \n'), max_size=6), min_size=1, max_size=4), min_size=1, max_size=4
)


def cells(text: str, dialect: Dialect | None = None) -> list[list[str]]:
    return [row.cells for row in rows_of(iter(text.split("\n")), dialect or Dialect())]


@given(rows=CELLS, delimiter=st.sampled_from(",;"))
def test_what_the_standard_library_writes_is_read(rows: list[list[str]], delimiter: str) -> None:
    file = StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert cells(file.getvalue()[:-1], Dialect(delimiter=delimiter)) == rows


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"Ann "A" Example",x', ['Ann "A" Example', "x"]),
        ('""A" Example",x', ['"A" Example', "x"]),
        ('a "b" c,x', ['a "b" c', "x"]),
        ('"a" , "b"', ["a", "b"]),
        ('"",""', ["", ""]),
        ('"a"",b",c', ['a",b', "c"]),
        ("a,b,", ["a", "b", ""]),
        ("", [""]),
    ],
)
def test_odd_quotes_are_recovered(line: str, expected: list[str]) -> None:
    assert cells(line) == [expected]


def test_a_program_that_never_doubles_quotes_ends_a_cell_with_one() -> None:
    assert cells('"Ann "A"",x', Dialect(doubles_quotes=False)) == [['Ann "A"', "x"]]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    rows = list(rows_of(iter(['"Ann,1', "Bob,2", "Eve,3"]), Dialect()))
    assert [row.cells for row in rows] == [['"Ann', "1"], ["Bob", "2"], ["Eve", "3"]]
    assert [row.is_unclosed for row in rows] == [True, False, False]


def test_rows_know_the_lines_on_which_they_begin() -> None:
    rows = rows_of(iter(['"a', 'b",c', "d", '"e', "f"]), Dialect())
    assert [(row.line, row.cells) for row in rows] == [(1, ["a\nb", "c"]), (3, ["d"]), (4, ['"e']), (5, ["f"])]


def seconds(line: str, count: int) -> float:
    def once() -> float:
        start = time.process_time()
        for _ in rows_of(iter([line] * count), Dialect()):
            pass
        return time.process_time() - start

    return min(once() for _ in range(2))


def test_the_end_of_an_open_cell_is_looked_for_only_once() -> None:
    assert seconds('"x', 2_000) < 50 * seconds("x", 2_000) + 0.05


@pytest.mark.parametrize("line", ['"x', '"x"y', 'x"', '"' * 50, '"a" "b', "," * 50, " " * 50 + '"', '" ' * 25])
def test_time_is_linear_in_the_number_of_lines(line: str) -> None:
    assert seconds(line, 6_000) < 4 * seconds(line, 3_000) + 0.05
