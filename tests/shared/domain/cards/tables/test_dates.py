"""Dates as they are written in tables."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards.tables.dates import AmbiguousDateError, DateOrder, date_of_parts, is_no_date, read_date
from tests.shared.domain.cards.tables.tables import codes, details_read, rows_read


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1990-05-17", "1990-05-17"), ("1990/5/17", "1990-05-17"), ("19900517", "1990-05-17"),
        ("2024-03-12 09:14", "2024-03-12"), ("1990-05-17T00:00:00Z", "1990-05-17"), ("--02-29", "--02-29"),
        ("--0517", "--05-17"), ("17.05.1990", "1990-05-17"), ("17.5.90", "1990-05-17"), ("17.05.", "--05-17"),
        ("5/17/1990", "1990-05-17"), ("17/05/1990", "1990-05-17"), ("5/5/1990", "1990-05-05"), ("2/29", "--02-29"),
        ("12 Mar 2024", "2024-03-12"), ("7-Feb-22", "2022-02-07"), ("7-Feb-85", "1985-02-07"),
        ("March 12, 2024", "2024-03-12"), ("12. März 2024", "2024-03-12"), ("17 mai 1990", "1990-05-17"),
        ("17 de mayo de 1990", "1990-05-17"), ("17 травня 1990", "1990-05-17"), ("17 мая 1990 г.", "1990-05-17"),
        ("17 maja 1990", "1990-05-17"), ("1er janvier 1990", "1990-01-01"), ("17 May", "--05-17"),
        ("May 1990", "1990-05"),
        ("1990年5月17日", "1990-05-17"), ("1990", "1990"), ("1990-05", "1990-05"), ("1604-06-20", "--06-20"),
        ("5/17/1604", "--05-17"), ("5/17/1990 12:00 AM", "1990-05-17"),
    ],
)  # fmt: skip
def test_dates_are_read(text: str, date: str) -> None:
    assert str(read_date(text)) == date


@pytest.mark.parametrize(
    "text",
    ["0/0/00", "0.0.00", "00-00-0000", "0000-00-00", "--", "-", "0", "1/1/4501", "4501-01-01", "00.00.0000 00:00"],
)
def test_many_texts_say_that_there_is_no_date(text: str) -> None:
    assert is_no_date(text)
    assert not rows_read(f"Name,Birthday\nAnn,{text}\n")[0].notices


def test_a_day_and_a_month_that_could_be_one_for_the_other_need_an_order() -> None:
    with pytest.raises(AmbiguousDateError):
        read_date("5/6/1990")
    assert str(read_date("5/6/1990", DateOrder.DAY_FIRST)) == "1990-06-05"
    assert str(read_date("5/6/1990", DateOrder.MONTH_FIRST)) == "1990-05-06"


@given(st.text(st.sampled_from("0123456789/.- :T年May,de"), max_size=12) | st.text(max_size=20))
def test_what_is_no_date_is_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert str(read_date(text, DateOrder.DAY_FIRST))


@pytest.mark.parametrize("text", ["31/02/1990", "soon", "99-9-99", "32.01.1990", "17 Brumaire 1990"])
def test_what_is_no_date_is_kept_and_reported(text: str) -> None:
    (row,) = rows_read(f"Name,Birthday\nAnn,{text}\n")
    assert codes(row) == ["not_a_date"]
    assert (row.card.details.birthday, row.card.details.birthday_text) == (None, text)


def test_a_guessed_century_is_reported() -> None:
    assert codes(rows_read("Name,Birthday\nAnn,17.5.90\n")[0]) == ["century_guessed"]


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("1990", "5", "17"), "1990-05-17"),
        (("", "2", "29"), "--02-29"),
        (("1990", "", ""), "1990"),
        (("1990", "05", "0"), "1990-05"),
        (("0", "2", "29"), "--02-29"),
        (("1990", "May", "17"), "1990-05-17"),
    ],
)
def test_a_date_in_three_columns_is_put_together(parts: tuple[str, str, str], date: str) -> None:
    assert str(date_of_parts(*parts)) == date


def test_three_columns_that_are_no_date_are_kept() -> None:
    (details,) = details_read("Name,Birth Year,Birth Month,Birth Day\nAnn,1990,13,40\n")
    assert details.birthday_text == "1990-13-40"
    (details,) = details_read("Name,Birth Year,Birth Month,Birth Day\nAnn,0,0,0\n")
    assert (details.birthday, details.birthday_text) == (None, "")
