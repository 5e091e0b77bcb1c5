"""Where somebody lives and works: ADR, LABEL, GEO and TZ."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.names import street_of_parts
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.labels import labelled
from shared.domain.cards.reading.values import text_of, uri_of
from shared.domain.cards.texts import split
from shared.domain.contacts.details import Address
from shared.domain.contacts.members import made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder
    from shared.domain.contacts.details import ListValue

ADDRESSES = "addresses"

OLD_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
ADDRESS_PARTS = (
    *OLD_PARTS, "room", "apartment", "floor", "street_number", "street_name", "building", "block", "subdistrict",
    "district", "landmark", "direction",
)  # fmt: skip
"""The parts of ADR in RFC 9554, in order; the first seven are those of RFC 6350."""
_PARAMETERS = {"LABEL": "formatted", "GEO": "coordinates", "TZ": "time_zone", "CC": "country_code"}
_PARAMETERS |= {f"X-{name}": member for name, member in _PARAMETERS.items()}
_COORDINATES = re.compile(r"(?:geo:)?\s*([+-]?\d+(?:\.\d+)?)\s*[,;]\s*([+-]?\d+(?:\.\d+)?)", re.IGNORECASE)
_ZERO_OFFSETS = frozenset({"+00:00", "+0000", "00:00", "Z"})


def read_address(card: CardBuilder, prop: Property) -> None:
    """Read ADR, with the parameters that are members of an address."""
    parts = address_parts(prop.value)
    if not _PARAMETERS.keys().isdisjoint(prop.parameters):
        for parameter, member in _PARAMETERS.items():
            if text := first(prop.parameters, parameter):
                parts[member] = uri_of(text) if parameter == "GEO" else text_of(text)
    if parts:
        card.add(ADDRESSES, prop, parts, _PARAMETERS)
    else:
        card.note_empty(prop)


def address_parts(raw: str) -> dict[str, str]:
    """Return the parts of an address that are not empty. Commas are text: programs do not agree on their meaning.

    A value in one part is the whole address. What is beyond the parts of RFC 6350, and is not in the form of RFC 9554,
    was cut by semicolons that should have been escaped: it belongs to the country.
    """
    texts = [text_of(field) for field in split(raw, ";")]
    if len(texts) == 1:
        return {"street": texts[0]} if texts[0] else {}
    if len(OLD_PARTS) < len(texts) != len(ADDRESS_PARTS):
        last = len(OLD_PARTS) - 1
        texts[last:] = ["; ".join(filter(None, texts[last:]))]
    parts: dict[str, Any] = {part: text for part, text in zip(ADDRESS_PARTS, texts, strict=False) if text}
    if "street" in parts and len(texts) > len(OLD_PARTS) and parts["street"] == street_of_parts(made(Address, parts)):
        del parts["street"]  # it was made of the other parts
    return parts


def read_delivery_label(card: CardBuilder, prop: Property) -> None:
    """Collect LABEL of vCard 2.1 and 3.0, since its address may come later."""
    card.delivery_labels.append(prop)


def finish_addresses(card: CardBuilder) -> None:
    """Give every delivery label to the address with the same types, or make it an address of its own."""
    unlabelled = _Unlabelled(card)
    for prop in card.delivery_labels:
        text = text_of(prop.value)
        words = _words_of(prop)
        if not text:
            card.note_empty(prop)
        elif card.foreign_parameters(prop, ("TYPE", "PREF", "GROUP")):
            card.keep(prop)
        elif (at := unlabelled.taken_for(words)) is not None:
            value = card.lists[ADDRESSES][at][1]
            kinds = (*value.kinds, *(word for word in words if word not in (value.label, *value.kinds)))
            card.replace_value(ADDRESSES, at, formatted=text, kinds=kinds)
        else:
            card.add(ADDRESSES, prop, {"formatted": text})


def _words_of(prop: Property) -> Sequence[str]:
    label, kinds, _ = labelled(prop.parameters.get("TYPE", ()), ())
    return (label, *kinds) if label else kinds


class _Unlabelled:
    """The places of addresses without a delivery label, by their types, and by each of these."""

    def __init__(self, card: CardBuilder) -> None:
        self._places: dict[frozenset[str] | str, deque[int]] = {}
        self._taken: set[int] = set()
        for at, (_, value) in enumerate(card.lists.get(ADDRESSES, ())):
            if not getattr(value, "formatted", ""):
                types = frozenset({value.label, *value.kinds} - {""})
                keys: tuple[frozenset[str] | str, ...] = (types, *types)
                for key in keys:
                    self._places.setdefault(key, deque()).append(at)

    def taken_for(self, words: Sequence[str]) -> int | None:
        """Take the first address with these types, or else the first that has the first of them; None without one."""
        keys: tuple[frozenset[str] | str, ...] = (frozenset(words), *words[:1])
        for key in keys:
            places = self._places.get(key)
            while places:
                at = places.popleft()
                if at not in self._taken:
                    self._taken.add(at)
                    return at
        return None


def read_position(card: CardBuilder, prop: Property) -> None:
    """Read GEO as ``geo:`` URI, whichever form it has."""
    given = uri_of(prop.value)
    numbers = _COORDINATES.fullmatch(given)
    if numbers:
        coordinates = f"geo:{numbers[1]},{numbers[2]}"
    elif given[:4].lower() == "geo:":
        coordinates = given
    else:
        card.keep(_without_group_of_its_own(card, prop), "no_position", "it is no position")
        return
    card.located.append((prop, "coordinates", coordinates))


def read_time_zone(card: CardBuilder, prop: Property) -> None:
    """Read TZ. KAddressBook writes +00:00 for zones that it knows nothing of."""
    zone = text_of(prop.value)
    if zone in _ZERO_OFFSETS and card.is_from_kde:
        card.keep(_without_group_of_its_own(card, prop), "unlikely_zone", "KAddressBook writes it for every zone")
    else:
        card.located.append((prop, "time_zone", zone))


def _without_group_of_its_own(card: CardBuilder, prop: Property) -> Property:
    """Return a property without a group that only says that it is of no address: nothing else is in it."""
    return replace(prop, group="") if card.is_alone(prop) else prop


def _said_by_the_value(prop: Property) -> tuple[str, ...]:
    """Return the parameter VALUE if it says that a text is one."""
    return ("VALUE",) if first(prop.parameters, "VALUE").lower() == "text" else ()


def finish_positions(card: CardBuilder) -> None:
    """Give positions and time zones to the one address in their group, or else to the contact.

    Those without a group belong to the one address without a group (RFC 9555 section 2.8.3), or to the only address.
    """
    places = card.places_by_group(ADDRESSES)
    places.setdefault("", [*range(len(card.lists.get(ADDRESSES, ())))])
    together: dict[str, list[Property]] = {}
    for prop, _, _ in card.located:
        together.setdefault(prop.group.lower(), []).append(prop)
    labelled_groups = {prop.group.lower() for prop in card.labels}
    alone = {group for group, props in together.items() if group not in labelled_groups and card.is_whole_group(props)}
    for prop, member, text in card.located:
        group = prop.group.lower()
        found = places.get(group, [])
        said = _said_by_the_value(prop)
        is_bare = text and len(found) == 1 and not card.foreign_parameters(prop, (*said, "GROUP", "TYPE"))
        if is_bare and _takes(card.lists[ADDRESSES][found[0]][1], member, prop):
            card.replace_value(ADDRESSES, found[0], **{member: text})
        elif group in alone:
            card.set(replace(prop, group=""), member, text, said)  # the group only said that it is of no address
        else:
            card.set(prop, member, text, said)


def _takes(address: ListValue, member: str, prop: Property) -> bool:
    """Return whether an address has room for a position or a time zone, whose types it must have, too."""
    return not getattr(address, member) and {address.label, *address.kinds}.issuperset(_words_of(prop))
