"""Texts of a contact in other languages."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.contacts.details import MAX_LANGUAGES, ContactDetails
from shared.domain.contacts.localizations import clean_localizations, text_at
from shared.domain.errors import FieldProblem


def cleaned(localizations: dict[str, Any]) -> tuple[Any, set[tuple[str, str]]]:
    problems: list[FieldProblem] = []
    result = clean_localizations(localizations, "/localizations", problems)
    return result, {(problem.pointer, problem.code) for problem in problems}


@pytest.mark.parametrize("place", ["first_name", "notes", "display_name", "addresses/a/city", "emails/a/b/value"])
def test_a_text_of_the_contact_has_a_place(place: str) -> None:
    assert text_at(place) is not None


@pytest.mark.parametrize(
    "place",
    ["", "tags", "favorite", "birthday", "kind", "language", "phones/p/e164", "nicknames", "addresses/city",
     "addresses//city", "addresses/a/", "addresses/a/id", "first_name/a/b", "relations/r/contact_id"],
)  # fmt: skip
def test_there_is_no_text_elsewhere(place: str) -> None:
    assert text_at(place) is None


@pytest.mark.parametrize("language", ["uk", "zh-Hant", "de-CH-1901", "sr-Latn-RS", "x" * 8])
def test_a_language_is_named_by_a_tag(language: str) -> None:
    assert cleaned({language: {"last_name": " Ж "}}) == ({language: {"last_name": "Ж"}}, set())


@pytest.mark.parametrize("language", ["", "u", "українська", "uk_UA", "uk-", "uk/UA", "a~b", "en-" + "-a" * 20])
def test_anything_else_is_no_language(language: str) -> None:
    pointer = language.replace("~", "~0").replace("/", "~1")
    assert cleaned({language: {"last_name": "x"}})[1] == {(f"/localizations/{pointer}", "wrong_form")}


def test_a_language_without_a_text_is_left_out() -> None:
    assert cleaned({"uk": {}}) == ({}, set())


def test_there_is_room_for_many_languages() -> None:
    languages = {f"a{chr(97 + number)}": {"last_name": "x"} for number in range(MAX_LANGUAGES)}
    assert cleaned(languages) == (languages, set())
    assert cleaned({**languages, "uk": {"last_name": "x"}})[1] == {("/localizations", "too_many")}


def test_a_text_is_held_to_the_rules_of_its_place() -> None:
    texts = {"notes": "a\nb", "first_name": "a\nb", "last_name": "x" * 201}
    assert cleaned({"uk": texts})[1] == {
        ("/localizations/uk/first_name", "control_characters"),
        ("/localizations/uk/last_name", "too_long"),
    }


def test_the_details_have_nothing_else_in_other_languages() -> None:
    assert ContactDetails().localizations == {}
