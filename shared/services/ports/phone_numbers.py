"""The world's numbering plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.contacts.phones import PhoneReading


class PhoneNumbers(Protocol):
    """The world's numbering plans."""

    def read(self, typed: str, region: str) -> PhoneReading:
        """Return what a number as typed in ``region`` (ISO 3166-1, may be empty) says.

        It has an E.164 form only if it is one valid number. A text with several numbers has neither form nor extension,
        but an extension can be told without knowing the region.
        """
        ...

    def is_region(self, region: str) -> bool:
        """Return whether the numbering plan of this region (ISO 3166-1 alpha-2) is known."""
        ...
