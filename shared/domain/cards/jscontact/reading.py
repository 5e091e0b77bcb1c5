"""Cards of JSContact read into neutral cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.cards.card import Notice, ReadCard
from shared.domain.cards.jscontact.localizing import LOCALIZATIONS, read_localizations
from shared.domain.cards.jscontact.plain import PLAIN, read_plain
from shared.domain.cards.jscontact.validity import require_card
from shared.domain.cards.jscontact.values import would_run

if TYPE_CHECKING:
    from shared.domain.contacts.documents import Members

VERSIONS = ("1.0", "2.0")
_SELF_EVIDENT = ("@type", "version")


def read_card(value: object) -> ReadCard:
    """Return the card that a JSON value is, in version 1.0 or 2.0 of JSContact.

    What the details have no member for is kept in ``extra``. Raises InvalidInputError for a value that is no Card, with
    the JSON pointer of everything that is wrong.
    """
    given = require_card(value)
    plain = {name: each for name, each in given.items() if name not in (*_SELF_EVIDENT, LOCALIZATIONS)}
    card = read_plain(plain)
    if given.get(LOCALIZATIONS):
        texts, kept = read_localizations(card, {**plain, LOCALIZATIONS: given[LOCALIZATIONS]}, PLAIN)
        extra = {**card.details.extra, LOCALIZATIONS: kept} if kept else card.details.extra
        card = replace(card, details=replace(card.details, localizations=texts, extra=extra))
    elif LOCALIZATIONS in given:
        card = replace(card, details=replace(card.details, extra={**card.details.extra, LOCALIZATIONS: {}}))
    return ReadCard(card=card, notices=tuple(_notices(given)))


def _notices(given: Members) -> list[Notice]:
    notices: list[Notice] = []
    version = given.get("version", "")
    if version not in VERSIONS:
        text = f"The card is of version {version}." if version else "The card does not say its version."
        notices.append(Notice(line=0, code="version", text=f"{text} It is read as one of {VERSIONS[-1]}."))
    for name in ("links", "onlineServices"):
        for entry_id, entry in given.get(name, {}).items():
            if would_run(entry.get("uri", "")):
                text = f"{name}/{entry_id} would run a script, so it is kept, but as no link."
                notices.append(Notice(line=0, code="script_link", text=text))
    return notices[:100]
