"""Resources of a card that a contact has no member for: keys, calendars, directories, logos and sounds.

They are kept as the properties of vCard that they are (RFC 9555), so both formats have them. What a property cannot say
exactly, such as a label of its own, is kept as it came, in the member of JSContact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS
from shared.domain.cards.jscontact.about import written_notes
from shared.domain.cards.jscontact.entries import entry_ids, read_parameter
from shared.domain.cards.jscontact.labels import CONTEXTS, texts_of, type_parameter
from shared.domain.cards.jscontact.residue import object_in
from shared.domain.cards.jscontact.schema import CARD, MapOf
from shared.domain.cards.jscontact.validity import is_card
from shared.domain.cards.texts import split, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.contacts.documents import Members

_NAMES: Mapping[tuple[str, str], str] = {
    ("calendars", "calendar"): "caluri",
    ("calendars", "freeBusy"): "fburl",
    ("schedulingAddresses", ""): "caladruri",
    ("cryptoKeys", ""): "key",
    ("directories", "entry"): "source",
    ("directories", "directory"): "org-directory",
    ("links", "contact"): "contact-uri",
    ("media", "photo"): "photo",
    ("media", "logo"): "logo",
    ("media", "sound"): "sound",
    ("preferredLanguages", ""): "lang",
    ("nicknames", ""): "nickname",
    ("speakToAs/pronouns", ""): "pronouns",
}
"""The property of vCard by the member of a card, and the kind of the entry."""
_MEMBERS = {name: place for place, name in _NAMES.items()}
_TEXTS = {"preferredLanguages": "language", "nicknames": "name", "speakToAs/pronouns": "pronouns"}
"""Where the text of an entry is, if it is no URI: beside these members, the contact has the plain texts."""
_NOTE = "note"
_TEXT_TYPES = frozenset({"text", "language-tag", "unknown"})
_PARAMETERS = {"pref": "pref", "mediaType": "mediatype", "listAs": "index"}
RESOURCES = ("calendars", "schedulingAddresses", "cryptoKeys", "directories")
"""The members of a card that hold nothing else."""


def properties_of(member: str, entries: Mapping[str, Members]) -> tuple[list[list[Any]], dict[str, Members]]:
    """Return the entries that properties say exactly, as such, and the others."""
    properties: list[list[Any]] = []
    others: dict[str, Members] = {}
    for entry_id, entry in entries.items():
        said = _property(member, entry_id, entry)
        if said and _resource(said) == (
            member,
            entry_id,
            {name: each for name, each in entry.items() if name != "@type"},
        ):
            properties.append(said)
        else:
            others[entry_id] = entry
    return properties, others


def resources_in(properties: Iterable[Any]) -> tuple[dict[str, dict[str, Any]], list[Any]]:
    """Return the resources among properties, by member and id, and the properties that are none."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    others: list[Any] = []
    for each in properties:
        resource = _resource(each)
        if resource and is_card(with_resources({}, {resource[0]: {"k1": resource[2]}})):
            found.setdefault(resource[0], []).append(resource[1:])
        else:
            others.append(each)
    members: dict[str, dict[str, Any]] = {}
    for member, resources in found.items():
        ids = entry_ids([each for each, _ in resources])
        members[member] = dict(zip(ids, [entry for _, entry in resources], strict=True))
    return members, others


def _property(member: str, entry_id: str, entry: Members) -> list[Any] | None:
    name = _NAMES.get((member, entry.get("kind", "")))
    if name is None or "uri" not in entry:
        return None
    types = {theirs: word for word, theirs in CONTEXTS.items()}
    words = [types[each] for each in entry.get("contexts", {}) if each in types]
    parameters: dict[str, Any] = {"prop-id": entry_id, **type_parameter(words)}
    parameters |= {theirs: str(entry[ours]) for ours, theirs in _PARAMETERS.items() if ours in entry}
    return [name, {**parameters, **object_in(entry, VCARD_PARAMETERS)}, "uri", entry["uri"]]


