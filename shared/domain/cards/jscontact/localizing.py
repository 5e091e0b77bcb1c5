"""``localizations`` of a card (RFC 9553 section 2.7.1): its texts in other languages.

A card is read once for each language, with the patch of that language applied. The texts that differ are ours; the
patch is kept if they do not make the same card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shared.domain.cards.jscontact.patches import PatchError, difference, patched
from shared.domain.cards.jscontact.residue import object_in
from shared.domain.cards.jscontact.validity import require_card
from shared.domain.cards.names import SPELLED_IN
from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.localizations import text_at
from shared.domain.contacts.members import Text, members_of
from shared.domain.contacts.text_lists import lists_with_heads
from shared.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shared.domain.cards.card import Card
    from shared.domain.contacts.details import ListValue
    from shared.domain.contacts.documents import Members

LOCALIZATIONS = "localizations"
_SPELLING = tuple(f"name/{member}" for member in SPELLED_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLanguage:
    """How a card is read and written without other languages."""

    read: Callable[[Members], Card]
    write: Callable[[Card], Members]


def read_localizations(base: Card, card: Members, way: OneLanguage) -> tuple[dict[str, dict[str, str]], dict[str, Any]]:
    """Return the texts in other languages by language and place, and the patches that say more than these."""
    plain = {name: value for name, value in card.items() if name != LOCALIZATIONS}
    texts: dict[str, dict[str, str]] = {}
    kept: dict[str, Any] = {}
    for language, patch in card[LOCALIZATIONS].items():
        localized = patched(plain, patch)
        own = _differing(base.details, way.read(localized).details)
        if own:
            texts[language] = own
        if not own or not _makes_the_same(base, own, way, plain, patch):
            kept[language] = patch
    return texts, kept


def _makes_the_same(base: Card, own: Mapping[str, str], way: OneLanguage, plain: Members, patch: Members) -> bool:
    written = _patch(base, own, way, way.write(base))
    try:
        return patched(plain, written) == patched(plain, patch)
    except PatchError:
        return False


def write_localizations(card: Card, written: Members, way: OneLanguage) -> tuple[dict[str, Any], list[str]]:
    """Return the patches for the texts in other languages, and the places of texts that the card does not have."""
    kept = object_in(card.details.extra, LOCALIZATIONS)
    patches: dict[str, Any] = {}
    lost: list[str] = []
    for language in dict.fromkeys((*card.details.localizations, *kept)):
        texts = card.details.localizations.get(language, {})
        if _says(texts, kept.get(language), card.details, written, way):
            patches[language] = kept[language]
            continue
        lost += [place for place in texts if not _has_place(card.details, place)]
        if patch := _patch(card, texts, way, written):
            patches[language] = {**patch, **_spelling(kept.get(language), patch)}
    return patches, lost


def _spelling(kept: Any, patch: Members) -> dict[str, Any]:
    """Return the system and the script in which a name is pronounced, which texts do not say."""
    if "name/components" not in patch or not isinstance(kept, Mapping):
        return {}
    return {place: kept[place] for place in _SPELLING if isinstance(kept.get(place), str)}


def _says(
    texts: Mapping[str, str],
    patch: Any,
    details: ContactDetails,
    written: Members,
    way: OneLanguage,
) -> bool:
    """Return whether a patch that has been kept still applies, and says these texts."""
    if not isinstance(patch, Mapping):
        return False
    try:
        return _differing(details, _read(patched(written, patch), way)) == dict(texts)
    except (PatchError, InvalidInputError):
        return False


def _read(members: Members, way: OneLanguage) -> ContactDetails:
    """Return the details in members that somebody may have made up. Raises InvalidInputError."""
    return way.read(require_card(members)).details


def _patch(card: Card, texts: Mapping[str, str], way: OneLanguage, written: Members) -> dict[str, Any]:
    localized = way.write(replace(card, details=_localized(card.details, texts)))
    return difference(
        *({name: each for name, each in one.items() if name != LOCALIZATIONS} for one in (written, localized))
    )


def _localized(details: ContactDetails, texts: Mapping[str, str]) -> ContactDetails:
    """Return the details with texts in their places."""
    changes: dict[str, Any] = {}
    for place, text in texts.items():
        name, _, of_value = place.partition("/")
        if not of_value:
            changes |= {name: text, **dict.fromkeys(_lists_of(ContactDetails, name), ())}
            continue
        value_id, _, own = of_value.rpartition("/")
        values = changes.get(name, getattr(details, name))
        changes[name] = tuple(_with_text(each, own, text) if each.id == value_id else each for each in values)
    return replace(details, **changes)


def _with_text(value: ListValue, name: str, text: str) -> ListValue:
    changes: dict[str, Any] = {name: text, **dict.fromkeys(_lists_of(type(value), name), ())}
    return replace(value, **changes)


def _lists_of(declaring: type, head: str) -> Iterator[str]:
    return (name for name, kind in lists_with_heads(declaring).items() if kind.head == head)


def _has_place(details: ContactDetails, place: str) -> bool:
    name, _, of_value = place.partition("/")
    value_id = of_value.rpartition("/")[0]
    return not of_value or any(each.id == value_id for each in getattr(details, name, ()))


def _differing(before: ContactDetails, after: ContactDetails) -> dict[str, str]:
    """Return the texts that differ, by place."""
    known = _texts(before)
    return {place: text for place, text in _texts(after).items() if text != known.get(place)}


def _texts(details: ContactDetails) -> dict[str, str]:
    texts = {
        name: getattr(details, name) for name, kind in members_of(ContactDetails).items() if isinstance(kind, Text)
    }
    for name, value_type in VALUE_TYPES.items():
        own = [each for each, kind in members_of(value_type).items() if isinstance(kind, Text)]
        for value in getattr(details, name):
            texts |= {f"{name}/{value.id}/{each}": getattr(value, each) for each in own if value.id}
    return {place: text for place, text in texts.items() if text and text_at(place)}
