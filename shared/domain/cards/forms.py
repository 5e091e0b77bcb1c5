"""The forms in which a contact, or a list of contacts, can be had and sent as cards, by media type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.cards import form_codecs as codecs
from shared.domain.cards.tables import google_forms
from shared.domain.cards.tables.outlook_form import OutlookForm
from shared.domain.cards.tables.own_form import OwnForm
from shared.domain.cards.writing import profiles

if TYPE_CHECKING:
    from shared.domain.cards.form_codecs import Codec


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


FORMS: Sequence[CardForm] = (
    CardForm(
        name="vcard-3.0",
        media_type="text/vcard",
        parameters={"version": "3.0"},
        codec=codecs.VCards(profiles.COMPATIBLE),
    ),
    CardForm(
        name="vcard-4.0", media_type="text/vcard", parameters={"version": "4.0"}, codec=codecs.VCards(profiles.STANDARD)
    ),
    CardForm(
        name="vcard-4.0-plain",
        media_type="text/vcard",
        parameters={"version": "4.0", "profile": profiles.PLAIN.name},
        codec=codecs.VCards(profiles.PLAIN),
    ),
    CardForm(
        name="vcard-3.0-apple",
        media_type="text/vcard",
        parameters={"version": "3.0", "profile": profiles.APPLE.name},
        codec=codecs.VCards(profiles.APPLE),
    ),
    CardForm(
        name="vcard-2.1",
        media_type="text/vcard",
        parameters={"version": "2.1"},
        codec=codecs.VCards(profiles.OLD_PHONES),
    ),
    CardForm(name="jcard", media_type="application/vcard+json", codec=codecs.jcards()),
    CardForm(name="jscontact", media_type="application/jscontact+json", codec=codecs.jscontacts()),
    CardForm(name="csv", media_type="text/csv", codec=codecs.Tables(OwnForm())),
    CardForm(
        name="csv-google",
        media_type="text/csv",
        parameters={"profile": "google"},
        codec=codecs.Tables(google_forms.PRESENT),
    ),
    CardForm(
        name="csv-google-older",
        media_type="text/csv",
        parameters={"profile": "google-older"},
        codec=codecs.Tables(google_forms.OLDER),
    ),
    CardForm(
        name="csv-outlook",
        media_type="text/csv",
        parameters={"profile": "outlook"},
        codec=codecs.Tables(OutlookForm(), mark="\ufeff"),
    ),
    CardForm(name="ldif", media_type="text/ldif", codec=codecs.Ldif()),
)
"""All forms. Of those with one media type, the first is the usual one: vCard 3.0 is what most programs read, and our
own columns are the only ones that lose nothing. Outlook takes UTF-8 for a code page unless there is a mark.
"""

_VERSION = re.compile(rb"^VERSION:(\d\.\d)\s*$", re.IGNORECASE | re.MULTILINE)
OLDER_NAMES = {"text/x-vcard": "text/vcard", "text/directory": "text/vcard"}
"""Media types under which programs still send vCards, and ask for them (RFC 2425, and before)."""


def form_of(media_type: str, parameters: Mapping[str, str], *, named: str = "") -> CardForm | None:
    """Return the form of cards of a media type; None if there is none.

    Of several it is the one that is ``named``, or else the first with the most of these parameters.
    """
    media_type = OLDER_NAMES.get(media_type, media_type)
    forms = [each for each in FORMS if each.media_type == media_type]
    given = parameters.items()
    return max(forms, key=lambda each: (each.name == named, len(each.parameters.items() & given)), default=None)


def version_in(data: bytes) -> str:
    """Return the version that a vCard says it is of, or an empty text."""
    found = _VERSION.search(data)
    return found[1].decode() if found else ""
