from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.accounts.common_passwords import WORDS
from shared.domain.accounts.passwords import MAX_BYTES, MIN_CHARACTERS, check_password, normalize_password
from shared.domain.errors import WeakPasswordError

EMAIL = "anna.kowalska@example.com"
REASONS = {"control_characters", "too_short", "too_long", "common", "like_email"}


def refusal(password: str, email: str = EMAIL) -> str | None:
    """Return why a password is refused, None when it is not."""
    try:
        check_password(password, email=email)
    except WeakPasswordError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "two short cats",
        "sunshine monkey dragon",
        "Winter is coming",
        "Anna likes 3 cats",
        "x7#Kp2!mQ9z$",
        "чотири різні коти",
        "zażółć gęślą jaźń",
        "καλημέρα σας",
        "天気がいいから散歩しよう",
        "🐴🔋📎🐈🌧🎹🧂🥕🚲🪁🧊🦉",
    ],
)
def test_a_passphrase_in_any_script_is_accepted(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "password password",
        "Password2026!",
        "P@ssw0rd1234",
        "password48210394",
        "Administrator1!",
        "monkey monkey monkey monkey",
        "monkeydragonsunshine",
        "MyPassword2026",
        "Summer2026!!",
        "пароль12345678",
        "slavaukraini",
    ],
)
def test_common_words_stay_common_when_stretched(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "qwertyuiop[]",
        "1q2w3e4r5t6y",
        "zaq12wsxcde3",
        "Qwerty!2345678",
        "!@#$%^&*()_+",
        "йцукенгшщзхї",
        "абвгґдеєжзиі",
        "fedcba987654",
    ],
)
def test_runs_on_keyboards_and_alphabets_are_common(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abcabcabcabc", "zpzpzpzpzpzp", "kvgzkvgzkvgz", "tttttttttttttk"])
def test_few_different_characters_are_common(password: str) -> None:
    assert refusal(password) == "common"


@pytest.mark.parametrize("password", ["380501234567", "938172640517", "010120002026"])
def test_dates_and_telephone_numbers_are_common(password: str) -> None:
    assert refusal(password) == "common"


def test_every_long_entry_of_the_list_is_common_in_any_case() -> None:
    long_words = [word for word in WORDS.split() if len(word) >= MIN_CHARACTERS]
    assert len(long_words) > 300
    assert {refusal(form) for word in long_words for form in (word, word.upper())} == {"common"}


def test_the_list_is_case_folded_and_has_entries_of_both_kinds() -> None:
    words = WORDS.split()
    assert all(word == word.casefold() for word in words)
    assert {"password", "dragon", "q1w2e3r4t5y6"} <= set(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "password",
    [
        "anna.kowalska@example.com",
        "Anna.Kowalska@Example.com!",
        "annakowalska1990",
        "kowalska.anna",
        "Anna.Kowalska",
        "example.com2026",
        "kowalskakowalska",
    ],
)
def test_a_password_made_of_the_address_is_refused(password: str) -> None:
    assert refusal(password) == "like_email"


def test_the_same_password_is_accepted_for_another_address() -> None:
    assert refusal("annakowalska1990", "jan@example.org") is None


def test_very_short_parts_of_the_address_do_not_count() -> None:
    assert refusal("qxvjzkqxvjzk", "qx.vj@zk.io") is None


def test_a_decomposed_address_is_recognized() -> None:
    assert refusal("zażółćzażółć1", normalize("NFD", "zażółć@example.com")) == "like_email"


def test_the_least_length_counts_characters_not_bytes() -> None:
    assert refusal("ґїєіщжф юбцк"[:11]) == "too_short"
    assert refusal("ґїєіщжф юбцк") is None


def test_the_length_is_that_of_the_composed_form() -> None:
    assert refusal("a\u0301e\u0301i\u0301o\u0301u\u0301y\u0301bcdfg") == "too_short"


def test_the_greatest_length_counts_bytes_of_the_composed_form() -> None:
    longest = "ґїєіщж " * 5 + "їй"
    assert len(longest.encode()) < MAX_BYTES
    assert refusal(longest + "x" * (MAX_BYTES - len(longest.encode()))) is None
    assert refusal(longest + "x" * (MAX_BYTES - len(longest.encode()) + 1)) == "too_long"
    assert refusal(normalize("NFD", longest)) is None


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


@given(st.text(max_size=90), st.text(max_size=20))
@example("ß" * 36, "")
def test_any_text_is_accepted_or_refused_for_a_known_reason(password: str, email: str) -> None:
    reason = refusal(password, email)
    assert reason is None or reason in REASONS
    if reason is None:
        normalized = normalize_password(password)
        assert len(normalized) >= MIN_CHARACTERS
        assert len(normalized.encode()) <= MAX_BYTES


SYLLABLES = [first + vowel for first in "bcdfghjklmnprstvz" for vowel in "aeiou"]
UNCOMMON = st.lists(st.sampled_from(SYLLABLES), min_size=5, max_size=5, unique=True).map("".join)


@given(st.lists(UNCOMMON, min_size=3, max_size=5, unique=True).map(" ".join))
def test_random_syllables_are_accepted(password: str) -> None:
    assert refusal(password) is None


@given(st.sampled_from(WORDS.split()), st.integers(0, 9999), st.sampled_from(["", "!", "!!!"]))
def test_a_listed_word_with_a_number_behind_is_never_accepted(word: str, number: int, end: str) -> None:
    assert refusal(f"{word.title()}{number}{end}") in {"common", "too_short"}
