"""Postal addresses, and where a person is."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import DETAILED_ADDRESS_PARTS, street_of_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import Address, ContactDetails

_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
"""The parts of ADR (RFC 6350 section 6.3.1), in order."""
_PARAMETERS = {"country_code": "CC", "coordinates": "GEO", "formatted": "LABEL", "time_zone": "TZ"}
_parts, _detailed_parts = attrgetter(*_PARTS), attrgetter(*DETAILED_ADDRESS_PARTS)
_said_in_parameters = attrgetter(*_PARAMETERS)
_POSITION = re.compile(r"geo:(-?[\d.]+),(-?[\d.]+)", re.ASCII)
_OFFSET = re.compile(r"[+-]\d\d(:?\d\d)?", re.ASCII)


def write_addresses(sheet: Sheet, details: ContactDetails) -> None:
    """Write postal addresses. Readers take backslashes in their parameters for escapes.

    Version 2.1 has no quotation marks, which a delivery label in a parameter would need: it is a property there.
    Position and time zone of the only address are properties, too, which more programs know than the parameters.
    """
    addresses = details.addresses
    apart: dict[str, Any] = dict.fromkeys(_said_of_the_only_address(details), "")
    if apart:
        addresses = (replace(addresses[0], **apart),)
    labelled = [] if sheet.profile.has_quotes else _with_own_label(sheet, addresses)
    for address in addresses:
        parameters: Parameters = {
            name if sheet.profile.is_modern else f"X-{name}": (text.replace("\\", "\\\\"),)
            for (part, name), text in zip(_PARAMETERS.items(), _said_in_parameters(address), strict=True)
            if text and (part != "formatted" or sheet.profile.has_quotes)
        }
        sheet.add_value("ADR", address_components(sheet, address), address, parameters)
    for address in labelled:
        sheet.add_value("LABEL", sheet.escaped(address.formatted), replace(address, id="", primary=False, extra={}))


def _with_own_label(sheet: Sheet, addresses: tuple[Address, ...]) -> list[Address]:
    """Return the addresses whose delivery label will be read as theirs: as that of the first with the same types."""
    labelled: list[Address] = []
    without: set[frozenset[str]] = set()
    for address in addresses:
        types = frozenset({address.label, *address.kinds})
        if not address.formatted:
            without.add(types)
        elif types in without:
            sheet.lose("parameter", "ADR has lost its LABEL, which another address would get.")
        else:
            labelled.append(address)
    return labelled


def address_components(sheet: Sheet, address: Address) -> str:
    """Return the value of ADR. Programs that know no detailed parts read the street made of them (RFC 9554)."""
    street = address.street or street_of_parts(address)
    texts = [*_parts(address)]
    texts[_PARTS.index("street")] = street
    if sheet.profile.is_extended:
        texts += _detailed_parts(address)
    elif any(_detailed_parts(address)):
        sheet.lose("address_parts", f"The detailed parts of the address are written as one street: {street}.")
    return sheet.parts(texts)


def write_place(sheet: Sheet, details: ContactDetails) -> None:
    """Write the position and the time zone of the contact, or else those of its only address.

    Readers take those of the contact for those of an address, too, if they could be: they stand in a group apart.
    """
    group, of_address = "", _said_of_the_only_address(details)
    for name, (prop, write) in _PLACES.items():
        if text := getattr(details, name):
            if _would_go_to_an_address(sheet, prop) and not sheet.has_parameters_for(prop):
                group = group or _group_apart(sheet, prop)
            write(sheet, text, group)
        elif text := of_address.get(name, ""):
            write(sheet, text, "")


def _said_of_the_only_address(details: ContactDetails) -> Mapping[str, str]:
    """Return the position and the time zone of the only address that can be properties, by the name of the member."""
    if len(details.addresses) != 1:
        return {}
    said = {name: getattr(details.addresses[0], name) for name in _PLACES if not getattr(details, name)}
    return {name: text for name, text in said.items() if text and (name == "time_zone" or text.startswith("geo:"))}


def _would_go_to_an_address(sheet: Sheet, name: str) -> bool:
    """Return whether readers give a property in no group to an address: to the one in no group, or the only one."""
    addresses = [prop for prop in sheet.properties if prop.name == "ADR"]
    takers = [prop for prop in addresses if not prop.group] or addresses
    return len(takers) == 1 and takers[0].parameters.keys().isdisjoint({name, f"X-{name}"})


def _group_apart(sheet: Sheet, name: str) -> str:
    if sheet.profile.has_groups:
        return sheet.new_group()
    sheet.lose("place", f"Without groups {name} is read as that of the address.")
    return ""


def _write_position(sheet: Sheet, text: str, group: str) -> None:
    """Write a position: before 4.0 two numbers, if it is a point on the ground."""
    if sheet.profile.is_modern:
        sheet.add("GEO", text, group=group)
    elif position := _POSITION.fullmatch(text):
        sheet.add("GEO", ";".join(position.groups()), group=group)
    else:
        sheet.add("X-GEO", sheet.escaped(text), group=group)


def _write_time_zone(sheet: Sheet, text: str, group: str) -> None:
    """Write a time zone: before 4.0 an offset, unless it says that it is a text."""
    is_text = not sheet.profile.is_modern and not _OFFSET.fullmatch(text)
    sheet.add("TZ", sheet.escaped(text), {"VALUE": ("text",)} if is_text else None, group)


_PLACES: Mapping[str, tuple[str, Callable[[Sheet, str, str], None]]] = {
    "coordinates": ("GEO", _write_position),
    "time_zone": ("TZ", _write_time_zone),
}
"""Members that a contact and an address have: their property, and how it is written."""
