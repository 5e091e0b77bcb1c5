from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.accounts.common_words import WORDS
from shared.domain.accounts.passwords import (
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    check_password,
    is_long_enough,
    normalize_password,
)
from shared.domain.errors import WeakPasswordError

EMAIL = "anna.kowalska@example.com"
REASONS = {"control_characters", "too_short", "too_long", "common", "like_email", "like_name", "like_service"}


def refusal(password: str, email: str = EMAIL, full_name: str = "", *, has_second_factor: bool = False) -> str | None:
    """Return why a password is refused, None when it is not."""
    try:
        check_password(password, email=email, full_name=full_name, has_second_factor=has_second_factor)
    except WeakPasswordError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "two short cats!",
        "sunshine monkey dragon",
        "Winter is coming",
        "Anna likes 3 cats",
        "x7#Kp2!mQ9z$vT4",
        "чотири різні коти",
        "zażółć gęślą jaźń",
        "καλημέρα σας, φίλοι",
        "天気がいいから公園を散歩しよう",
        "🐴🔋📎🐈🌧🎹🧂🥕🚲🪁🧊🦉🎈🪵🧦",
    ],
)
def test_a_passphrase_in_any_script_is_accepted(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "password password",
        "Password2026!!!",
        "P@ssw0rd1234567",
        "password48210394",
        "Administrator1!!",
        "monkey monkey monkey monkey",
        "monkeydragonsunshine",
        "MyPassword20262026",
        "Summer2026!!!!!",
        "пароль1234567890",
        "slavaukrainislava",
    ],
)
def test_common_words_stay_common_when_stretched(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize(
    "password",
    [
        "123456789012345",
        "qwertyuiop[]qwer",
        "1q2w3e4r5t6y7u8i",
        "zaq12wsxcde3vfr4",
        "Qwerty!23456789",
        "!@#$%^&*()_+!@#$",
        "йцукенгшщзхїйцук",
        "абвгґдеєжзиіїйкл",
        "fedcba9876543210",
    ],
)
def test_runs_on_keyboards_and_alphabets_are_common(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize("password", ["a" * 15, "abc" * 5, "zp" * 8, "kvgz" * 4, "t" * 14 + "k"])
def test_few_different_characters_are_common(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize("password", ["380501234567", "938172640517", "010120002026"])
def test_dates_and_telephone_numbers_are_common(password: str) -> None:
    assert refusal(password, has_second_factor=True) == "common"


def test_the_words_are_case_folded_and_different() -> None:
    words = WORDS.split()
    assert all(word == word.casefold() for word in words)
    assert {"password", "dragon", "monkey"} <= set(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "password",
    [
        "anna.kowalska@example.com",
        "Anna.Kowalska@Example.com!",
        "annakowalska1990",
        "kowalska.anna.kowalska",
        "Anna.Kowalska!!",
        "example.com2026",
        "kowalskakowalska",
        "Kowalska-1990-anna!",
    ],
)
def test_a_password_made_of_the_address_is_refused(password: str) -> None:
    assert refusal(password) == "like_email"


def test_the_same_password_is_accepted_for_another_address() -> None:
    assert refusal("annakowalska1990", "jan@example.org") is None


def test_very_short_parts_of_the_address_do_not_count() -> None:
    assert refusal("qxvjzkqxvjzkqxvjzk", "qx.vj@zk.io") is None


def test_a_decomposed_address_is_recognized() -> None:
    assert refusal("zażółćzażółć123", normalize("NFD", "zażółć@example.com")) == "like_email"


@pytest.mark.parametrize("password", ["Olena Kovalenko", "kovalenko2026!!", "Olena-Kovalenko-1990", "0len@.kovalenko"])
def test_a_password_made_of_the_name_is_refused(password: str) -> None:
    assert refusal(password, "ok@example.org", "Olena Kovalenko") == "like_name"
    assert refusal(password, "ok@example.org", "Jan Nowak") != "like_name"


@pytest.mark.parametrize(
    "password", ["Contacts-API-2026!", "AddressBook9876", "Address.Book.2026!", "контакти 2026 книга"]
)
def test_a_password_made_of_words_of_the_service_is_refused(password: str) -> None:
    assert refusal(password) == "like_service"


def test_words_of_account_and_service_do_not_add_up_to_a_password() -> None:
    assert refusal("anna1contacts-api2olena", full_name="Olena") == "like_service"


def test_words_of_the_account_may_be_in_a_password() -> None:
    assert refusal("contacts of anna, who likes cats", full_name="Anna Kowalska") is None


def test_the_least_length_counts_characters_not_bytes() -> None:
    assert refusal("ґїєіщжф юбцк мн"[:14]) == "too_short"
    assert refusal("ґїєіщжф юбцк мн") is None


def test_beside_a_second_factor_three_characters_less_are_enough() -> None:
    assert refusal("ґїєіщжф юбцк"[:11], has_second_factor=True) == "too_short"
    assert refusal("ґїєіщжф юбцк", has_second_factor=True) is None
    assert refusal("ґїєіщжф юбцк") == "too_short"


def test_the_refusal_says_how_many_characters_are_enough() -> None:
    with pytest.raises(WeakPasswordError, match="at least 15 characters"):
        check_password("short", email=EMAIL)
    with pytest.raises(WeakPasswordError, match="at least 12 characters"):
        check_password("short", email=EMAIL, has_second_factor=True)


def test_a_password_that_is_used_is_long_enough_by_the_same_rule() -> None:
    assert not is_long_enough("x" * 14)
    assert is_long_enough("x" * 15)
    assert is_long_enough("x" * 12, has_second_factor=True)
    assert not is_long_enough("x" * 11, has_second_factor=True)


def test_the_length_is_that_of_the_composed_form() -> None:
    assert refusal("a\u0301e\u0301i\u0301o\u0301u\u0301y\u0301bcdfghjk") == "too_short"


@pytest.mark.parametrize("character", ["ї", "語", "🦊", "x"])
def test_the_greatest_length_counts_characters_of_any_script(character: str) -> None:
    beginning = "two short cats "
    assert refusal(beginning + character * (64 - len(beginning))) is None
    assert refusal(beginning + character * (MAX_CHARACTERS - len(beginning))) is None
    assert refusal(beginning + character * (MAX_CHARACTERS - len(beginning) + 1)) == "too_long"


@pytest.mark.parametrize("control", ["\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_lone_surrogates_are_refused_first(control: str) -> None:
    assert refusal(control) == refusal(f"correct horse {control}battery") == "control_characters"


def test_the_refusal_points_at_the_password_and_does_not_repeat_it() -> None:
    with pytest.raises(WeakPasswordError) as caught:
        check_password("passwordpassword", email=EMAIL)
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/password", "password_common")
    assert "passwordpassword" not in str(caught.value)


def test_any_space_is_the_plain_space_when_normalized() -> None:
    assert normalize_password("a\u00a0b\u2003c\u3000d") == "a b c d"


def test_width_and_case_are_kept_when_normalized() -> None:
    assert normalize_password("Ａa\ufb01") == "Ａa\ufb01"


@given(st.text())
def test_normalization_is_idempotent_and_ignores_how_text_is_composed(password: str) -> None:
    normalized = normalize_password(password)
    assert normalize_password(normalized) == normalized
    assert normalize_password(normalize("NFD", password)) == normalize_password(normalize("NFC", password))


@given(st.text(max_size=140), st.text(max_size=20))
@example("ß" * 36, "")
def test_any_text_is_accepted_or_refused_for_a_known_reason(password: str, email: str) -> None:
    reason = refusal(password, email)
    assert reason is None or reason in REASONS
    if reason is None:
        normalized = normalize_password(password)
        assert len(normalized) >= MIN_CHARACTERS
        assert len(normalized) <= MAX_CHARACTERS


SYLLABLES = [first + vowel for first in "bcdfghjklmnprstvz" for vowel in "aeiou"]
UNCOMMON = st.lists(st.sampled_from(SYLLABLES), min_size=5, max_size=5, unique=True).map("".join)


@given(st.lists(UNCOMMON, min_size=3, max_size=5, unique=True).map(" ".join))
def test_random_syllables_are_accepted(password: str) -> None:
    assert refusal(password) is None


@given(st.sampled_from(WORDS.split()), st.integers(0, 9999), st.sampled_from(["", "!", "!!!"]))
def test_a_listed_word_with_a_number_behind_is_never_accepted(word: str, number: int, end: str) -> None:
    assert refusal(f"{word.title()}{number}{end}") in {"common", "too_short"}
