"""Content negotiation (RFC 9110 section 12): the representation that a client prefers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_BEST = 1_000
"""Weights have three decimals (RFC 9110 section 12.4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRange:
    """An element of Accept: ``text/vcard;version=4.0``, ``text/*`` or ``*/*``, and how much it is wanted: 0 to 1000."""

    type: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    weight: int = _BEST

    def admits(self, media_type: str, parameters: Mapping[str, str]) -> bool:
        """Return whether it has a media type with these parameters among what it stands for."""
        main, _, sub = self.type.partition("/")
        named = media_type.partition("/")
        fits = self.type == media_type or (sub == "*" and main in ("*", named[0]))
        return fits and self.parameters.items() <= parameters.items()

    @property
    def precision(self) -> tuple[int, int]:
        """How precise it is; of several that admit a media type, the most precise one counts."""
        return (0 if self.type == "*/*" else 1 if self.type.endswith("/*") else 2), len(self.parameters)


_NOTHING = MediaRange(type="*/*", weight=0)


def media_ranges(header: str) -> Sequence[MediaRange]:
    """Return the elements of an Accept header, in order; those that are none are left out."""
    ranges = [_media_range(element) for element in header.split(",")]
    return [each for each in ranges if each is not None]


def parsed_media_type(text: str) -> tuple[str, Mapping[str, str]]:
    """Return a media type and its parameters: names in lower case, values without quotes, as they are."""
    media_type, *elements = text.split(";")
    pairs = [element.partition("=") for element in elements if "=" in element]
    return media_type.strip().lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def preference_for(
    ranges: Sequence[MediaRange], media_type: str, parameters: Mapping[str, str]
) -> tuple[int, tuple[int, int]]:
    """Return how much a media type is wanted, from 0 (not at all) to 1000, and how precisely it is named.

    The larger of two such pairs is the one to send.
    """
    admitting = [each for each in ranges if each.admits(media_type, parameters)]
    best = max(admitting, key=lambda each: each.precision, default=_NOTHING)
    return best.weight, best.precision


def _media_range(element: str) -> MediaRange | None:
    media_type, parameters = parsed_media_type(element)
    if "/" not in media_type:
        return None
    weight = _weight(parameters.get("q", "1"))
    named = {name: value.lower() for name, value in parameters.items() if name not in ("q", "charset")}
    return MediaRange(type=media_type, parameters=named, weight=weight)


def _weight(text: str) -> int:
    try:
        return min(max(round(float(text) * _BEST), 0), _BEST)
    except (OverflowError, ValueError):  # what is no number says that it is wanted, as most servers take it
        return _BEST
