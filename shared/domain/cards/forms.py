"""The forms in which a contact, or a list of contacts, can be had and sent as cards, by media type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.cards.jcard import jcard_of, read_jcards
from shared.domain.cards.jscontact.reading import read_card
from shared.domain.cards.jscontact.writing import write_card
from shared.domain.cards.reading.cards import read_vcards
from shared.domain.cards.tables import reading as table_reading
from shared.domain.cards.tables import writing as table_writing
from shared.domain.cards.tables.own_form import OwnForm
from shared.domain.cards.writing import profiles
from shared.domain.cards.writing.writer import write_cards

if TYPE_CHECKING:
    from shared.domain.cards.card import Card, ReadCard
    from shared.domain.cards.writing.profiles import Profile


class Codec(Protocol):
    """Writes cards as text, and reads them."""

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:
        """Return the text of one card, or of a list of cards."""
        ...

    def read(self, content: Any) -> Iterable[ReadCard]:
        """Return the cards in a text, given as bytes, or as a JSON value if the form is JSON.

        Raises InvalidInputError for JSON in which there are none.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """A form of cards. ``name`` tells its entity tags from those of others.

    ``parameters`` are those of the media type by which it is asked for.
    """

    name: str
    media_type: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    codec: Codec

    @property
    def content_type(self) -> str:
        """The media type with its parameters; that of a text says how it is encoded."""
        charset = ["charset=utf-8"] if self.media_type.startswith("text/") else []
        return "; ".join([self.media_type, *charset, *(f"{name}={value}" for name, value in self.parameters.items())])

    @property
    def is_json(self) -> bool:
        """Whether the form is JSON."""
        return self.media_type.endswith("+json")


class _VCards:
    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:  # noqa: ARG002 - a list is one after another
        return "".join([each.text for each in write_cards(cards, self._profile)])

    def read(self, content: bytes) -> Iterable[ReadCard]:
        return read_vcards(BytesIO(content))


class _JCards:
    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:
        return _json([jcard_of(card)[0] for card in cards], is_list=is_list)

    def read(self, content: Any) -> Iterable[ReadCard]:
        return read_jcards(content)


class _JSContacts:
    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:
        return _json([write_card(card).members for card in cards], is_list=is_list)

    def read(self, content: Any) -> Iterable[ReadCard]:
        return [read_card(each) for each in (content if isinstance(content, list) else [content])]


class _Tables:
    """A header and a row for each card; with our own columns, so that nothing is lost."""

    def write(self, cards: Sequence[Card], *, is_list: bool) -> str:  # noqa: ARG002 - one is a list of one
        form = OwnForm()
        return "".join([each.text for each in table_writing.write(form, cards, table_writing.extent_of(form, cards))])

    def read(self, content: bytes) -> Iterable[ReadCard]:
        return table_reading.read_whole(BytesIO(content))[1]


FORMS: Sequence[CardForm] = (
    CardForm(
        name="vcard-3.0",
        media_type="text/vcard",
        parameters={"version": "3.0"},
        codec=_VCards(profiles.COMPATIBLE),
    ),
    CardForm(
        name="vcard-4.0", media_type="text/vcard", parameters={"version": "4.0"}, codec=_VCards(profiles.STANDARD)
    ),
    CardForm(
        name="vcard-4.0-plain",
        media_type="text/vcard",
        parameters={"version": "4.0", "profile": profiles.PLAIN.name},
        codec=_VCards(profiles.PLAIN),
    ),
    CardForm(
        name="vcard-3.0-apple",
        media_type="text/vcard",
        parameters={"version": "3.0", "profile": profiles.APPLE.name},
        codec=_VCards(profiles.APPLE),
    ),
    CardForm(
        name="vcard-2.1", media_type="text/vcard", parameters={"version": "2.1"}, codec=_VCards(profiles.OLD_PHONES)
    ),
    CardForm(name="jcard", media_type="application/vcard+json", codec=_JCards()),
    CardForm(name="jscontact", media_type="application/jscontact+json", codec=_JSContacts()),
    CardForm(name="csv", media_type="text/csv", codec=_Tables()),
)
"""All forms. Of those with one media type, the first is the usual one: vCard 3.0 is what most programs read."""

_VERSION = re.compile(rb"^VERSION:(\d\.\d)\s*$", re.IGNORECASE | re.MULTILINE)
_OLDER_NAMES = {"text/x-vcard": "text/vcard", "text/directory": "text/vcard"}
"""Media types under which programs still send vCards (RFC 2425, and before)."""


def form_of(media_type: str, parameters: Mapping[str, str], *, named: str = "") -> CardForm | None:
    """Return the form of cards of a media type; None if there is none.

    Of several it is the one that is ``named``, or else the first with the most of these parameters.
    """
    media_type = _OLDER_NAMES.get(media_type, media_type)
    forms = [each for each in FORMS if each.media_type == media_type]
    given = parameters.items()
    return max(forms, key=lambda each: (each.name == named, len(each.parameters.items() & given)), default=None)


def version_in(data: bytes) -> str:
    """Return the version that a vCard says it is of, or an empty text."""
    found = _VERSION.search(data)
    return found[1].decode() if found else ""


def _json(cards: list[Any], *, is_list: bool) -> str:
    return json.dumps(cards if is_list else cards[0], ensure_ascii=False, separators=(",", ":"))
