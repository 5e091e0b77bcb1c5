"""``name`` of a card (RFC 9553 section 2.2.1), and the parts of a contact's name."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.components import ORDER, component, component_residue, script_of, values_by_kind
from shared.domain.cards.jscontact.jscomps import in_order, order_of
from shared.domain.cards.jscontact.residue import object_in, restored
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.cards.names import name_of_parts, spoken_words, values_of
from shared.domain.contacts.details import ContactDetails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members

_PARTS: Mapping[str, tuple[str, str]] = {
    "title": ("prefix", "prefixes"),
    "given": ("first_name", "first_names"),
    "given2": ("middle_name", "middle_names"),
    "surname": ("last_name", "last_names"),
    "surname2": ("second_last_name", ""),
    "generation": ("generation", ""),
    "credential": ("suffix", "suffixes"),
}
"""Our members by the kind of component: the whole part, and the list of its values if it has one."""
_PHONETIC: Mapping[str, str] = {
    "given": "phonetic_first_name",
    "given2": "phonetic_middle_name",
    "surname": "phonetic_last_name",
}
_FIELDS = {"surname": 0, "given": 1, "given2": 2, "title": 3, "credential": 4, "surname2": 5, "generation": 6}
"""The fields of N (RFC 9554 section 2.2) by the kind of component."""
_SAID = frozenset({"jscomps", "sort-as"})
"""Parameters of N that JSContact has members for."""
_BOUND = (*ORDER, "full", "phoneticSystem", "phoneticScript")


def read_name(name: Members) -> dict[str, Any]:
    """Return the members of the details that a Name has; a full name only if the parts do not say the same."""
    values = values_by_kind(name.get("components", ()))
    details: dict[str, Any] = {}
    for kind, (part, several) in _PARTS.items():
        texts = values.get(kind, [])
        details[part] = " ".join(texts)
        if several and len(texts) > 1:
            details[several] = tuple(texts)
    phonetic = values_by_kind(name.get("components", ()), "phonetic")
    details |= {ours: " ".join(phonetic.get(kind, ())) for kind, ours in _PHONETIC.items() if kind in values}
    found = {member: value for member, value in details.items() if value}
    full = name.get("full", "")
    return found if not full or full == name_of_parts(ContactDetails(**found)) else {**found, "display_name": full}


def unspoken(details: ContactDetails) -> dict[str, str]:
    """Return the phonetic parts that no Name can hold, since the part itself is missing."""
    return {
        ours: getattr(details, ours)
        for kind, ours in _PHONETIC.items()
        if getattr(details, ours) and not getattr(details, _PARTS[kind][0])
    }


def _written(details: ContactDetails, kept: Members) -> dict[str, Any]:
    components: list[dict[str, str]] = []
    for kind, (part, several) in _PARTS.items():
        texts = values_of(details, part) if several else (getattr(details, part),)
        spoken = spoken_words(getattr(details, _PHONETIC[kind]), texts) if kind in _PHONETIC else ()
        components += [component(kind, *each) for each in zip_longest(texts, spoken, fillvalue="") if each[0]]
    name = without_empty({"components": components, "full": details.display_name})
    phonetic = "".join(each.get("phonetic", "") for each in components)
    if phonetic and "phoneticSystem" not in kept and "phoneticScript" not in kept:
        name["phoneticScript"] = script_of(phonetic)
    return name


def _ordered(name: dict[str, Any], parameters: Members) -> dict[str, Any]:
    """Return a name with what the parameters of vCard say of it: order, sorting, and those that JSContact has not."""
    order = in_order(parameters.get("jscomps"), name.get("components", ()), _FIELDS)
    others = {
        each: value for each, value in parameters.items() if each not in _SAID or (each == "jscomps" and not order)
    }
    sorting = _sorting(parameters.get("sort-as"))
    return {**name, **order, **without_empty({"sortAs": sorting, VCARD_PARAMETERS: others})}


def _sorting(given: Any) -> dict[str, str]:
    """Return how a name is sorted: the values of SORT-AS are those of the components, in their order."""
    texts = ",".join(given) if isinstance(given, list) else given
    if not isinstance(texts, str):
        return {}
    return {kind: text for kind, text in zip(_FIELDS, texts.split(","), strict=False) if text}


def _parameters(name: Members, written: Members) -> dict[str, Any]:
    """Return the parameters of vCard that say of a name what the details do not, as far as they say it exactly."""
    order, sorting = order_of(name, _FIELDS), name.get("sortAs", {})
    texts = [sorting.get(kind, "") for kind in _FIELDS]
    found: dict[str, Any] = {"jscomps": order, "sort-as": ",".join(texts).rstrip(",")}
    again = _ordered(dict(written), found)
    if not order or again.get("components") != name.get("components"):
        del found["jscomps"]
    if _sorting(found["sort-as"]) != sorting or any("," in text for text in texts):
        del found["sort-as"]
    return without_empty({**object_in(name, VCARD_PARAMETERS), **found})


def _read(card: Members) -> Found:
    name = card["name"]
    details = read_name(name)
    written = _written(ContactDetails(**details), name if "phoneticSystem" in name else {})
    parameters = _parameters(name, written) if not object_in(name, VCARD_PARAMETERS).keys() & _SAID else {}
    left = component_residue(name, _ordered(written, parameters))
    kept = {"name": left} if left or not (details or parameters) else {}
    return Found(details=details, extra={**kept, **({VCARD_PARAMETERS: {"n": parameters}} if parameters else {})})


def _write(card: Card) -> dict[str, Any]:
    details = card.details
    kept = object_in(details.extra, "name")
    parameters = object_in(object_in(details.extra, VCARD_PARAMETERS), "n")
    plain = _written(details, kept)
    written = _ordered(plain, parameters) if plain or parameters else {}
    says = read_name(plain)
    return without_empty({"name": restored(written, kept, lambda name: read_name(name) == says, _BOUND)})


NAME = Section(takes=("name",), read=_read, write=_write)
