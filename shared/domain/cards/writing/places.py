"""Postal addresses, and where a person is."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from shared.domain.cards.names import DETAILED_ADDRESS_PARTS, street_of_parts

if TYPE_CHECKING:
    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import Address, ContactDetails

_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
"""The parts of ADR (RFC 6350 section 6.3.1), in order."""
_PARAMETERS = {"country_code": "CC", "coordinates": "GEO", "formatted": "LABEL", "time_zone": "TZ"}
_parts, _detailed_parts = attrgetter(*_PARTS), attrgetter(*DETAILED_ADDRESS_PARTS)
_said_in_parameters = attrgetter(*_PARAMETERS)
_POSITION = re.compile(r"geo:(-?[\d.]+),(-?[\d.]+)", re.ASCII)
_OFFSET = re.compile(r"[+-]\d\d(:?\d\d)?", re.ASCII)


def write_addresses(sheet: Sheet, addresses: tuple[Address, ...]) -> None:
    """Write postal addresses. Readers take backslashes in their parameters for escapes.

    Version 2.1 has no quotation marks, which a delivery label in a parameter would need: it is a property there.
    """
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


def write_coordinates(sheet: Sheet, details: ContactDetails) -> None:
    """Write the position: before 4.0 two numbers, if it is a point on the ground."""
    if sheet.profile.is_modern:
        sheet.add("GEO", details.coordinates)
    elif position := _POSITION.fullmatch(details.coordinates):
        sheet.add("GEO", ";".join(position.groups()))
    else:
        sheet.add_text("X-GEO", details.coordinates)


def write_time_zone(sheet: Sheet, details: ContactDetails) -> None:
    """Write the time zone: before 4.0 an offset, unless it says that it is a text."""
    is_text = not sheet.profile.is_modern and not _OFFSET.fullmatch(details.time_zone)
    sheet.add_text("TZ", details.time_zone, {"VALUE": ("text",)} if is_text else None)
