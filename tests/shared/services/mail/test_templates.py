"""What mails look like."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from shutil import copyfile
from string import Template
from typing import Any

import pytest

from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind
from shared.services.mail.templates import TEXTS, Value, language_of, render
from shared.services.ports.mail import RenderedMail

LINK = "https://api.example.com/api/v1/auth/verify-email?token=abc&x=<1>"
NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)
VALUES: dict[str, Value] = {"link": LINK, "duration": timedelta(hours=24), "until": NOON}
LANGUAGES = sorted(file.stem for file in TEXTS.iterdir())
EVERY_KIND = pytest.mark.parametrize("kind", list(MailKind))
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
VOID = {"meta"}


class Page(HTMLParser):
    """Reads a page; what is opened has to be closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values_of(self, name: str) -> list[str]:
        return [value for found, value in self.attributes if found == name]


def rendered(kind: MailKind, *, to: str = "olena@example.com", locale: str = "en") -> RenderedMail:
    return render(kind, VALUES, to=to, locale=locale)


def words_of(language: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    return words


def shape(words: Any) -> Any:
    """Return the members of a language with the placeholders of each; words after numbers have forms of its own."""
    if isinstance(words, dict):
        return {name: shape(value) for name, value in words.items() if name not in {"plurals", "hours", "days"}}
    if isinstance(words, list):
        return [shape(value) for value in words]
    return sorted(Template(words).get_identifiers())


def test_there_are_english_and_ukrainian() -> None:
    assert {"en", "uk"} <= set(LANGUAGES)


@EVERY_LANGUAGE
def test_every_language_has_the_same_members_and_placeholders(language: str) -> None:
    words = words_of(language)
    assert shape(words) == shape(words_of("en"))
    assert words.keys() == words_of("en").keys()
    assert {kind.value for kind in MailKind} <= words.keys()
    for unit in ("hours", "days"):
        assert words[unit].keys() == words["plurals"].keys() | {"other"}
        assert all(Template(form).get_identifiers() == ["count"] for form in words[unit].values())
    assert words["direction"] in {"ltr", "rtl"}


@EVERY_LANGUAGE
def test_a_language_has_a_file_that_translators_can_read(language: str) -> None:
    text = (TEXTS / f"{language}.json").read_text(encoding="utf-8")
    assert text == json.dumps(words_of(language), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_sentence_is_left_in_english(language: str) -> None:
    theirs, english = words_of(language), words_of("en")
    for kind in MailKind:
        assert not set(theirs[kind.value].values()) & set(english[kind.value].values())


@pytest.mark.parametrize(
    ("hours", "english", "ukrainian"),
    [
        (0, "0 hours", "0 годин"),
        (1, "1 hour", "1 годину"),
        (2, "2 hours", "2 години"),
        (4, "4 hours", "4 години"),
        (5, "5 hours", "5 годин"),
        (11, "11 hours", "11 годин"),
        (12, "12 hours", "12 годин"),
        (14, "14 hours", "14 годин"),
        (21, "21 hours", "21 годину"),
        (24, "24 hours", "24 години"),
        (48, "48 hours", "48 годин"),
        (71, "71 hours", "71 годину"),
        (72, "3 days", "3 дні"),
        (7 * 24, "7 days", "7 днів"),
        (21 * 24, "21 days", "21 день"),
        (101 * 24, "101 days", "101 день"),
        (111 * 24, "111 days", "111 днів"),
        (112 * 24, "112 days", "112 днів"),
        (122 * 24, "122 days", "122 дні"),
    ],
)
def test_a_number_is_followed_by_the_right_form_of_a_word(hours: int, english: str, ukrainian: str) -> None:
    for locale, said in (("en", english), ("uk", ukrainian)):
        values: dict[str, Value] = {**VALUES, "duration": timedelta(hours=hours)}
        mail = render(MailKind.VERIFY_EMAIL, values, to="olena@example.com", locale=locale)
        assert f" {said}," in mail.text
        assert f" {said}," in mail.html


@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_said_in_words(month: int) -> None:
    values: dict[str, Value] = {**VALUES, "until": datetime(2027, month, 1, 9, 5, tzinfo=UTC)}
    for language, template in (("en", "09:05 UTC on 1 {} 2027"), ("uk", "09:05 UTC 1 {} 2027 року")):
        mail = render(MailKind.VERIFY_EMAIL, values, to="olena@example.com", locale=language)
        assert template.format(words_of(language)["months"][month - 1]) in mail.text


def test_to_add_one_file_is_to_add_a_language(tmp_path: Path) -> None:
    for language in LANGUAGES:
        copyfile(TEXTS / f"{language}.json", tmp_path / f"{language}.json")
    words = words_of("en") | {"direction": "rtl", "plurals": {"two": {"is": [2]}, "few": {"mod100": [3, 4]}}}
    words["hours"] = {"two": "שעתיים", "few": "$count few", "other": "$count שעות"}
    words["days"] = {"two": "יומיים", "few": "$count few", "other": "$count ימים"}
    words["verify_email"]["subject"] = "אימות הכתובת"
    (tmp_path / "he.json").write_text(json.dumps(words), encoding="utf-8")

    def mailed(locale: str, hours: int = 24) -> RenderedMail:
        values: dict[str, Value] = {**VALUES, "duration": timedelta(hours=hours)}
        return render(MailKind.VERIFY_EMAIL, values, to="olena@example.com", locale=locale, texts=tmp_path)

    for locale in ("he", "he-IL", "HE-il"):
        mail = mailed(locale)
        assert mail.subject == "אימות הכתובת"
        assert '<html lang="he" dir="rtl">' in mail.html
        assert "24 שעות" in mail.text
    assert "שעתיים" in mailed("he", 2).text
    assert "103 few" in mailed("he", 103 * 24).text
    assert mailed("hey").subject == "Confirm your e-mail address"
    assert mailed("uk").subject == rendered(MailKind.VERIFY_EMAIL, locale="uk").subject


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en", "en"), ("EN-gb", "en"), ("en-US-u-rg-gbzzzz", "en"), ("uk", "uk"), ("UK", "uk"), ("uk-UA", "uk"),
        ("uk-Cyrl-UA-u-hc-h23", "uk"), ("ukr", "en"), ("u", "en"), ("", "en"), ("pt-BR", "en"), ("x-uk", "en"),
        ("../../domain", "en"), ("-uk", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_best_match_and_else_english(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_the_link_is_in_the_button_and_in_plain_sight() -> None:
    mail = rendered(MailKind.VERIFY_EMAIL)
    assert f"\n{LINK}\n" in mail.text
    page = Page(mail.html)
    assert page.values_of("href") == [LINK, LINK]
    assert mail.html.count("token=abc&amp;x=&lt;1&gt;") == 3


def test_the_mail_says_how_long_the_link_works() -> None:
    mail = rendered(MailKind.VERIFY_EMAIL)
    for said in (mail.text, mail.html):
        assert "24 hours" in said
        assert "until 12:00 UTC on 18 May 2026" in said


def test_the_owner_of_a_taken_address_learns_that_nothing_changed() -> None:
    mail = rendered(MailKind.ADDRESS_TAKEN)
    for said in (mail.text, mail.html):
        assert "tried to use this e-mail address for another" in said
        assert "nothing has changed" in said
    assert "http" not in mail.text


@EVERY_KIND
@EVERY_LANGUAGE
def test_nothing_is_left_to_be_filled_in(kind: MailKind, language: str) -> None:
    mail = rendered(kind, locale=language)
    assert "$" not in mail.subject + mail.text + mail.html


@EVERY_KIND
@EVERY_LANGUAGE
def test_a_mail_loads_nothing_and_runs_nothing(kind: MailKind, language: str) -> None:
    mail = rendered(kind, locale=language)
    page = Page(mail.html)
    assert not set(page.seen) & {"img", "script", "link", "iframe", "form", "object", "svg"}
    assert page.values_of("src") == []
    assert "url(" not in mail.html
    assert "@import" not in mail.html


@EVERY_KIND
@EVERY_LANGUAGE
def test_a_page_is_whole_and_says_its_language(kind: MailKind, language: str) -> None:
    page = Page(rendered(kind, locale=language).html)
    assert page.open == []
    assert page.values_of("lang") == [language]


@EVERY_KIND
def test_a_page_is_made_for_light_and_dark(kind: MailKind) -> None:
    page = rendered(kind).html
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page


@EVERY_KIND
@EVERY_LANGUAGE
def test_a_subject_is_one_short_line_and_the_title_of_the_page(kind: MailKind, language: str) -> None:
    mail = rendered(kind, locale=language)
    assert mail.subject.isprintable()
    assert 0 < len(mail.subject) < 60
    assert f"<title>{mail.subject}</title>" in mail.html


@EVERY_KIND
@pytest.mark.parametrize("to", ["a@example.com\r\nBcc: b@example.com", "a@example.com\n", "a\x00@example.com"])
def test_an_address_that_could_begin_a_header_gets_no_mail(kind: MailKind, to: str) -> None:
    with pytest.raises(MailRejectedError) as caught:
        rendered(kind, to=to)
    assert "example" not in str(caught.value)


@EVERY_KIND
@pytest.mark.parametrize("locale", ["en", "EN-gb", "pl-PL", "", "../../domain"])
def test_a_language_that_is_not_there_is_english(kind: MailKind, locale: str) -> None:
    assert rendered(kind, locale=locale) == rendered(kind)


def test_a_value_that_is_missing_is_a_mistake_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        render(MailKind.VERIFY_EMAIL, {}, to="olena@example.com", locale="en")
