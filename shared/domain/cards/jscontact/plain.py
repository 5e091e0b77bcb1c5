"""Cards in one language, from and to the members of a Card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, VCARD_PROPERTIES, Card
from shared.domain.cards.jscontact.jsprops import with_jsprops
from shared.domain.cards.jscontact.localizing import LOCALIZATIONS, OneLanguage
from shared.domain.cards.jscontact.properties import kept_properties, own_properties, read_properties
from shared.domain.cards.jscontact.residue import object_in, overlaid
from shared.domain.cards.jscontact.resources import (
    RESOURCES,
    properties_of,
    resources_in,
    with_parameters,
    with_resources,
)
from shared.domain.cards.jscontact.table import BY_MEMBER, SAID_BY_SECTIONS, SECTIONS
from shared.domain.cards.jscontact.validity import is_card
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails

if TYPE_CHECKING:
    from shared.domain.cards.jscontact.sections import Section
    from shared.domain.contacts.documents import Members

_MAY_HAVE_RESOURCES = (*RESOURCES, "links", "media")
_KNOWN = (*BY_MEMBER, VCARD_PROPERTIES)
_OWN = (*_KNOWN, LOCALIZATIONS, "@type", "version")


def read_plain(members: Members) -> Card:
    """Return the card that the members of a valid Card are, without those that say what it is."""
    details: dict[str, Any] = {}
    about: dict[str, Any] = {}
    extra: dict[str, Any] = {name: each for name, each in members.items() if name not in BY_MEMBER or each in ({}, [])}
    for section in SECTIONS:
        if any(name in members for name in section.takes):
            found = section.read(members)
            details |= found.details
            about |= found.card
            extra = overlaid(extra, found.extra)
    properties = list(members.get(VCARD_PROPERTIES, ()))
    for name in _MAY_HAVE_RESOURCES:
        said, others = properties_of(name, extra.get(name, {}))
        properties += said
        if said and others:
            extra[name] = others
        elif said:
            del extra[name]
    own = read_properties(properties, details)
    if own.others:
        extra[VCARD_PROPERTIES] = own.others
    elif properties:
        extra.pop(VCARD_PROPERTIES, None)
    return Card(details=ContactDetails(**{**details, **own.details}, extra=extra), **about)


def write_plain(card: Card) -> dict[str, Any]:
    """Return the members of a card, without those that say what it is, and without other languages."""
    extra = dict(card.details.extra)
    members: dict[str, Any] = {}
    for section in SECTIONS:
        members |= _sound(section, card)
    resources, kept = resources_in(kept_properties(card.details))
    members = with_resources(with_parameters(members, object_in(extra, VCARD_PARAMETERS)), resources)
    if VCARD_PARAMETERS in extra:
        extra = {**extra, VCARD_PARAMETERS: _foreign_parameters(extra)}
        if not extra[VCARD_PARAMETERS] and card.details.extra[VCARD_PARAMETERS]:
            del extra[VCARD_PARAMETERS]
    unknown = {name: value for name, value in extra.items() if name not in _OWN and is_card({name: value})}
    empty = {name: extra[name] for name in _KNOWN if extra.get(name) in ({}, []) and name not in members}
    members |= {name: each for name, each in empty.items() if is_card({name: each})}
    whole, left = with_jsprops({**members, **unknown}, kept)
    properties = [each for each in own_properties(card.details) + left if is_card({VCARD_PROPERTIES: [each]})]
    return {**whole, **({VCARD_PROPERTIES: properties} if properties else {})}


def _foreign_parameters(extra: Members) -> Any:
    """Return the parameters that are those of a card, and not of one of the members that a section writes."""
    given = extra.get(VCARD_PARAMETERS)
    if not isinstance(given, dict):
        return given
    return {name: value for name, value in given.items() if name not in SAID_BY_SECTIONS}


def _sound(section: Section, card: Card) -> dict[str, Any]:
    """Return what a section writes; without what clients have put into ``extra`` if JSContact does not allow it."""
    members = section.write(card)
    return members if is_card(members) else section.write(_without_extra(card))


def _without_extra(card: Card) -> Card:
    lists: dict[str, Any] = {
        name: tuple(replace(each, extra={}) for each in getattr(card.details, name)) for name in VALUE_TYPES
    }
    return replace(card, details=replace(card.details, extra={}, **lists))


PLAIN = OneLanguage(read=read_plain, write=write_plain)
