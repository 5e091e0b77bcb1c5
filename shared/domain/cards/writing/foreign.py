"""What a card keeps of other formats: properties that the contact has no member for, and members of JSContact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.jcard_properties import property_of
from shared.domain.cards.json_pointers import COLLECTIONS, OBJECTS, SETS, pointer_to
from shared.domain.cards.names import SPELLED_IN
from shared.domain.cards.texts import is_plain_parameter
from shared.domain.cards.writing.media import write_medium
from shared.domain.cards.writing.people import is_spelled_by_a_name, phonetic_spelling
from shared.domain.cards.writing.sheet import OWN_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shared.domain.cards.content_lines import Property
    from shared.domain.cards.writing.sheet import Parameters, Sheet
    from shared.domain.contacts.details import ContactDetails, Extra, ListValue

UID = "uid"
"""In ``extra`` of a stored contact: the UID of the card that it was made from."""
_MEDIA = frozenset({"KEY", "LOGO", "PHOTO", "SOUND"})


def foreign_properties(extra: Extra) -> list[Property]:
    """Return the properties that a card keeps from another vCard; none of what cannot be one."""
    given = extra.get(VCARD_PROPERTIES, ())
    return [each for each in map(property_of, given) if each is not None] if isinstance(given, list | tuple) else []


def write_foreign(sheet: Sheet, foreign: Iterable[Property]) -> None:
    """Write properties from other cards as they came, but for what only says that it is a card."""
    for each in foreign:
        if _says_nothing(sheet, each):
            continue
        parameters = sheet.foreign(each.name, dict(each.parameters))
        if each.name in _MEDIA:
            write_medium(sheet, each, parameters)
        else:
            sheet.append(each.name, each.value, parameters, each.group)


def _says_nothing(sheet: Sheet, prop: Property) -> bool:
    """Return whether this is ``PROFILE:VCARD`` (RFC 2426 section 2.1.2), which other programs may refuse."""
    return (
        prop.name == "PROFILE"
        and prop.value.strip().upper() == "VCARD"
        and not (sheet.profile.is_apple or sheet.profile.is_extended)
    )


def write_patches(sheet: Sheet, details: ContactDetails, lists: Iterable[tuple[str, Sequence[ListValue]]]) -> None:
    """Write the members of JSContact that the contact has no place for, as JSPROP (RFC 9555)."""
    patches = [*_members_of_card(sheet, details)] if details.extra else []
    for name, values in lists:
        for value in values:
            if value.extra:
                patches += _members_of_value(sheet, name, value)
    for pointer, value in patches:
        if not sheet.profile.has_quotes and not is_plain_parameter(pointer):
            sheet.lose("extra", f"The member at {pointer} is not part of this format.")
            continue
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        parameters: Parameters = {"VALUE": ("text",), "JSPTR": (pointer,)}
        sheet.add(sheet.later("JSPROP", is_extension=True), sheet.escaped(text), parameters)


def _members_of_card(sheet: Sheet, details: ContactDetails) -> Iterator[tuple[str, Any]]:
    """Yield members, each with its JSON pointer."""
    for member in _foreign(details.extra):
        if member in OBJECTS:
            if (unwritten := _unwritten(sheet, details, member)) or not details.extra[member]:
                yield from _parts((member,), unwritten, OBJECTS[member])
        elif member != UID:
            yield pointer_to([member]), details.extra[member]


def _unwritten(sheet: Sheet, details: ContactDetails, member: str) -> Any:
    """Return a foreign member without what another property says: an N says how a name is spelled."""
    value = details.extra[member]
    if member == "name" and phonetic_spelling(sheet, details):
        return {name: each for name, each in value.items() if name not in SPELLED_IN}
    if member == "localizations" and isinstance(value, dict):
        return {name: each for name, each in value.items() if not is_spelled_by_a_name(sheet, details, name)}
    return value


def _members_of_value(sheet: Sheet, name: str, value: ListValue) -> Iterator[tuple[str, Any]]:
    for member in _foreign(value.extra):
        if value.id and name in COLLECTIONS and sheet.profile.is_extended:
            yield from _parts((COLLECTIONS[name], value.id, member), value.extra[member], 0)
        else:
            sheet.lose("extra", f"The member {member} of a value in {name} is not part of this format.")


def _parts(path: tuple[str, ...], value: Any, levels: int) -> Iterator[tuple[str, Any]]:
    """Yield the foreign parts of an object that has others, too: a patch of all of it would replace those.

    They are so many levels below it, since a patch needs the object that it is in.
    """
    if isinstance(value, dict) and (levels or path[-1] in SETS) and (value or path == ("name",)):
        for name, inner in value.items():
            yield from _parts((*path, name), inner, max(levels - 1, 0))
    else:
        yield pointer_to(path), value


def _foreign(extra: Mapping[str, Any]) -> Iterator[str]:
    return (member for member in extra if member not in OWN_MEMBERS)
