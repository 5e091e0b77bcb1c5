"""Suggestions while somebody types a recipient."""

from __future__ import annotations

import pytest

from shared.domain.contacts.relations import shown_name
from shared.services.contacts.search import suggesting
from shared.services.contacts.search.suggesting import Line
from tests.shared.services.contacts.search.test_looking_up import Callers
from tests.support.search_world import BOOK


@pytest.fixture
def callers() -> Callers:
    return Callers()


def lines(callers: Callers, text: str, *, line: Line | None = None, limit: int = 10) -> list[tuple[str, str, str]]:
    """Return names, kinds and values of what is suggested for a text."""
    found = callers.process.suggester.suggest(BOOK, text, line=line, limit=limit)
    assert found.is_complete
    return [(shown_name(one.contact), one.line, one.value["value"]) for one in found.items]


def test_whoever_is_found_by_name_is_suggested_with_all_lines_those_that_match_first(callers: Callers) -> None:
    callers.add("Olena", "+380441234567", emails=("o@example.org", "olena@example.com"))
    assert lines(callers, "ole") == [
        ("Olena", "email", "olena@example.com"),
        ("Olena", "email", "o@example.org"),
        ("Olena", "phone", "+380441234567"),
    ]


def test_whoever_is_found_by_an_address_alone_is_suggested_with_that_one(callers: Callers) -> None:
    callers.add("Taras", "+380441234567", emails=("first@example.com", "office@example.org"))
    assert lines(callers, "offi") == [("Taras", "email", "office@example.org")]
    assert lines(callers, "4567") == [("Taras", "phone", "+380441234567")]


def test_a_kind_can_be_asked_for(callers: Callers) -> None:
    callers.add("Anna", "+380441234567", emails=("a@example.com",))
    callers.add("Anna", "+380441234568")
    assert lines(callers, "anna", line=Line.EMAIL) == [("Anna", "email", "a@example.com")]
    assert [value for _, _, value in lines(callers, "anna", line=Line.PHONE)] == ["+380441234568", "+380441234567"]


def test_the_best_match_comes_first_and_among_equals_favorites(callers: Callers) -> None:
    callers.add("Joanna", emails=("3@example.com",))
    callers.add("Ann", emails=("2@example.com",), favorite=True)
    callers.add("Ann", emails=("1@example.com",))
    callers.add("Annabel", emails=("4@example.com",))
    assert [value[0] for _, _, value in lines(callers, "ann")] == ["2", "1", "4", "3"]


def test_contacts_without_any_line_do_not_take_the_place_of_others(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "_CONTACTS_AT_ONCE", 2)
    callers.add("Anna", emails=("a@example.com",))
    for _ in range(5):
        callers.add("Anna")
    assert lines(callers, "anna") == [("Anna", "email", "a@example.com")]


def test_no_more_than_asked_for_are_suggested(callers: Callers) -> None:
    for number in range(5):
        callers.add("Anna", emails=(f"{number}@example.com",))
    assert len(lines(callers, "anna", limit=3)) == 3


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_nothing_is_suggested_for_nothing(callers: Callers, text: str) -> None:
    callers.add("Anna", emails=("a@example.com",))
    assert lines(callers, text) == []


def test_it_takes_one_request_once_there_is_a_copy(callers: Callers) -> None:
    callers.add("Anna", emails=("a@example.com",))
    lines(callers, "ann")
    callers.world.reads.requests = 0
    lines(callers, "anna")
    assert callers.world.reads.requests == 1
