"""``addresses`` of a card (RFC 9553 section 2.5.1), with the components of RFC 9554 section 2.1.

Our ``street`` and ``extended`` are what programs without these components show. They are written as vCard's older
fields are (RFC 9555 section 2.6.1): as ``name`` and ``apartment`` if there is nothing finer, and otherwise not at all,
since they follow from the components; where they do not, they are parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_NAME, VCARD_PARAMETERS
from shared.domain.cards.jscontact.components import ORDER, component, component_residue, values_by_kind
from shared.domain.cards.jscontact.entries import EntryForm, entry_ids
from shared.domain.cards.jscontact.jscomps import in_order, order_of
from shared.domain.cards.jscontact.labels import ADDRESS_CONTEXTS, Labelling
from shared.domain.cards.jscontact.residue import object_in, overlaid
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.cards.jscontact.zones import time_zone_of
from shared.domain.contacts.details import Address

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.details import ContactDetails, ListValue
    from shared.domain.contacts.documents import Members

_OLD = {
    "postOfficeBox": "po_box",
    "locality": "city",
    "region": "region",
    "postcode": "postal_code",
    "country": "country",
}
_IN_STREET = {
    "number": "street_number",
    "name": "street_name",
    "block": "block",
    "direction": "direction",
    "landmark": "landmark",
    "subdistrict": "subdistrict",
    "district": "district",
}
_IN_EXTENDED = {"room": "room", "floor": "floor", "apartment": "apartment", "building": "building"}
_NEW = {**_IN_EXTENDED, **_IN_STREET}
_FIELDS = {
    "postOfficeBox": 0, "locality": 3, "region": 4, "postcode": 5, "country": 6, "room": 7, "apartment": 8, "floor": 9,
    "number": 10, "name": 11, "building": 12, "block": 13, "subdistrict": 14, "district": 15, "landmark": 16,
    "direction": 17,
}  # fmt: skip
"""The fields of ADR (RFC 9554 section 2.1) by the kind of component."""
_JSCOMPS = "jscomps"
_MEMBERS = {"full": "formatted", "countryCode": "country_code", "coordinates": "coordinates", "timeZone": "time_zone"}
_TIME_ZONE = "tz"
"""The parameter for a time zone that JSContact has no name for."""
_PARAMETERS = {"x-street": "street", "x-extended": "extended"}
_ABOUT_CARD = {"geo": ("coordinates", "coordinates"), "tz": ("timeZone", "time_zone")}
"""Members of an entry that is not about an address, by the name of its property: theirs and ours."""


def _read_address(entry: Members) -> dict[str, Any]:
    components = entry.get("components", ())
    values = {kind: " ".join(texts) for kind, texts in values_by_kind(components).items()}
    found = {ours: values[kind] for kind, ours in _OLD.items() if kind in values}
    parameters = object_in(entry, VCARD_PARAMETERS)
    if values.keys() & _NEW.keys() <= {"name", "apartment"} and not parameters.keys() & _PARAMETERS.keys():
        found |= {"street": values.get("name", ""), "extended": values.get("apartment", "")}
    else:
        found |= {ours: values[kind] for kind, ours in _NEW.items() if kind in values}
        found |= {"street": _joined(components, _IN_STREET), "extended": _joined(components, _IN_EXTENDED)}
    found |= {ours: parameters[name] for name, ours in _PARAMETERS.items() if isinstance(parameters.get(name), str)}
    found |= {ours: entry[theirs] for theirs, ours in _MEMBERS.items() if theirs in entry}
    if "time_zone" not in found and isinstance(parameters.get(_TIME_ZONE), str):
        found["time_zone"] = parameters[_TIME_ZONE]
    return without_empty(found)


def _joined(components: list[Members], kinds: Mapping[str, str]) -> str:
    """Return the values of components with what is between them; a separator counts only between two of these."""
    text = between = ""
    for each in components:
        if each["kind"] in kinds and each["value"]:
            text = f"{text}{between or ' '}{each['value']}" if text else each["value"]
            between = ""
        else:
            between = each["value"] if each["kind"] == "separator" else ""
    return text


def _write_address(address: Address) -> dict[str, Any]:
    old = [component(kind, getattr(address, ours)) for kind, ours in _OLD.items() if getattr(address, ours)]
    new = [component(kind, getattr(address, ours)) for kind, ours in _NEW.items() if getattr(address, ours)]
    if new:
        new.sort(key=lambda each: f"{address.extended}\n{address.street}".find(each["value"]))
    else:
        named = {"apartment": address.extended, "name": address.street}
        new = [component(kind, text) for kind, text in named.items() if text]
    entry = without_empty(
        {"components": new + old, **{theirs: getattr(address, ours) for theirs, ours in _MEMBERS.items()}}
    )
    if zone := time_zone_of(address.time_zone):
        entry["timeZone"] = zone
    elif address.time_zone:
        del entry["timeZone"]
    return entry


def _finish(address: Address, entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with parameters for lines that do not follow from its components, and a zone without a name.

    The list of all parts, which vCard's older fields have (RFC 9554 section 2.1), says nothing more.
    """
    read = _read_address(entry)
    texts = {name: getattr(address, ours) for name, ours in _PARAMETERS.items() if getattr(address, ours)}
    missing = {
        name: text
        for name, text in texts.items()
        if read.get(_PARAMETERS[name], "") != text and sorted(text.split(",")) != _parts(address, _PARAMETERS[name])
    }
    if address.time_zone and "timeZone" not in entry and read.get("time_zone") != address.time_zone:
        missing[_TIME_ZONE] = address.time_zone
    return overlaid(entry, {VCARD_PARAMETERS: missing}) if missing else entry


