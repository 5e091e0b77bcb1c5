"""Which names, locales and time zones an account may have."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts import rules
from shared.domain.errors import FieldProblem, InvalidInputError

CHECKS = (rules.check_full_name, rules.check_locale, rules.check_time_zone, rules.check_leap_day)


def code_of(check: Callable[[str], str], text: str) -> str:
    with pytest.raises(InvalidInputError) as caught:
        check(text)
    [problem] = caught.value.problems
    return problem.code


def test_a_name_is_trimmed_and_composed() -> None:
    assert rules.check_full_name("  Andre\u0301 \n") == "Andr\u00e9"


def test_there_need_not_be_a_name() -> None:
    assert rules.check_full_name("") == ""


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "a\x7fb", "\ud800"])
def test_a_name_is_one_line_that_can_be_written(name: str) -> None:
    assert code_of(rules.check_full_name, name) == "control_characters"


def test_a_name_may_join_letters_without_a_width() -> None:
    assert rules.check_full_name("می\u200cخواهم") == "می\u200cخواهم"


def test_the_length_of_a_name_counts_characters() -> None:
    assert rules.check_full_name("ї" * rules.MAX_FULL_NAME_LENGTH)
    assert code_of(rules.check_full_name, "ї" * (rules.MAX_FULL_NAME_LENGTH + 1)) == "too_long"


@pytest.mark.parametrize("tag", ["en", "uk-UA", "zh-Hant-TW", "sr-Latn", "es-419", "haw", "de-CH-1996"])
def test_a_language_tag_is_a_locale(tag: str) -> None:
    assert rules.check_locale(tag) == tag


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("en_US", "en-US"),
        ("EN_us", "en-US"),
        ("en_US.UTF-8", "en-US"),
        ("uk_UA.KOI8-U@hryvnia", "uk-UA"),
        ("en_US@rg=gbzzzz", "en-US"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        ("SR-LATN-rs", "sr-Latn-RS"),
        ("en-US-u-rg-gbzzzz", "en-US-u-rg-gbzzzz"),
        ("de-DE-u-ca-gregory-co-phonebk-hc-h23-nu-latn", "de-DE-u-ca-gregory-co-phonebk-hc-h23-nu-latn"),
        ("en_GB_U_HC_H23", "en-GB-u-hc-h23"),
        ("en-t-uk-u-ca-islamic-x-ours", "en-t-uk-u-ca-islamic-x-ours"),
        ("en-US-POSIX", "en-US-posix"),
    ],
)
def test_what_systems_and_browsers_call_a_locale_is_one(given: str, kept: str) -> None:
    assert rules.check_locale(given) == kept


@pytest.mark.parametrize("rest", ["-abcdefgh" * 4, "-u" + "-abcdefgh" * 14])
def test_a_locale_has_room_for_what_is_meant_and_not_for_more(rest: str) -> None:
    assert code_of(rules.check_locale, f"en{rest}") == "invalid_locale"
    assert rules.check_locale(f"en{rest.removesuffix('-abcdefgh')}")


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "e",
        "english",
        "_US",
        "en_",
        "en_US_",
        ".UTF-8",
        "@rg=gbzzzz",
        "en-u",
        "en-US-u-",
        "en-",
        "-en",
        "en--US",
        "ук",
        "en US",
        "en\n",
        "en" + "-abcdefgh" * 4,
    ],
)
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    assert code_of(rules.check_locale, tag) == "invalid_locale"


@pytest.mark.parametrize("name", ["UTC", "Europe/Kyiv", "America/Argentina/Ushuaia", "Etc/GMT+12"])
def test_a_place_has_a_time_zone(name: str) -> None:
    assert rules.check_time_zone(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "Europe/Atlantis", "europe/kyiv", "+02:00", "Factory", "localtime", "../../etc/passwd", "/etc/localtime"],
)
def test_what_is_no_place_has_none(name: str) -> None:
    assert code_of(rules.check_time_zone, name) == "unknown_time_zone"


def test_a_leap_day_falls_before_or_after() -> None:
    assert [rules.check_leap_day(day) for day in ("02-28", "03-01")] == ["02-28", "03-01"]
    assert code_of(rules.check_leap_day, "02-29") == "invalid_leap_day"


def test_problems_are_collected_one_after_the_other() -> None:
    problems: list[FieldProblem] = []
    assert rules.collected(rules.check_locale, "uk", problems) == "uk"
    assert rules.collected(rules.check_leap_day, "never", problems) == "never"
    assert rules.collected(rules.check_time_zone, "nowhere", problems) == "nowhere"
    assert [problem.pointer for problem in problems] == ["/leap_day", "/time_zone"]


@given(st.text(max_size=300))
def test_any_text_is_accepted_as_it_stays_or_refused(text: str) -> None:
    for check in CHECKS:
        try:
            kept = check(text)
        except InvalidInputError:
            continue
        assert check(kept) == kept
