"""Keys of names, in any order that a book may be listed in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shared.domain.text import collation
from shared.domain.text.name_orders import COMMON_ORDER, tailoring_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_TIEBREAK_BYTES = 29  # 512 minus 480, two separators and the name of the common order


def name_key(parts: Sequence[str], tiebreak: str, order: str = COMMON_ORDER) -> str:
    """Return the range key of a contact: ``<order>:<key of its parts>#<tiebreak>``.

    ``parts`` are what a contact is listed by, the most significant first. Empty ones are left out, so
    a contact without a first name is sorted by last name among the first names. Accents count
    only if the letters of all parts agree, and case only if the accents do (merged keys,
    UTS #10 section 1.6). If no part is left, the key is ``<order>;#<tiebreak>``, which sorts after all names.

    Canonically equivalent texts have equal keys, and so have texts that differ only in the white
    space around and between words. The key of the parts has at most ``MAX_WEIGHTS`` code points, fewer by one for every
    three characters that the order's name is longer than that of the common order, so that a key has at most 512 bytes
    in all. Texts that agree that far, usually for 160 letters, have equal keys. A part without any
    letter, digit or symbol counts as empty. Raises ValueError for a tiebreak of more than 29 bytes, and for an
    order whose tailoring this version does not know.
    """
    if len(tiebreak.encode()) > _MAX_TIEBREAK_BYTES:
        raise ValueError(f"a tiebreak has at most {_MAX_TIEBREAK_BYTES} bytes")
    body = collator(tailoring_of(order)).merged(parts)[: collation.MAX_WEIGHTS - (len(order) + 1) // 3]
    kind = ":" if body else ";"
    return f"{order}{kind}{body}{collation.END}{tiebreak}"


@cache
def collator(tailoring: str) -> collation.Collator:
    """Return what weighs texts by the letters of a tailoring; ``""`` stands for those of the common order."""
    if not tailoring:
        return collation.Collator()
    from shared.domain.text.tailored_collation import TailoredCollator

    return TailoredCollator(tailoring)
