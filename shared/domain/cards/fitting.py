"""Cards as contacts, and contacts as cards.

A card may be larger than a contact, and may have what no contact does. Nearly every card is a contact as it is. Of the
others, what breaks a rule is moved to ``extra``, where it comes out again, or cut; a notice says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.cards.card import Card
from shared.domain.cards.mending import mended
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.rules import checked
from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.cards.card import Notice
    from shared.domain.contacts.details import ContactDetails

UID = "uid"
"""In ``extra`` of a contact: the identifier that it has in the program which it came from."""


def to_draft(card: Card) -> tuple[ContactDraft, Sequence[Notice]]:
    """Return a card as the draft of a contact that passes all rules, and what had to be changed for that.

    The picture is not part of it. Raises InvalidInputError for a card with nothing to show, and for one whose texts
    alone are more than a contact may have.
    """
    details = card.details
    if card.uid:
        details = replace(details, extra={**details.extra, UID: card.uid})
    draft = ContactDraft(details=details, tags=card.tags)
    try:
        return checked(draft), ()
    except InvalidInputError as error:
        return mended(draft, error.problems)


def card_of_contact(
    details: ContactDetails, tags: Sequence[str], *, uid: str, created_at: datetime, updated_at: datetime
) -> Card:
    """Return a contact as a card: with the identifier that it came with, or else its own ``uid``."""
    foreign = details.extra.get(UID)
    if isinstance(foreign, str) and foreign:
        uid = foreign
        details = replace(details, extra={name: value for name, value in details.extra.items() if name != UID})
    return Card(details=details, tags=tuple(tags), uid=uid, created_at=created_at, updated_at=updated_at)
