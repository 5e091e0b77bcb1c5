"""Whether all that the properties of a card say is in the card that was read from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.names import derived_name
from shared.domain.cards.reading.dates import is_untrue, timed_date_of
from shared.domain.cards.reading.transfer_encodings import from_base64
from shared.domain.cards.reading.values import text_of
from shared.domain.cards.texts import split
from shared.domain.contacts.documents import encode, to_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from shared.domain.cards.card import Card
    from shared.domain.cards.content_lines import Property

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\W_]+")
_SAID_OTHERWISE = frozenset({
    "internet", "pref", "date", "date-time", "date-and-or-time", "binary", "uri", "url", "text", "true", "beginner",
    "average", "expert", "data", "image", "base64", "geo", "vnd", "android", "cursor", "item", "nickname", "relation",
    "contact_event", "company", "tel", "ext", "jpeg", "png", "gif", "b", "mailto", "type", "skype",
})  # fmt: skip
"""Words of formats, which a card says in another way."""
_TIMES = frozenset({"REV", "CREATED"})
_UNSAID = frozenset({"ENCODING"})
"""Parameters that say how a value is written; where alternatives become translations, so does ALTID."""
_IN_OTHER_WORDS = ("JSPROP", "X-ABLABEL", "X-ABSHOWAS", "X-AB-LABEL", "X-ANDROID-CUSTOM")
"""How names of properties begin whose values a card does not hold as they are."""
_ORDERED = frozenset({"LANG"})
"""Properties whose preference is the order of a list."""


def lost_words(properties: list[Property], card: Card) -> Iterator[str]:
    """Yield the words in values and parameters that are nowhere in the card, each with its property.

    Where all words are there, yield a part of a value that is nowhere in one piece.
    """
    known, pieces = _words_of(card), _pieces_of(card)
    kept = {each[3] for each in card.details.extra.get(VCARD_PROPERTIES, ())}
    for prop in properties:
        if (prop.value in kept and prop.name.endswith("BDAY")) or _is_untrue(prop):
            continue
        if prop.name == "PHOTO" and card.picture and from_base64(prop.value.partition(",")[2] or prop.value):
            continue
        unsaid = _UNSAID | ({"ALTID"} if card.details.localizations else set())
        words = [word for word in _words_in(prop, unsaid) if word not in known]
        for lost in words or [part for part in _parts_in(prop) if part not in pieces]:
            yield f"{prop.name}: {lost}"


def _parts_in(prop: Property) -> Iterator[str]:
    """Yield the parts of a value without signs and blanks, unless the card says them in other words."""
    value = prop.value.replace(";ext=", " ext. ") if prop.name == "TEL" else prop.value
    if prop.name.startswith(_IN_OTHER_WORDS) or timed_date_of(text_of(value))[0]:
        return
    for part in split(value, ";"):
        for each in split(part, ","):
            yield _SIGNS.sub("", text_of(each).lower().removeprefix("tel:").removeprefix("mailto:"))


def _pieces_of(card: Card) -> str:
    members = dict(to_document(card.details).members)
    texts = [*_texts_in(members), *card.tags, card.uid, card.product_id, derived_name(card.details)]
    return " ".join([_SIGNS.sub("", text.lower()) for text in texts])


def _is_untrue(prop: Property) -> bool:
    """Return whether a property is a date that a program made up, which a reader drops with a warning."""
    date = timed_date_of(text_of(prop.value))[0]
    return date is not None and prop.name == "BDAY" and is_untrue(date)


def _words_in(prop: Property, unsaid: Set[str]) -> Iterator[str]:
    text = text_of(prop.value)
    date = timed_date_of(text)[0]
    if not text.strip(";") or (date and prop.name in _TIMES):  # an empty property says nothing, whatever its types
        return
    if date and ("DATE" in prop.name or prop.name.endswith(("BDAY", "ANNIVERSARY"))):
        yield str(date)[-2:]
        return
    if prop.name == "X-ANDROID-CUSTOM":
        text = re.sub(r";\d+;", ";", text)
    unsaid = unsaid | ({"PREF"} if prop.name in _ORDERED else set())
    texts = [text, *(value for name, values in prop.parameters.items() if name not in unsaid for value in values)]
    every = " ".join(map(text_of, texts)).lower().replace("_$!<", "").replace(">!$_", "")
    for word in _WORD.findall(every):
        if word not in _SAID_OTHERWISE and not word.startswith("1604"):
            yield word


def _words_of(card: Card) -> set[str]:
    members: dict[str, Any] = dict(to_document(card.details).members)
    texts = [encode(members), *card.tags, card.uid, card.product_id, *_texts_in(members)]
    return {word for text in texts for word in _WORD.findall(text.lower())}


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)
    elif isinstance(value, str):
        yield value
        yield text_of(value)
