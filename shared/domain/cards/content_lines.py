"""Properties of vCard, between their text and their meaning (RFC 6350 section 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property as it stands in a card, unfolded; ``name`` and the names of parameters are in upper case.

    ``value`` is the raw text after the colon, still escaped, but decoded from quoted-printable; base64 stays.
    Parameters are decoded (RFC 6868) and have all their values: ``TYPE=a,b;TYPE=c`` is ``("a", "b", "c")``. The bare
    words of vCard 2.1 are values of TYPE or ENCODING. ``line`` counts from 1.
    """

    name: str
    value: str
    group: str = ""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0
