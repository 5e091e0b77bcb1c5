"""Postal addresses, and where a person is."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import DETAILED_ADDRESS_PARTS, street_of_parts
from shared.domain.cards.writing.sheet import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import Address, ContactDetails

_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
"""The parts of ADR (RFC 6350 section 6.3.1), in order."""
_PARAMETERS = {"country_code": "CC", "coordinates": "GEO", "formatted": "LABEL", "time_zone": "TZ"}
_SAID_BESIDE = frozenset({*_PARAMETERS.values(), *(f"X-{name}" for name in _PARAMETERS.values())})
_NAMES = frozenset({"GEO", "TZ"})
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

    Parameters that were kept are those of the contact, and not of its address.
    """
    of_address = _said_of_the_only_address(details)
    for name, form in _PLACES.items():
        if text := getattr(details, name):
            start = len(sheet.properties)
            sheet.add(*form(sheet, text))
            set_apart(sheet, start)
        elif text := of_address.get(name, ""):
            sheet.append(*form(sheet, text))


def set_apart(sheet: Sheet, start: int) -> None:
    """Give the positions and time zones from ``start`` on, which are none of an address, a group where they need one.

    Readers take those of the contact for those of an address, too, if they could be.
    """
    for at, prop in enumerate(sheet.properties[start:], start):
        if bare(prop.name) in _NAMES and _would_go_to_an_address(sheet.properties[:start], prop):
            if sheet.profile.has_groups:
                sheet.properties[at] = replace(prop, group=sheet.new_group())
            else:
                sheet.lose("place", f"Without groups {bare(prop.name)} is read as that of the address.")


def _said_of_the_only_address(details: ContactDetails) -> Mapping[str, str]:
    """Return the position and the time zone of the only address that can be properties, by the name of the member.

    An address that says nothing else is none without them.
    """
    if len(details.addresses) != 1:
        return {}
    [address] = details.addresses
    if not (any(_parts(address)) or any(_detailed_parts(address)) or address.formatted or address.country_code):
        return {}
    said = {name: getattr(address, name) for name in _PLACES if not getattr(details, name)}
    return {name: text for name, text in said.items() if text and (name == "time_zone" or text.startswith("geo:"))}


def _would_go_to_an_address(before: Sequence[Property], prop: Property) -> bool:
    """Return whether readers give a property to the one address in its group; if it is in none, to the only address."""
    if not _is_bare(prop):
        return False
    addresses = [each for each in before if _is_address(each)] or [each for each in before if each.name == "LABEL"]
    group, name = prop.group.lower(), bare(prop.name)
    takers = [each for each in addresses if each.group.lower() == group] or ([] if group else addresses)
    if len(takers) != 1 or not takers[0].parameters.keys().isdisjoint({name, f"X-{name}"}):
        return False
    return not any(bare(each.name) == name and each.group.lower() == group and _is_bare(each) for each in before)


def _is_bare(prop: Property) -> bool:
    """Return whether a position or a time zone has only parameters that an address may have, too."""
    others = prop.parameters.keys() - {"TYPE"}
    return not others or (others == {"VALUE"} and [each.lower() for each in prop.parameters["VALUE"]] == ["text"])


def _is_address(prop: Property) -> bool:
    """Return whether readers make an address of a property: of an ADR that says anything."""
    return prop.name == "ADR" and bool(prop.value.strip("; ") or _SAID_BESIDE & prop.parameters.keys())


def _position(sheet: Sheet, text: str) -> tuple[str, str, Parameters]:
    """Return a position as a property: before 4.0 two numbers, if it is a point on the ground."""
    if sheet.profile.is_modern:
        return "GEO", text, {}
    if position := _POSITION.fullmatch(text):
        return "GEO", ";".join(position.groups()), {}
    return "X-GEO", sheet.escaped(text), {}


def _time_zone(sheet: Sheet, text: str) -> tuple[str, str, Parameters]:
    """Return a time zone as a property: before 4.0 an offset, unless it says that it is a text."""
    is_text = not sheet.profile.is_modern and not _OFFSET.fullmatch(text)
    return "TZ", sheet.escaped(text), {"VALUE": ("text",)} if is_text else {}


_PLACES: Mapping[str, Callable[[Sheet, str], tuple[str, str, Parameters]]] = {
    "coordinates": _position,
    "time_zone": _time_zone,
}
"""Members that a contact and an address have, and their property: name, value and parameters."""
