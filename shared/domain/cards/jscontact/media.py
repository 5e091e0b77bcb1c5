"""``media`` of a card (RFC 9553 section 2.6.4): the photo, by its address or as data; the others are resources."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from shared.domain.cards.card import VCARD_PARAMETERS, Picture
from shared.domain.cards.jscontact.entries import by_preference, entry_ids
from shared.domain.cards.jscontact.residue import object_in, overlaid, residue
from shared.domain.cards.jscontact.sections import Found, Section, without_empty
from shared.domain.contacts.links import is_web_address

if TYPE_CHECKING:
    from shared.domain.cards.card import Card
    from shared.domain.contacts.documents import Members

_DATA = re.compile(r"data:(image/[a-z0-9.+-]+);base64,(.*)", re.ASCII | re.DOTALL)
_KIND = "photo"
_PROP_ID = "prop-id"
_PHOTO, _PICTURE = "photo", "picture"
"""The ids of the photo with an address, and of the one given as data, where a card has none for them."""


def _picture(uri: str) -> Picture | None:
    match = _DATA.fullmatch(uri)
    if match is None:
        return None
    try:
        picture = Picture(media_type=match[1], data=b64decode(match[2], validate=True))
    except ValueError:
        return None
    return picture if uri_of(picture) == uri else None


def uri_of(picture: Picture) -> str:
    """Return a picture as a ``data:`` URI (RFC 2397)."""
    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"


def _read(card: Members) -> Found:
    photo, picture = "", None
    others: dict[str, Any] = {}
    for entry_id, entry in by_preference(card["media"]):
        uri = entry["uri"]
        if entry.get("kind") != _KIND:
            others[entry_id] = entry
        elif not photo and is_web_address(uri):
            photo = uri
            others |= _kept(entry_id, entry, _PHOTO)
        elif picture is None and (picture := _picture(uri)):
            others |= _kept(entry_id, entry, _PICTURE)
        else:
            others[entry_id] = entry
    own = [each for each in others if others[each] in ({"kind": _PHOTO}, {"kind": _PICTURE})]
    if bool(photo) is not bool(picture) and own:
        del others[own[0]]
        parameters = {_PHOTO: {_PROP_ID: own[0]}}
    else:
        parameters = {}
    details = {"photo_url": photo} if photo else {}
    extra = without_empty({"media": others, VCARD_PARAMETERS: parameters})
    return Found(details=details, card={"picture": picture} if picture else {}, extra=extra)


def _kept(entry_id: str, entry: Members, usual: str) -> dict[str, Any]:
    """Return what is kept of an entry that is ours: it has no URI, and says with ``kind`` which one it is."""
    left = residue(entry, {"kind": _KIND, "uri": entry["uri"]})
    return {entry_id: {"kind": usual, **left}} if left or entry_id != usual else {}


def _write(card: Card) -> dict[str, Any]:
    kept = object_in(card.details.extra, "media")
    own = {_PHOTO: card.details.photo_url, _PICTURE: uri_of(card.picture) if card.picture else ""}
    others = {each: entry for each, entry in kept.items() if "uri" in object_in(kept, each)}
    entries: dict[str, Any] = {}
    wanted = str(object_in(object_in(card.details.extra, VCARD_PARAMETERS), _PHOTO).get(_PROP_ID, ""))
    for usual, uri in own.items():
        marked = [each for each in kept if each not in others and object_in(kept, each).get("kind") == usual]
        if uri:
            place = marked[0] if marked else entry_ids([wanted or usual], {**others, **entries})[0]
            entries[place] = overlaid(object_in(kept, place) if marked else {}, {"kind": _KIND, "uri": uri})
    return without_empty({"media": {**entries, **others}})


MEDIA = Section(takes=("media",), read=_read, write=_write)
