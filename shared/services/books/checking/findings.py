"""What a check finds: a sentence for the operator, and whose state it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A difference, in words and ids without personal data.

    ``contact_ids`` are the contacts that it is about: while they have their revisions, it can only be true or false for
    good. One ``of_the_book`` depends on everything in it, and can only be told of a book as it was at one moment.
    """

    sentence: str
    contact_ids: tuple[str, ...] = ()
    of_the_book: bool = False
