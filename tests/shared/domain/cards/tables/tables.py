"""Tables for tests: texts as streams, and the cards in them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from shared.domain.cards.tables.describing import Choices, Description, describe
from shared.domain.cards.tables.reading import read

if TYPE_CHECKING:
    from shared.domain.cards.card import Card, ReadCard
    from shared.domain.cards.tables.dates import DateOrder
    from shared.domain.contacts.details import ContactDetails

FILES = Path(__file__).parent / "files"


def described(content: str | bytes, choices: Choices | None = None) -> Description:
    return describe(BytesIO(as_bytes(content)), choices)


def rows_read(content: str | bytes, choices: Choices | None = None) -> list[ReadCard]:
    return list(read(BytesIO(as_bytes(content)), described(content, choices)))


def details_read(
    content: str | bytes, *, mapping: dict[str, str] | None = None, date_order: DateOrder | None = None
) -> list[ContactDetails]:
    choices = Choices(mapping=mapping or {}, date_order=date_order)
    return [each.card.details for each in rows_read(content, choices)]


def cards_in(name: str) -> list[Card]:
    return [each.card for each in rows_read((FILES / name).read_bytes())]


def codes(row: ReadCard) -> list[str]:
    return [notice.code for notice in row.notices]


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
