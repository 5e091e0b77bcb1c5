"""What stands once in a card: kind, notes, gender, languages, places of birth and death, tags, identity, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.writing.dates import moment, write_date
from shared.domain.cards.writing.lists import is_uri, uri

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.cards.writing.sheet import Sheet
    from shared.domain.contacts.details import ContactDetails

_KINDS_OF_3_0 = {"group": ("X-ADDRESSBOOKSERVER-KIND", "group"), "org": ("X-ABSHOWAS", "COMPANY")}
_TEXTS_OF_RFC_6474 = {"birth_place": "BIRTHPLACE", "death_place": "DEATHPLACE"}
_EXTENSIONS = {"grammatical_gender": "GRAMGENDER", "language": "LANGUAGE", "pronouns": "PRONOUNS"}
"""Members and the properties of RFC 9554 that hold them."""


def write_identity(sheet: Sheet, card: Card) -> None:
    """Write what a card says of itself: product, UID, times. A UID is never made up."""
    sheet.add_text("PRODID", card.product_id)
    uid = card.uid or str(card.details.extra.get("uid") or "")
    if uid and sheet.profile.is_modern:
        sheet.add("UID", uid if is_uri(uid) else sheet.escaped(uid), None if is_uri(uid) else {"VALUE": ("text",)})
    else:
        sheet.add_text("UID", uid)
    if card.updated_at is not None:
        sheet.add("REV", moment(card.updated_at, sheet))
    if card.created_at is not None:
        sheet.add(sheet.later("CREATED", is_extension=True), moment(card.created_at, sheet))


def write_kind(sheet: Sheet, details: ContactDetails) -> None:
    """Write the kind; before 4.0 as Apple's programs do."""
    if sheet.profile.is_modern:
        sheet.add("KIND", details.kind)
    else:
        name, value = _KINDS_OF_3_0.get(details.kind, ("X-KIND", details.kind))
        sheet.add(name, value)


def write_members(sheet: Sheet, details: ContactDetails) -> None:
    """Write the members of a group."""
    name = "MEMBER" if sheet.profile.is_modern else "X-ADDRESSBOOKSERVER-MEMBER"
    for member in details.members:
        sheet.add(name, uri(sheet, member))


def write_places_of_life(sheet: Sheet, details: ContactDetails) -> None:
    """Write death date, and the places of birth and death (RFC 6474)."""
    if details.death_date is not None:
        write_date(sheet, sheet.later("DEATHDATE"), details.death_date)
    for member, prop in _TEXTS_OF_RFC_6474.items():
        sheet.add_text(sheet.later(prop), getattr(details, member))


def write_language(sheet: Sheet, details: ContactDetails) -> None:
    """Write gender and grammatical gender, pronouns, the language of the card and those that the person speaks."""
    if details.gender:
        # The value is that of the property: "M;grrrl" is its two components.
        sheet.add(sheet.later("GENDER"), details.gender)
    for member, prop in _EXTENSIONS.items():
        sheet.add_text(sheet.later(prop, is_extension=True), getattr(details, member))
    is_list = sheet.profile.is_modern and len(details.languages) > 1
    for place, language in enumerate(details.languages, start=1):
        sheet.add_text(sheet.later("LANG"), language, {"PREF": (str(place),)} if is_list else None)


def write_tags(sheet: Sheet, card: Card) -> None:
    """Write the tags, in order."""
    if card.tags:
        sheet.add("CATEGORIES", sheet.listed(card.tags))
