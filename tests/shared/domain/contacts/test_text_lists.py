"""A list and the text that clients had before there was the list."""

from __future__ import annotations

import pytest

from shared.domain.contacts.details import ContactDetails, Organization
from shared.domain.contacts.text_lists import head_of, lists_with_heads, shown_list, with_head

NICKNAMES = lists_with_heads(ContactDetails)["nicknames"]
LAST_NAMES = lists_with_heads(ContactDetails)["last_names"]


def test_these_lists_have_heads() -> None:
    assert {name: kind.head for name, kind in lists_with_heads(ContactDetails).items()} == {
        "nicknames": "nickname",
        "first_names": "first_name",
        "middle_names": "middle_name",
        "last_names": "last_name",
        "prefixes": "prefix",
        "suffixes": "suffix",
    }
    assert {name: kind.head for name, kind in lists_with_heads(Organization).items()} == {"departments": "department"}


def test_a_head_is_the_first_or_all_of_them() -> None:
    assert (head_of(NICKNAMES, ("a", "b")), head_of(LAST_NAMES, ("a", "b"))) == ("a", "a b")
    assert (head_of(NICKNAMES, ()), head_of(LAST_NAMES, ())) == ("", "")


@pytest.mark.parametrize(
    ("head", "values", "found"),
    [
        ("a", ("a", "b"), ["a", "b"]),
        ("c", ("a", "b"), ["c", "b"]),
        ("b", ("a", "b"), ["b"]),
        ("a", (), ["a"]),
        ("", ("a", "b"), []),
        ("a", ("a", "b", "b"), ["a", "b"]),
    ],
)
def test_a_head_takes_the_first_place(head: str, values: tuple[str, ...], found: list[str]) -> None:
    assert with_head(NICKNAMES, head, values) == found
    assert with_head(NICKNAMES, head, found) == found


@pytest.mark.parametrize(("head", "found"), [("a b", ["a", "b"]), ("a", []), ("", []), ("a  b", [])])
def test_the_values_of_a_joined_list_are_known_as_long_as_its_head_is_made_of_them(head: str, found: list[str]) -> None:
    assert shown_list(LAST_NAMES, "last_names", {"last_name": head, "last_names": ["a", "b"]}) == found
