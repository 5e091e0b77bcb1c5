"""Whether all that the properties of a card say is in the card that was read from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PROPERTIES
from shared.domain.cards.reading.dates import timed_date_of
from shared.domain.cards.reading.transfer_encodings import from_base64
from shared.domain.cards.reading.values import text_of
from shared.domain.contacts.documents import encode, to_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.card import Card
    from shared.domain.cards.content_lines import Property

_WORD = re.compile(r"\w+")
_SAID_OTHERWISE = frozenset({
    "internet", "pref", "date", "date-time", "date-and-or-time", "binary", "uri", "url", "text", "true", "beginner",
    "average", "expert", "data", "image", "base64", "geo", "vnd", "android", "cursor", "item", "nickname", "relation",
    "contact_event", "company", "tel", "ext", "jpeg", "png", "gif", "b", "mailto", "type", "skype",
})  # fmt: skip
"""Words of formats, which a card says in another way."""
_TIMES = frozenset({"REV", "CREATED"})
_ORDERED = frozenset({"LANG"})
"""Properties whose preference is the order of a list."""


def lost_words(properties: list[Property], card: Card) -> Iterator[str]:
    """Yield the words in values and parameters that are nowhere in the card, each with its property."""
    known = _words_of(card)
    kept = {each[3] for each in card.details.extra.get(VCARD_PROPERTIES, ())}
    for prop in properties:
        if prop.value in kept and prop.name == "BDAY":
            continue
        if prop.name == "PHOTO" and card.picture and from_base64(prop.value.partition(",")[2] or prop.value):
            continue
        for word in _words_in(prop):
            if word not in known:
                yield f"{prop.name}: {word}"


def _words_in(prop: Property) -> Iterator[str]:
    text = text_of(prop.value)
    date = timed_date_of(text)[0]
    if not text.strip(";") or (date and prop.name in _TIMES):  # an empty property says nothing, whatever its types
        return
    if date and ("DATE" in prop.name or prop.name.endswith(("BDAY", "ANNIVERSARY"))):
        yield str(date)[-2:]
        return
    if prop.name == "X-ANDROID-CUSTOM":
        text = re.sub(r";\d+;", ";", text)
    unsaid = {"ENCODING", *(["PREF"] if prop.name in _ORDERED else [])}
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
