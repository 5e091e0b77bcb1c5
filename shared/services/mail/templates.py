"""The text of messages: the files below texts/, one folder per language.

The ``.txt`` of a message has the subject, an empty line and the text; its ``.html`` is put into the shared layout.
Their placeholders are filled only with values that this service makes itself. Nothing that was typed at registration
is part of a message, not even a name: a stranger could use it to have words of their own delivered to another mailbox.
"""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from shared.domain.accounts.account import DEFAULT_LOCALE
from shared.domain.errors import MailRejectedError
from shared.domain.mails import MailKind
from shared.services.ports.mail import RenderedMail

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = (DEFAULT_LOCALE,)

_MAILS = Path(__file__).with_name("texts")


def render(kind: MailKind, values: Mapping[str, str], *, to: str, locale: str) -> RenderedMail:
    """Return a message in the language of ``locale``, or in English, with ``values`` for the ``$names`` in its files.

    Raises MailRejectedError for an address with line breaks or other control characters, which could inject a header.
    """
    if not to.isprintable():
        raise MailRejectedError("UnprintableAddress")
    language = _language_of(locale)
    subject, _, text = _template(f"{language}/{kind.value}.txt").substitute(values).partition("\n\n")
    escaped = {name: html.escape(value) for name, value in values.items()}
    body = _template(f"{language}/{kind.value}.html").substitute(escaped)
    page = _template("layout.html").substitute(language=language, subject=html.escape(subject), body=body)
    return RenderedMail(to=to, subject=subject, text=text, html=page)


def _language_of(locale: str) -> str:
    language = locale.partition("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LOCALE


@cache
def _template(path: str) -> Template:
    return Template((_MAILS / path).read_text(encoding="utf-8"))
