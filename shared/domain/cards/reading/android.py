"""X-ANDROID-CUSTOM: what Android's contacts have, and vCard 2.1 has no property for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.reading.dates import date_of
from shared.domain.cards.reading.occasions import ANNIVERSARY
from shared.domain.cards.reading.relations import RELATIONS
from shared.domain.cards.reading.values import text_of
from shared.domain.cards.texts import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_PREFIX = "vnd.android.cursor.item/"
_RELATIONS = (
    "", "assistant", "brother", "child", "domestic partner", "father", "friend", "manager", "mother", "parent",
    "partner", "referred by", "relative", "sister", "spouse",
)  # fmt: skip
"""The constants of ContactsContract.CommonDataKinds.Relation; 0 has a label of its own."""
_ANNIVERSARY, _OTHER, _BIRTHDAY = "1", "2", "3"


def read_android(card: CardBuilder, prop: Property) -> None:
    """Read a nickname, date or relation; keep anything else."""
    kind, *fields = [text_of(field) for field in split(prop.value, ";")]
    value, number, label, *others = [*fields, "", "", ""]
    if not value or any(others) or prop.parameters:
        card.keep(prop)
    elif kind == f"{_PREFIX}nickname" and not label:
        card.nicknames.append(value)
    elif kind == f"{_PREFIX}relation" and number.isdigit() and int(number[:3]) < len(_RELATIONS):
        card.add(RELATIONS, prop, {"value": value, "label": label or _RELATIONS[int(number)]})
    elif kind == f"{_PREFIX}contact_event":
        _read_event(card, prop, [value, number, label])
    else:
        card.keep(prop)


def _read_event(card: CardBuilder, prop: Property, fields: Sequence[str]) -> None:
    text, number, label = fields
    date = date_of(text)
    members = {_ANNIVERSARY: ANNIVERSARY, _BIRTHDAY: "birthday"}
    if date is None:
        card.keep(prop, "no_date", "it is no date")
    elif number in members and members[number] not in card.members:
        card.members[members[number]] = date
    elif number not in members or card.members[members[number]] != date:
        card.add("dates", prop, {"value": date, "label": label or members.get(number, "")})