def _parts(address: Address, line: str) -> list[str]:
    kinds = _IN_STREET if line == "street" else _IN_EXTENDED
    return sorted(filter(None, [getattr(address, ours) for ours in kinds.values()]))


class AddressForm(EntryForm):
    """Addresses: the order of the components is kept as vCard's parameter, where that says it exactly."""

    __slots__ = ()

    def comparable(self, value: ListValue | None) -> ListValue | None:
        """Return an address without the lines that follow from its parts, or are parameters."""
        value = EntryForm.comparable(self, value)
        is_detailed = isinstance(value, Address) and any(getattr(value, ours) for ours in _NEW.values())
        return replace(value, street="", extended="") if isinstance(value, Address) and is_detailed else value

    def value_of(self, value_id: str, entry: Members) -> ListValue | None:
        """Return the address that an entry is."""
        address = EntryForm.value_of(self, value_id, entry)
        if not isinstance(address, Address) or _JSCOMPS in object_in(address.extra, VCARD_PARAMETERS):
            return address
        components, fields = _canonical(address)
        text = order_of(entry, fields)
        if not text or in_order(text, components, fields).get("components") != entry["components"]:
            return address
        extra = {name: value for name, value in address.extra.items() if name not in ORDER}
        return replace(address, extra=overlaid(extra, {VCARD_PARAMETERS: {_JSCOMPS: text}}))

    def entry_of(self, value: ListValue) -> dict[str, Any]:
        """Return the entry that an address is."""
        parameters = object_in(value.extra, VCARD_PARAMETERS)
        if not isinstance(value, Address) or "components" in value.extra or _JSCOMPS not in parameters:
            return EntryForm.entry_of(self, value)
        if not (order := in_order(parameters[_JSCOMPS], *_canonical(value))):
            return EntryForm.entry_of(self, value)
        others = {name: each for name, each in parameters.items() if name != _JSCOMPS}
        extra = {name: each for name, each in value.extra.items() if name != VCARD_PARAMETERS}
        extra = {**extra, **order, **({VCARD_PARAMETERS: others} if others else {})}
        return EntryForm.entry_of(self, replace(value, extra=extra))


def _canonical(address: Address) -> tuple[list[Members], Mapping[str, int]]:
    """Return the components that an address has without an order, and the fields of ADR that they are in."""
    is_new = any(getattr(address, ours) for ours in _NEW.values())
    return _write_address(address).get("components", []), _FIELDS if is_new else {**_FIELDS, "apartment": 1, "name": 2}


FORM = AddressForm(
    value_type=Address,
    labelling=Labelling(has_label=False, contexts=ADDRESS_CONTEXTS),
    read=_read_address,
    write=_write_address,
    residue=component_residue,
    bound=ORDER,
    finish=_finish,
)


def _read(card: Members) -> Found:
    details: dict[str, Any] = {}
    entries: dict[str, Members] = {}
    kept: dict[str, Members] = {}
    for value_id, entry in card["addresses"].items():
        theirs, ours = _ABOUT_CARD.get(entry.get(VCARD_NAME, ""), ("", ""))
        if entry.keys() - {"@type"} == {theirs, VCARD_NAME} and ours not in details:
            details[ours] = entry[theirs]
            if value_id != entry[VCARD_NAME]:
                kept[value_id] = {VCARD_NAME: entry[VCARD_NAME]}
        else:
            entries[value_id] = entry
    values, _ = FORM.values_of(entries)
    return Found(details={**details, "addresses": tuple(values)}, extra=without_empty({"addresses": kept}))


def _write(card: Card) -> dict[str, Any]:
    kept = object_in(card.details.extra, "addresses")
    entries = FORM.entries_of(card.details.addresses, kept)
    for name, (theirs, text) in about_card(card.details).items():
        marked = [each for each in kept if object_in(kept, each).get(VCARD_NAME) == name and each not in entries]
        place = marked[0] if marked else entry_ids([name], [*entries, *kept])[0]
        entries[place] = {theirs: text, VCARD_NAME: name}
    return without_empty({"addresses": entries})


def about_card(details: ContactDetails) -> dict[str, tuple[str, str]]:
    """Return where the person is, by the name of its property: the member of an address that says it, and the text.

    That is a position as a ``geo:`` URI, and a time zone by its name in the IANA database. Others have no place.
    """
    found: dict[str, tuple[str, str]] = {}
    if details.coordinates.startswith("geo:"):
        found["geo"] = ("coordinates", details.coordinates)
    if zone := time_zone_of(details.time_zone):
        found["tz"] = ("timeZone", zone)
    return found


ADDRESSES = Section(takes=("addresses",), read=_read, write=_write)
