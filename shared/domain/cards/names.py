"""What a card is called, and the texts that are made of the parts of a name or an address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.text_lists import lists_with_heads, with_head

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shared.domain.contacts.details import Address

NAME_PARTS = ("prefix", "first_name", "middle_name", "last_name", "second_last_name", "suffix")
"""The parts of a name in the order in which it is shown. ``generation`` comes last, unless the suffix contains it."""
DETAILED_ADDRESS_PARTS = (
    "room", "apartment", "floor", "street_number", "street_name", "building", "block", "subdistrict", "district",
    "landmark", "direction",
)  # fmt: skip
"""The parts of an address that RFC 9554 added, in the order of its ADR."""
PHONETIC = {
    "phonetic_last_name": "X-PHONETIC-LAST-NAME",
    "phonetic_first_name": "X-PHONETIC-FIRST-NAME",
    "phonetic_middle_name": "X-PHONETIC-MIDDLE-NAME",
}
"""The members that say how a name is pronounced, in the order of N, and the property of each."""
SPELLED_IN = {"phoneticSystem": "PHONETIC", "phoneticScript": "SCRIPT"}
"""The system and the script of a pronunciation: members of JSContact (RFC 9553 section 2.2.1.2), and parameters."""

_LISTS = {kind.head: (name, kind) for name, kind in lists_with_heads(ContactDetails).items()}


def values_of(details: ContactDetails, head: str) -> Sequence[str]:
    """Return the values of a text that may be a list, such as ``first_name``: none, one, or those of its list."""
    first = getattr(details, head)
    if not first:
        return ()
    name, kind = _LISTS[head]
    values = getattr(details, name)
    return with_head(kind, first, values) or (first,) if values else (first,)


def spoken_words(text: str, values: Sequence[str]) -> Sequence[str]:
    """Return how each of several names is pronounced, if a text has a word for each; or else the text as it is."""
    words = text.split(" ")
    if len(words) == len(values) and all(words):
        return words
    return [text] if text else []


def derived_name(details: ContactDetails) -> str:
    """Return what to call a card without a display name, on one line; empty if nothing in it tells.

    It is the name, or else the first organization, nickname, e-mail address or phone number.
    """
    return name_made_of(partial(getattr, details))


def name_of_parts(details: ContactDetails) -> str:
    """Return the name that the parts make, in the order of ``NAME_PARTS``; empty if there are none."""
    return _joined_parts(partial(getattr, details))


def name_made_of(member: Callable[[str], Any]) -> str:
    """Return what ``derived_name`` does for the details with these members, by name; None stands for an empty one."""
    name = _joined_parts(member)
    if not name:
        values = [*(each.name for each in member("organizations") or ()), member("nickname")]
        values += [each.value for kind in ("emails", "phones") for each in member(kind) or ()]
        name = next(filter(None, values), "")
    return " ".join(name.split())


def _joined_parts(member: Callable[[str], Any]) -> str:
    parts = [*filter(None, map(member, NAME_PARTS))]
    generation = member("generation")
    if generation and generation not in (member("suffix") or "").split():
        parts.append(generation)
    return " ".join(parts)


def street_of_parts(address: Address) -> str:
    """Return the line that the detailed parts of an address make: ``123 Main Street, Building A``, or an empty one."""
    parts = {part: getattr(address, part) for part in DETAILED_ADDRESS_PARTS}
    street = " ".join(filter(None, (parts.pop("street_number"), parts.pop("street_name"))))
    return ", ".join(filter(None, (street, *parts.values())))
