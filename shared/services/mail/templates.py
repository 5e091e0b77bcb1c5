"""The text of messages: one file per language below texts/, and below layouts/ what all languages have in common.

To add a language, add ``texts/<language tag>.json`` with the members of ``en.json``; nothing else has to change.
``plurals`` says which form of a word follows a number, by the names that CLDR gives to the forms
(https://cldr.unicode.org/index/cldr-spec/plural-rules): the first whose conditions hold, else ``other``. A condition is
a list of whole numbers: of the number itself (``is``), its last digit (``mod10``), its last two digits (``mod100``), or
of what these must not be (``not_mod10``, ``not_mod100``).

Placeholders are filled only with values that this service makes itself. Nothing that was typed at registration is part
of a message, not even a name: a stranger could use it to have words of their own delivered to another mailbox.
"""

from __future__ import annotations

import html
import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from shared.domain.books import DEFAULT_LOCALE
from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind
from shared.services.ports.mail import RenderedMail

if TYPE_CHECKING:
    from collections.abc import Mapping


TEXTS = Path(__file__).with_name("texts")
_LAYOUTS = Path(__file__).with_name("layouts")
_LAYOUT_OF = {
    **dict.fromkeys(
        (
            MailKind.VERIFY_EMAIL,
            MailKind.RESET_PASSWORD,
            MailKind.CHANGE_EMAIL,
            MailKind.EMAIL_CHANGED,
            MailKind.EMAIL_RESTORED,
            MailKind.ACCOUNT_DELETED,
        ),
        "link",
    ),
    **dict.fromkeys(
        (
            MailKind.PASSWORD_CHANGED,
            MailKind.TOTP_ACTIVATED,
            MailKind.TOTP_REMOVED,
            MailKind.RECOVERY_CODES_MADE,
            MailKind.RECOVERY_CODE_USED,
            MailKind.IDENTITY_LINKED,
            MailKind.IDENTITY_UNLINKED,
            MailKind.PASSKEY_ADDED,
            MailKind.PASSKEY_REMOVED,
            MailKind.PERSONAL_TOKEN_CREATED,
            MailKind.ACCOUNT_DISABLED,
            MailKind.ACCOUNT_ENABLED,
            MailKind.ROLE_CHANGED,
            MailKind.SESSIONS_ENDED,
        ),
        "notice",
    ),
}
"""Messages that consist of a link and what is said of it have one layout, and those that tell what happened another."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

Value = str | timedelta | datetime


def render(kind: MailKind, values: Mapping[str, Value], *, to: str, locale: str, texts: Path = TEXTS) -> RenderedMail:
    """Return a message in the language of ``locale``, or in English, with ``values`` for the ``$names`` in its files.

    Durations are stated in hours, or in days from three days on, and points in time in UTC, in words of the language.
    Raises MailRejectedError for an address with line breaks or other control characters, which could inject a header.
    """
    if not to.isprintable():
        raise MailRejectedError("UnprintableAddress")
    language = language_of(locale, texts)
    words = _words(texts / f"{language}.json")
    said = {name: _said(value, words) for name, value in values.items()}
    said |= {name: Template(text).substitute(said) for name, text in words[kind.value].items()}
    escaped = {name: html.escape(text) for name, text in said.items()}
    layout = _LAYOUT_OF.get(kind, kind.value)
    escaped["body"] = _layout(f"{layout}.html").substitute(escaped)
    page = _layout("layout.html").substitute(escaped, language=language, direction=words["direction"])
    subject, _, text = _layout(f"{layout}.txt").substitute(said).partition("\n\n")
    return RenderedMail(to=to, subject=subject, text=text, html=page)


def language_of(locale: str, texts: Path = TEXTS) -> str:
    """Return the language, of those there are texts in, that fits best (the look-up of RFC 4647 section 3.4)."""
    languages = _languages(texts)
    tag = locale.lower()
    while tag and tag not in languages:
        tag = tag.rpartition("-")[0]
    return languages.get(tag, DEFAULT_LOCALE)


def _said(value: Value, words: Mapping[str, Any]) -> str:
    """Return a value in words of a language."""
    if isinstance(value, timedelta):
        unit, length = ("days", _DAY) if value >= 3 * _DAY else ("hours", _HOUR)
        count = value // length
        return Template(words[unit][_plural(count, words["plurals"])]).substitute(count=count)
    if isinstance(value, datetime):
        month = words["months"][value.month - 1]
        parts = {"day": value.day, "month": month, "year": value.year, "time": f"{value:%H:%M}"}
        return Template(words["moment"]).substitute(parts)
    return value


def _plural(number: int, plurals: Mapping[str, Mapping[str, list[int]]]) -> str:
    """Return which form of a word follows a number."""
    of = {"is": number, "mod10": number % 10, "mod100": number % 100}

    def holds(name: str, numbers: list[int]) -> bool:
        return (of[name.removeprefix("not_")] in numbers) is not name.startswith("not_")

    fitting = (form for form, conditions in plurals.items() if all(map(holds, conditions, conditions.values())))
    return next(fitting, "other")


@cache
def _languages(texts: Path) -> Mapping[str, str]:
    """Return the languages by their tags in lower case."""
    return {file.stem.lower(): file.stem for file in texts.iterdir() if file.suffix == ".json"}


@cache
def _words(file: Path) -> Mapping[str, Any]:
    words: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return words


@cache
def _layout(name: str) -> Template:
    return Template((_LAYOUTS / name).read_text(encoding="utf-8"))
