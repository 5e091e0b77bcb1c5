"""Properties of vCard, between their text and their meaning (RFC 6350 section 3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(slots=True)
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


FRAME = frozenset({"BEGIN", "END", "VERSION"})
"""Properties that are no part of a card, but say where it begins and ends, and how it is written."""
_NAME = re.compile(r'(?!\s)[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff",:;=]+')


@lru_cache(maxsize=1024)
def is_name(text: str) -> bool:
    """Return whether a text can be the name of a property, group or parameter, as programs write them.

    That is more than RFC 6350 allows, but nothing that ends a name or a line: what stands behind it would be read as
    something else, even as another card.
    """
    return _NAME.fullmatch(text) is not None
