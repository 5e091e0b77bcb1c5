"""Filters of rows."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.search.filters import RowFilter
from tests.shared.domain.search.books import plain_row

ROW = plain_row(
    1,
    favorite=True,
    label_ids=("a", "b"),
    organizations=("acme", "beta"),
    has=3,
    kind="org",
    birthday_month=5,
    created_at=10,
    updated_at=20,
)


@pytest.mark.parametrize(
    ("member", "passing", "failing"),
    [
        ("labels", (frozenset("bx"), frozenset("a")), (frozenset("ab"), frozenset("x"))),
        ("favorite", True, False),
        ("organizations", ("beta", "acme"), ("beta", "bet")),
        ("has", 2, 6),
        ("kind", "org", "group"),
        ("birthday_month", 5, 4),
        ("created_since", 10, 11),
        ("updated_since", 20, 21),
    ],
)
def test_every_member_counts(member: str, passing: Any, failing: Any) -> None:
    assert RowFilter(**{member: passing}).matches(ROW)
    assert not RowFilter(**{member: failing}).matches(ROW)
    assert not RowFilter(**{member: passing}).is_empty


def test_an_empty_one_passes_everything() -> None:
    assert RowFilter().is_empty
    assert RowFilter().matches(plain_row(1))


def test_all_members_have_to_pass() -> None:
    assert not RowFilter(favorite=True, kind="group").matches(ROW)
