"""Neutral cards written as Cards of JSContact, version 2.0 (RFC 9982)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card, Notice
from shared.domain.cards.jscontact.localizing import LOCALIZATIONS, write_localizations
from shared.domain.cards.jscontact.plain import PLAIN, write_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shared.domain.contacts.documents import Members

VERSION = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenObject:
    """A card as a JSON object, and notices of what the format does not hold."""

    members: Mapping[str, Any]
    notices: tuple[Notice, ...] = ()


def write_card(card: Card) -> WrittenObject:
    """Return a card as a Card of JSContact. It has a uid only if the card has one (RFC 9982 section 5)."""
    members = write_plain(card)
    notices = list(_lost(card, members))
    if card.details.localizations or card.details.extra.get(LOCALIZATIONS):
        patches, places = write_localizations(card, members, PLAIN)
        patches |= members.get(LOCALIZATIONS, {})
        members = {**members, LOCALIZATIONS: patches} if patches else members
        notices += [_notice("localizations", f"The card has nothing that {place} translates.") for place in places]
    return WrittenObject(members={"@type": "Card", "version": VERSION, **members}, notices=tuple(notices[:100]))


def _lost(card: Card, members: Members) -> Iterator[Notice]:
    """Yield what is in the card and not in its JSContact form."""
    for relation in card.details.relations:
        if relation.contact_id:
            text = f"The relation to {relation.value} is a name only: a card has no links to contacts."
            yield _notice("link", text)
    for name in ("dates", "custom"):
        for value in getattr(card.details, name):
            if value.extra.keys() - {VCARD_PARAMETERS}:
                yield _notice("extra", f"A value in {name} has more than a property of vCard can say.")
    for name, value in card.details.extra.items():
        if name not in members and name not in (LOCALIZATIONS, VCARD_PROPERTIES) and value not in ({}, []):
            yield _notice(
                "extra", f"The member {name} is not allowed in JSContact, or belongs to what is no longer there."
            )


def _notice(code: str, text: str) -> Notice:
    return Notice(line=0, code=code, text=text)
