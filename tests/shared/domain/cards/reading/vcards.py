"""Small vCards, read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.reading.cards import read_vcards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.cards.card import ReadCard
    from shared.domain.contacts.details import ContactDetails


def read(*lines: str, version: str = "3.0") -> ReadCard:
    """Return the one card with these lines."""
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    [card] = read_vcards(text.encode())
    return card


def details(*lines: str, version: str = "3.0") -> ContactDetails:
    """Return the details in the one card with these lines."""
    return read(*lines, version=version).card.details


def kept(*lines: str, version: str = "3.0") -> Sequence[Sequence[Any]]:
    """Return the properties that have no place in the card with these lines."""
    found: Sequence[Sequence[Any]] = details(*lines, version=version).extra.get(VCARD_PROPERTIES, ())
    return found


def codes(read_card: ReadCard) -> list[str]:
    """Return the codes of its notices."""
    return [notice.code for notice in read_card.notices]
