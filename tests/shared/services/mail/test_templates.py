"""What mails look like."""

from __future__ import annotations

from html.parser import HTMLParser
from importlib import resources

import pytest

from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind
from shared.services.mail.templates import LANGUAGES, render
from shared.services.ports.mail import RenderedMail

LINK = "https://api.example.com/api/v1/auth/verify-email?token=abc&x=<1>"
VALUES = {"link": LINK, "hours": "24", "until": "2026-05-18 12:00 UTC"}
EVERY_KIND = pytest.mark.parametrize("kind", list(MailKind))
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


def test_every_language_has_every_mail() -> None:
    folder = resources.files("shared.services.mail").joinpath("texts")
    wanted = {f"{kind.value}.{suffix}" for kind in MailKind for suffix in ("html", "txt")}
    for language in LANGUAGES:
        assert {file.name for file in folder.joinpath(language).iterdir()} == wanted


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
        assert "2026-05-18 12:00 UTC" in said


def test_the_owner_of_a_taken_address_learns_that_nothing_changed() -> None:
    mail = rendered(MailKind.ADDRESS_TAKEN)
    for said in (mail.text, mail.html):
        assert "tried to register" in said
        assert "nothing has changed" in said
    assert "http" not in mail.text


@EVERY_KIND
def test_nothing_is_left_to_be_filled_in(kind: MailKind) -> None:
    mail = rendered(kind)
    assert "$" not in mail.subject + mail.text + mail.html


@EVERY_KIND
def test_a_mail_loads_nothing_and_runs_nothing(kind: MailKind) -> None:
    mail = rendered(kind)
    page = Page(mail.html)
    assert not set(page.seen) & {"img", "script", "link", "iframe", "form", "object", "svg"}
    assert page.values_of("src") == []
    assert "url(" not in mail.html
    assert "@import" not in mail.html


@EVERY_KIND
def test_a_page_is_whole_and_says_its_language(kind: MailKind) -> None:
    page = Page(rendered(kind).html)
    assert page.open == []
    assert page.values_of("lang") == ["en"]


@EVERY_KIND
def test_a_page_is_made_for_light_and_dark(kind: MailKind) -> None:
    page = rendered(kind).html
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page


@EVERY_KIND
def test_a_subject_is_one_short_line_and_the_title_of_the_page(kind: MailKind) -> None:
    mail = rendered(kind)
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
@pytest.mark.parametrize("locale", ["en", "EN-gb", "uk-UA", "", "../../domain"])
def test_a_language_that_is_not_there_is_english(kind: MailKind, locale: str) -> None:
    assert rendered(kind, locale=locale) == rendered(kind)


def test_a_value_that_is_missing_is_a_mistake_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        render(MailKind.VERIFY_EMAIL, {}, to="olena@example.com", locale="en")
