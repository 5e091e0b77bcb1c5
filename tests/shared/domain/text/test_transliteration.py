"""Names in Latin letters: the examples of the Ukrainian table of 2010, and those that libraries get wrong."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text.transliteration import latin_words

UKRAINIAN = {
    "Алушта": "alushta", "Борщагівка": "borshchahivka", "Вишгород": "vyshhorod", "Гадяч": "hadiach",
    "Ґалаґан": "galagan", "Єнакієве": "yenakiieve", "Короп’є": "koropie", "Житомир": "zhytomyr", "Закарпаття":
    "zakarpattia", "Медвин": "medvyn", "Їжакевич": "yizhakevych", "Кадиївка": "kadyivka", "Йосипівка": "yosypivka",
    "Стрий": "stryi", "Харків": "kharkiv", "Біла": "bila", "Щербухи": "shcherbukhy", "Юрій": "yurii", "Крюківка":
    "kriukivka", "Яготин": "yahotyn", "Ічня": "ichnia", "Знам'янка": "znamianka", "Згорани": "zghorany", "Розгон":
    "rozghon", "Київ": "kyiv", "Григорій": "hryhorii", "Юлія": "yuliia", "Дем’янчук": "demianchuk", "Русь": "rus",
    "я": "ya",
}  # fmt: skip
GREEK = {
    "Παπαδόπουλος": "papadopoulos", "Μπάμπης": "bampis", "Αγγελική": "angeliki", "Ευαγγελία": "evangelia",
    "Ευτυχία": "eftychia", "Αύγουστος": "avgoustos", "Ηυγένης": "ivgenis", "Άυλος": "aylos", "Μαΐου": "maiou",
    "Προϋπόθεση": "proypothesi", "Χρήστος": "christos", "Ξάνθη": "xanthi", "Σφίγξ": "sfinx", "Αγχίαλος": "anchialos",
    "Κωνσταντίνος": "konstantinos",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "latin"), [*UKRAINIAN.items(), *GREEK.items()])
def test_a_name_is_written_as_in_a_passport(typed: str, latin: str) -> None:
    assert latin_words(typed) == latin_words(normalize("NFD", typed)) == latin_words(typed.upper()) == (latin,)


def test_letters_that_ukrainian_lacks_become_latin_too() -> None:
    assert latin_words("Сергей Крымов Эдуард Ўладзімір Ђорђе") == (
        "serhei", "krymov", "eduard", "uladzimir", "djordje",
    )  # fmt: skip


def test_a_hyphen_separates_words_and_an_apostrophe_does_not() -> None:
    assert latin_words("Anna-Maria O’Brien") == ("anna", "maria", "obrien")


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "«", "„", "(", "😀"])
def test_a_sign_in_front_does_not_keep_a_letter_from_being_the_first(sign: str) -> None:
    assert latin_words(f"{sign}Йосип") == ("yosyp",)


@pytest.mark.parametrize("hyphen", "-‐‑‒–—―−")
def test_the_letter_after_any_hyphen_is_the_first_of_a_word(hyphen: str) -> None:
    assert latin_words(f"Анна{hyphen}Юлія") == ("anna", "yuliia")


def test_accents_points_and_empty_words_vanish_and_other_scripts_stay() -> None:
    assert latin_words(" Łukasz,  J. — Müller 田中 ") == ("lukasz", "j", "muller", "田中")


@given(st.text())
def test_words_are_in_folded_letters_and_digits_only(text: str) -> None:
    assert all(word and word.isalnum() and word == word.casefold() for word in latin_words(text))
