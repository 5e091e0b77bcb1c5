"""Programs that write tables, how their files are recognized, and what their columns mean where a name does not say.

Outlook's and Thunderbird's columns are translated, so that a program is recognized by any one of several sets of
names. Most of the columns mean what their names say, in any language; only what is special stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.cards.tables.places import Place
from shared.domain.cards.tables.vocabulary import joined, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEPT = ""
"""The path of a column that has no place: it becomes a custom value with the name of the column as its label."""
OWN = "contacts"
GOOGLE = "google"
GOOGLE_OLDER = "google_older"
GOOGLE_OUTLOOK = "google_outlook"
_NUMBERED = re.compile(
    r"(E-mail|Phone|Address|Relation|Website|Event|Custom Field|IM|Organization) (\d+) - (.+)", re.IGNORECASE
)
_NUMBERED_LISTS = {
    "e-mail": "emails", "phone": "phones", "address": "addresses", "relation": "relations", "website": "urls",
    "event": "dates", "custom field": "custom", "im": "handles", "organization": "organizations",
}  # fmt: skip
_NUMBERED_PARTS = {
    "label": "label", "type": "label", "value": "value", "formatted": "formatted", "street": "street", "city": "city",
    "po box": "po_box", "region": "region", "postal code": "postal_code", "country": "country",
    "extended address": "extended", "service": "service", "name": "name", "title": "title", "department": "department",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program, sets of column names of which one tells its files, and its own meanings of column names.

    ``noise`` are values that it writes where there is none, folded.
    """

    name: str
    signatures: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    noise: frozenset[str] = frozenset()


_OUTLOOK_NOISE = frozenset(
    ("normal", "0", "false", "falsch", "faux", "falso", "falsz", "unspecified", "smtp", "ex", "keine angabe",
     "nicht angegeben", "non specifie", "sin especificar", "non specificato", "nieokreslona")
)  # fmt: skip
_OUTLOOK_PLACES = {
    "title": "prefix", "titel": "prefix", "titre": "prefix", "título": "prefix", "titolo": "prefix", "tytuł": "prefix",
    "location": KEPT, "ort": KEPT, "emplacement": KEPT, "büro": KEPT, "bureau": KEPT, "privat": KEPT, "private": KEPT,
    "privé": KEPT, "privato": KEPT, "prywatne": KEPT, "account": KEPT, "home address": "addresses/home/formatted",
    "business address": "addresses/work/formatted", "other address": "addresses/other/formatted",
    "abitazione": "phones/home", "abitazione 2": "phones/home#2", "ufficio": "phones/work", "particular": "phones/home",
    "ufficio 2": "phones/work#2", "account name": KEPT, "web page": "urls/1", "profession": "organizations/1/role",
}  # fmt: skip
PROGRAMS = (
    Program(name=GOOGLE, signatures=("file as, labels", "e-mail 1 - label", "phone 1 - label")),
    Program(
        name=GOOGLE_OLDER,
        signatures=("group membership, yomi name", "e-mail 1 - type", "group membership, given name"),
        places={"name": "name", "occupation": "organizations/1/role", "location": KEPT, "subject": KEPT},
    ),
    Program(
        name="outlook_com",
        signatures=("given yomi, surname yomi",),
        places=_OUTLOOK_PLACES,
        noise=_OUTLOOK_NOISE,
    ),
    Program(
        name="outlook",
        signatures=(
            "e-mail type, e-mail display name", "e-mail 2: adresse, vorname", "adresse de messagerie 2, prénom",
            "indirizzo posta elettronica 2, cognome", "dirección de correo electrónico 2, apellidos",
            "nazwa wyświetlana e-mail, nazwisko", "e-mail-typ, vorname", "type de messagerie, prénom",
        ),
        places=_OUTLOOK_PLACES,
        noise=_OUTLOOK_NOISE,
    ),
    Program(
        name=GOOGLE_OUTLOOK,
        signatures=("home street 2, primary phone, keywords", "home address, home street, e-mail address"),
        places=_OUTLOOK_PLACES,
        noise=_OUTLOOK_NOISE,
    ),
    Program(
        name="thunderbird",
        signatures=(
            "primary email, screen name", "primary email, secondary email", "adresse électronique principale",
            "primäre e-mail-adresse", "email primaria, soprannome", "dirección de correo electrónico principal",
            "podstawowy adres e-mail",
        ),
        places={
            "home address": "addresses/home/street", "work address": "addresses/work/street",
            "adresse privée": "addresses/home/street", "adresse professionnelle": "addresses/work/street",
            "dirección personal": "addresses/home/street", "dirección de trabajo": "addresses/work/street",
            "indirizzo di casa": "addresses/home/street", "indirizzo di lavoro": "addresses/work/street",
        },
    ),
    Program(
        name="yahoo",
        signatures=("yahoo! phone", "messenger id, alternate email 1"),
        places={
            "title": "organizations/1/title", "home": "phones/home", "work": "phones/work", "other": "phones/other",
            "primary": "phones/primary", "home address": "addresses/home/street",
            "work address": "addresses/work/street", "alternate email 1": "emails/2", "alternate email 2": "emails/3",
        },
    ),
    Program(
        name="linkedin",
        signatures=("connected on, first name", "connected on, last name"),
        places={"url": "urls/LinkedIn", "connected on": KEPT},
    ),
    Program(
        name="hubspot",
        signatures=("record id, first name", "record id, email", "datensatz-id, vorname"),
        places={"contact owner": KEPT, "create date": KEPT, "record id": KEPT},
    ),
)  # fmt: skip


def key_of_column(name: str) -> str:
    """Return the name of a column as it is compared."""
    return joined(words_of(name))


def program_of(header: Sequence[str]) -> Program | None:
    """Return the program that writes files with this header; None if it is not known."""
    keys = {key_of_column(name) for name in header}
    for program in PROGRAMS:
        if any(keys.issuperset(map(key_of_column, names.split(", "))) for names in program.signatures):
            return program
    return None


def places_of(program: Program) -> Mapping[str, str]:
    """Return the paths of the columns that mean something special in the files of a program, by their keys."""
    return {key_of_column(name): path for name, path in program.places.items()}


def numbered_place(name: str) -> Place | None:
    """Return the place of one of Google's numbered columns, ``E-mail 1 - Value``; None for any other column."""
    match = _NUMBERED.fullmatch(name)
    if match is None:
        return None
    member = _NUMBERED_LISTS[match[1].lower()]
    part = _NUMBERED_PARTS.get(match[3].lower())
    return Place(member, match[2], part) if part and _has_part(member, part) else None


def _has_part(member: str, part: str) -> bool:
    in_addresses = part in ("formatted", "street", "city", "po_box", "region", "postal_code", "country", "extended")
    if member == "addresses":
        return in_addresses or part == "label"
    if member == "organizations":
        return part in ("label", "name", "title", "department")
    return part in ("label", "value") or (member == "handles" and part == "service")
