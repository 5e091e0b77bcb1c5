"""The world's numbering plans."""

from __future__ import annotations

from typing import Protocol


class PhoneNumbers(Protocol):
    """The world's numbering plans."""

    def to_e164(self, number: str, region: str) -> str | None:
        """Return ``+380441234567`` for a number as typed in ``region`` (ISO 3166-1, may be empty).

        None if it is not a valid number.
        """
        ...

    def is_region(self, region: str) -> bool:
        """Return whether the numbering plan of this region (ISO 3166-1 alpha-2) is known."""
        ...