def _resource(each: Any) -> tuple[str, str, dict[str, Any]] | None:
    """Return the resource that a property is: the member of the card, its id, and the entry."""
    if not isinstance(each, list | tuple) or len(each) != 4 or not isinstance(each[1], Mapping):
        return None
    name, given, kind, text = each
    if name == _NOTE and kind in _TEXT_TYPES and isinstance(text, str) and text:
        ((note_id, note),) = written_notes(unescaped(text) if kind == "unknown" else text, given).items()
        return "notes", note_id, note
    if name not in _MEMBERS or not isinstance(text, str):
        return None
    member, sort = _MEMBERS[name]
    if kind == "unknown" and member in _TEXTS:
        text = unescaped(text) if len(split(text, ",")) == 1 else ""
    if not text or kind not in (_TEXT_TYPES if member in _TEXTS else ("uri",)):
        return None
    entry = {"kind": sort, "uri": text} if sort else {_TEXTS.get(member, "uri"): text}
    entry_id, said = said_by(member, given)
    return member, entry_id, {**entry, **said}


def said_by(member: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return what parameters of vCard say of an entry: its id, and its members; those that say none as they are."""
    parameters = dict(given)
    entry: dict[str, Any] = {}
    entry_id = parameters.pop("prop-id") if isinstance(parameters.get("prop-id"), str) else ""
    for ours, theirs in _PARAMETERS.items():
        if theirs in parameters and _takes(member, ours, parameters[theirs]):
            entry[ours] = read_parameter(ours, parameters.pop(theirs))
    words = texts_of(parameters.get("type"))
    if words and all(word in CONTEXTS for word in words):
        entry["contexts"] = {CONTEXTS[word]: True for word in words}
        del parameters["type"]
    return entry_id, {**entry, VCARD_PARAMETERS: parameters} if parameters else entry


def with_resources(members: dict[str, Any], resources: Mapping[str, Members]) -> dict[str, Any]:
    """Return the members of a card with resources, under other ids where theirs are taken."""
    for place, entries in resources.items():
        outer, _, name = place.rpartition("/")
        holder = dict(members.get(outer, {})) if outer else members
        known = holder.get(name, {})
        ids = entry_ids(entries, known)
        holder[name] = {**known, **dict(zip(ids, entries.values(), strict=True))}
        if outer:
            members = {**members, outer: holder}
    return members


def with_parameters(members: dict[str, Any], given: Members) -> dict[str, Any]:
    """Return the members of a card with what parameters of vCard say of the only entry, or in order of all of them."""
    for place, text in _TEXTS.items():
        parameters = object_in(given, _NAMES[place, ""])
        outer, _, name = place.rpartition("/")
        holder = dict(members.get(outer, {})) if outer else members
        entries = holder.get(name, {})
        rows = _rows(parameters, len(entries))
        if not rows or any(entry.keys() != {text} for entry in entries.values()):
            continue
        said = [said_by(place, row) for row in rows]
        ids = entry_ids([each or known for (each, _), known in zip(said, entries, strict=True)])
        holder[name] = {
            each: {**entry, **more} for each, entry, (_, more) in zip(ids, entries.values(), said, strict=True)
        }
        if outer:
            members = {**members, outer: holder}
    return members


def _rows(parameters: Members, count: int) -> list[dict[str, Any]]:
    """Return the parameters of each of several entries; those of the preference are given for all of them in order."""
    prefs = parameters.get("pref")
    if count > 1 and parameters.keys() == {"pref"} and isinstance(prefs, list) and len(prefs) == count:
        return [{"pref": each} if each else {} for each in prefs]
    return [dict(parameters)] if count == 1 and parameters else []


def _takes(member: str, name: str, text: Any) -> bool:
    """Return whether a parameter can be the member of an entry."""
    outer, _, inner = member.rpartition("/")
    entries = getattr(CARD.members[outer], "members", {})[inner] if outer else CARD.members[inner]
    known = isinstance(entries, MapOf) and name in getattr(entries.values, "members", {})
    return known and read_parameter(name, text) is not None
