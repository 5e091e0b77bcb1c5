"""Names: FN, N, NICKNAME and phonetic names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.cards.names import PHONETIC, SPELLED_IN, name_made_of
from shared.domain.cards.reading.builder import first
from shared.domain.cards.reading.values import text_of, texts_in
from shared.domain.cards.texts import split
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.text_lists import lists_with_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.reading.builder import CardBuilder

_PARTS = ("last_name", "first_name", "middle_name", "prefix", "suffix", "second_last_name", "generation")
_SHORT, _LONG = 5, 7
"""The number of parts in RFC 6350, and in RFC 9554; a figure of RFC 9555 has an empty one more."""
_LISTS = {kind.head: name for name, kind in lists_with_heads(ContactDetails).items()}
_PHONETIC = {
    "last_name": "phonetic_last_name",
    "first_name": "phonetic_first_name",
    "middle_name": "phonetic_middle_name",
}
_PHONETIC_PARAMETERS = frozenset({"ALTID", "PHONETIC", "SCRIPT", "LANGUAGE"})


def read_formatted_name(card: CardBuilder, prop: Property) -> None:
    """Collect FN; ``finish_formatted_name`` says what it means beside the rest of the card."""
    card.formatted.append(prop)


def finish_formatted_name(card: CardBuilder) -> None:
    """Make FN the display name, unless it is what the card, which is complete but for it, is called without.

    Of several FN it is the one with the fewest parameters (RFC 9555 section 2.5.2).
    """
    if not card.formatted:
        return
    chosen = card.formatted[0]
    if len(card.formatted) > 1:
        chosen = min(card.formatted, key=lambda prop: len(prop.parameters))
        for prop in card.formatted:
            if prop is not chosen:
                card.keep(prop)
    card.remember(chosen, ("DERIVED",))
    name = " ".join(text_of(chosen.value).split())
    derived = name_made_of(card.members.get)
    is_derived = first(chosen.parameters, "DERIVED").lower() == "true" and derived
    if name and name != derived and not is_derived:
        card.members["display_name"] = name


def read_name(card: CardBuilder, prop: Property) -> None:
    """Read N, unless there was one already."""
    if "PHONETIC" in prop.parameters:
        read_phonetic_name(card, prop)
        return
    parts = name_parts(prop.value, card.version)
    if not parts:
        return  # N is often there only because it has to be
    if not card.members.keys().isdisjoint(_PARTS):
        card.keep(prop)
        return
    for part, values in parts.items():
        card.members[part] = values[0] if len(values) == 1 else " ".join(values)
        if len(values) > 1 and part in _LISTS:
            card.members[_LISTS[part]] = tuple(values)
    card.remember(prop)


def name_parts(raw: str, version: str) -> dict[str, Sequence[str]]:
    """Return the values of each part of a name that is not empty. vCard 2.1 has no lists in a part."""
    fields = split(raw, ";")
    if "," not in raw or version == "2.1":
        values = [[text] if (text := text_of(field)) else [] for field in fields]
    else:
        values = [[*texts_in(field)] for field in fields]
    if len(values) == _LONG + 1 and not values[-1]:
        values.pop()
    if len(values) != _LONG:
        values[_SHORT - 1 :] = [[each for field in values[_SHORT - 1 :] for each in field]]
    parts: dict[str, Sequence[str]] = {part: found for part, found in zip(_PARTS, values, strict=False) if found}
    if len(values) == _LONG:
        _take_out(parts, "last_name", "second_last_name")
        _take_out(parts, "suffix", "generation")
    return parts


def _take_out(parts: dict[str, Sequence[str]], whole: str, part: str) -> None:
    """Take the values of a part out of the older part that has them, too (RFC 9554 section 2.2)."""
    if part in parts and whole in parts:
        copies = len(parts[part])
        if parts[whole][-copies:] == parts[part]:
            others = parts[whole][:-copies]
        else:
            others = [value for value in parts[whole] if value not in parts[part]]
        if others:
            parts[whole] = others
        elif whole == "suffix":
            del parts[whole]


def read_phonetic_name(card: CardBuilder, prop: Property) -> None:
    """Read an N that says how a name is pronounced (RFC 9554 section 4.6)."""
    members = phonetic_members(card, prop)
    spelling, known = spelling_in(prop), card.json.get("name", {})
    is_another = not card.members.keys().isdisjoint(PHONETIC) and spelling != {
        name: known[name] for name in SPELLED_IN if name in known
    }
    if not members or is_another or any(member in card.members for member in members):
        card.keep(prop)
        return
    card.members |= members
    card.json.setdefault("name", {}).update(spelling)


def phonetic_members(card: CardBuilder, prop: Property) -> dict[str, str]:
    """Return how the parts of a name are pronounced; nothing if the property says what a contact has no place for."""
    parts = name_parts(prop.value, card.version)
    members = {_PHONETIC[part]: " ".join(values) for part, values in parts.items() if part in _PHONETIC}
    return members if len(members) == len(parts) and _PHONETIC_PARAMETERS.issuperset(prop.parameters) else {}


def spelling_in(prop: Property) -> dict[str, str]:
    """Return the system and the script in which a name is pronounced, by their names in JSContact."""
    texts = {name: first(prop.parameters, parameter) for name, parameter in SPELLED_IN.items()}
    system = texts["phoneticSystem"].lower()
    texts["phoneticSystem"] = "" if system == "script" else system
    return {name: text for name, text in texts.items() if text}


def read_nickname(card: CardBuilder, prop: Property) -> None:
    """Read NICKNAME, of which there may be several."""
    texts = texts_in(prop.value)
    if not texts:
        card.note_empty(prop)
    elif card.nicknames and card.foreign_parameters(prop):
        card.keep(prop)  # there is no place for the parameters of a second one
    else:
        card.nicknames += texts
        card.remember(prop)


def finish_nicknames(card: CardBuilder) -> None:
    """Make the first nickname the one that is shown."""
    names = tuple(dict.fromkeys(card.nicknames))
    card.members["nickname"] = names[0]
    if len(names) > 1:
        card.members["nicknames"] = names
