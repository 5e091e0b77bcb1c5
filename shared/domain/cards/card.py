"""The neutral card: what every reader returns and every writer takes, whatever the format.

Its body are the details of a contact. What a format says and the details have no member for stands in ``extra``, that
of the card or of a value in a list, as the members of JSContact (RFC 9553) that hold it. For vCard these are the ones
of RFC 9555 section 2.15: ``vCardProps``, properties as in jCard (RFC 7095); ``vCardParams``, the parameters of the
property that a value was read from; ``vCardName``, its name where that is not the usual one. So a card that only passes
through keeps all of it, value for value, and each format has one place to look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.contacts.details import ContactDetails

if TYPE_CHECKING:
    from datetime import datetime

VCARD_PROPERTIES = "vCardProps"
"""In ``extra`` of a card: properties without a place, each ``[name, parameters, type, value, ...]`` as in jCard."""
VCARD_PARAMETERS = "vCardParams"
"""In ``extra`` of a value: parameters without a place by lower-case name, ``group`` among them (RFC 7095 section 7).

In ``extra`` of a card: those of properties that become no value in a list, by the lower-case name of the property.
"""
VERBATIM = "x-verbatim"
"""The parameter for the raw value of a date that has a time or zone, of which the details have the date alone."""
VCARD_NAME = "vCardName"
"""In ``extra`` of a value: the lower-case name of its property where another one is usual (``impp`` for a handle)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a reader or writer did with something that it could not take as it stood.

    ``line`` counts from 1 in the input, and is 0 where there are no lines; ``code`` is for programs (``no_end``), the
    text a sentence for people, in which values of the card may stand.
    """

    line: int
    code: str
    text: str


def picture_left_out(line: int, reason: str) -> Notice:
    """Return the notice of a picture that is in a card, but is not the photo of its contact."""
    return Notice(line=line, code="picture_left_out", text=f"The picture in the card was not stored. {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo given as data."""

    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of one person, organization, group or place.

    Texts may be longer, and lists larger, than a contact takes: ``fitting`` makes it one. ``uid`` is as it was given,
    or empty: readers never invent one. ``updated_at`` is vCard's REV. ``picture`` is the first photo that is given as
    data, which the details have no member for; a photo with an address is ``photo_url``.
    """

    details: ContactDetails = field(default_factory=ContactDetails)
    tags: tuple[str, ...] = ()
    uid: str = ""
    product_id: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard:
    """A card as it was read, the line on which it begins, and up to 100 notices of what was odd about it."""

    card: Card
    line: int = 0
    notices: tuple[Notice, ...] = ()
