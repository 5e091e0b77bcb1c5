"""Partial dates: the four forms, their limits, and where anniversaries fall."""

from __future__ import annotations

from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.partial_dates import PartialDate, month_and_day_of
from tests.support.contact_details import DATES


@pytest.mark.parametrize("text", ["1990-05-17", "--05-17", "1990-05", "1990", "--02-29", "2000-02-29", "0001-01-01"])
def test_each_form_reads_back_as_it_was_written(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "1990-5-17", "1990-02-29", "--02-30", "--13-01", "1990-00", "0000-01-01", "05-17", "---17", "--05", "19900517",
     "1990-05-17T00:00", " 1990", "1990-04-31", "١٩٩٠"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(None, None, 3), (1990, None, 3), (None, 5, None), (None, None, None)]
)
def test_parts_that_make_no_date_are_refused(year: int | None, month: int | None, day: int | None) -> None:
    with pytest.raises(ValueError, match="needs"):
        PartialDate(year=year, month=month, day=day)


@given(st.dates())
def test_every_full_date_is_read(date: object) -> None:
    assert str(PartialDate.parse(str(date))) == str(date)


@given(st.integers(1, 12), st.integers(1, 31))
def test_yearless_dates_are_those_of_a_leap_year(month: int, day: int) -> None:
    text = f"--{month:02}-{day:02}"
    if day <= monthrange(2000, month)[1]:
        assert PartialDate.parse(text).month_and_day == text[2:]
    else:
        with pytest.raises(ValueError, match="days"):
            PartialDate.parse(text)


def test_only_a_known_day_has_a_month_and_day() -> None:
    assert PartialDate.parse("1990-05").month_and_day is None
    assert PartialDate.parse("1990-05-17").month_and_day == "05-17"


@given(DATES)
def test_month_and_day_are_told_from_the_text_of_any_date(date: PartialDate) -> None:
    assert month_and_day_of(str(date)) == date.month_and_day


def test_no_text_has_no_month_and_day() -> None:
    assert month_and_day_of("") is None
