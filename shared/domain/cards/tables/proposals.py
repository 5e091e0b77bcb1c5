"""What the columns of a table mean: proposed from their names, from each other, and from what stands in them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.cards.tables.places import Place, place_of
from shared.domain.cards.tables.programs import KEPT, key_of_column, numbered_place, places_of, program_of
from shared.domain.cards.tables.vocabulary import Meaning, meaning_of
from shared.domain.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?\d[\d\s()./\-]{5,}(?:\s*(?:ext\.?|x)\s*\d+)?")
_HONORIFICS = (
    "mr mrs ms miss mx dr prof herr frau m mme mlle sr sra srta don dona sig signora dott ing pan pani dhr mevr "
    "пан пані господин госпожа"
)
_REPEATED = re.compile(r" \(\d+\)$")
"""How the names of columns end that occur more than once (``layouts.names_of``)."""
_SHARE_OF_SAMPLES = 0.5


def proposal(header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> Mapping[str, str]:
    """Return the path of every named column: ``{"Vorname": "first_name", "Handy": "phones/mobile"}``.

    ``samples`` are a few rows, which decide where names do not. A column without a place has an empty path, which
    means that it is kept as a custom value.
    """
    if is_own_form(header):
        return {name: name for name in header if name}
    program = program_of(header)
    special = places_of(program) if program else {}
    meanings = [_meaning(name, special) for name in header]
    columns = [[row[index] for row in samples if index < len(row) and row[index]] for index in range(len(header))]
    places = _decided(meanings, columns)
    return {name: str(place) if place else KEPT for name, place in zip(header, places, strict=True) if name}


def is_known(name: str) -> bool:
    """Return whether the name of a column says what it is."""
    return bool(name) and (_own_place(name) or _meaning(name, {})) is not None


def is_own_form(header: Sequence[str]) -> bool:
    """Return whether the columns are named by their paths, so that their cells are to be taken literally."""
    names = [name for name in header if name]
    is_like_a_path = any(name == "uid" or "/" in name or "_" in name for name in names)
    return is_like_a_path and all(map(_own_place, names))


def _own_place(name: str) -> Place | None:
    try:
        return place_of(name)
    except ValueError:
        return None


def _meaning(name: str, special: Mapping[str, str]) -> Meaning | None:
    key = key_of_column(name)
    if key in special:
        return Meaning(place_of(special[key])) if special[key] else None
    name = _REPEATED.sub("", name)
    place = numbered_place(name) or (_own_place(name) if "/" in name or "_" in name else None)
    return Meaning(place) if place else meaning_of(name)


def _decided(meanings: Sequence[Meaning | None], columns: Sequence[Sequence[str]]) -> list[Place | None]:
    """Return the places of all columns, those that are uncertain by the others and by what stands in them."""
    certain = [meaning.place for meaning in meanings if meaning and meaning.is_certain]
    members = {place.member for place in certain}
    places: list[Place | None] = []
    for meaning, values in zip(meanings, columns, strict=True):
        if meaning is None:
            places.append(_place_by_values(values))
        elif meaning.is_certain:
            places.append(_with_birth_parts(meaning.place, certain))
        else:
            places.append(_resolved(meaning.place, members, certain, values))
    return list(_with_sides(places))


def _with_sides(places: Sequence[Place | None]) -> Iterator[Place | None]:
    """Yield the places; parts of an address without a label belong to the labeled street before them.

    Thunderbird has ``Adresse privée, Ville, ..., Adresse professionnelle, Ville`` in some languages.
    """
    has_street = Place("addresses", "1", "street") in places
    side = ""
    for place in places:
        if place and place.member == "addresses" and not has_street:
            side = place.key if place.label and place.part == "street" else side
            yield replace(place, key=side) if side and not place.label else place
        else:
            yield place


def _with_birth_parts(place: Place, certain: Sequence[Place]) -> Place:
    """Return the place of a date; beside a column for its month, it is that of its day."""
    is_day = place == Place("birthday") and Place("birthday", "", "month") in certain
    return Place("birthday", "", "day") if is_day else place


def _resolved(place: Place, members: set[str], certain: Sequence[Place], values: Sequence[str]) -> Place | None:
    if place.member == "name":
        return _name(members)
    if place.member == "title":
        return _title(members, certain, values)
    if place.member == "addresses":
        return _address(place, certain, values)
    return place if not values or _share(_PHONE, values) >= _SHARE_OF_SAMPLES else None


def _name(members: set[str]) -> Place:
    """Return what ``Name`` is: beside a first name the last one, beside a last name the first one, or all of it."""
    if "first_name" in members and "last_name" not in members:
        return Place("last_name")
    if "last_name" in members and "first_name" not in members:
        return Place("first_name")
    return Place("name")


def _title(members: set[str], certain: Sequence[Place], values: Sequence[str]) -> Place:
    """Return what ``Title`` is: a job, unless there is a column for that or it says ``Dr.``."""
    words = [fold(value).strip(". ") for value in values]
    honorifics = set(map(fold, _HONORIFICS.split()))
    has_job = Place("organizations", "1", "title") in certain
    is_honorific = sum(word in honorifics for word in words) > len(words) * _SHARE_OF_SAMPLES
    if has_job or is_honorific or ("prefix" not in members and "organizations" not in members and not values):
        return Place("prefix")
    return Place("organizations", "1", "title")


def _address(place: Place, certain: Sequence[Place], values: Sequence[str]) -> Place:
    """Return what ``Address`` is: an e-mail address, a street beside a city, or all of an address."""
    if values and _share(_EMAIL, values) >= _SHARE_OF_SAMPLES:
        return Place("emails", "", "value")
    same = [each.part for each in certain if each.member == "addresses" and each.key == place.key]
    if "street" not in same and {"city", "postal_code"} & set(same):
        return replace(place, part="street")
    return place


def _place_by_values(values: Sequence[str]) -> Place | None:
    """Return the place of a column whose name says nothing, if nearly all that stands in it does."""
    for pattern, member in ((_EMAIL, "emails"), (_URL, "urls")):
        if values and _share(pattern, values) > 0.8:
            return Place(member, "", "value")
    return None


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(pattern.fullmatch(value.strip()) is not None for value in values) / len(values)
