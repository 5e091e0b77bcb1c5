"""Instructions of the functions, as multiples of a plain handler's in the same run.

Absolute counts depend on how the interpreter was compiled; ratios still depend on its minor version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

REFERENCE = "bare"
"""A handler that shows a contact with only botocore and PyJWT: bench/references."""
OTHER_REFERENCES = {"contacts.create": "bare.create"}
"""Functions with a reference that does the same job."""
NOT_WARM = ("auth.register", "streams.send_mail", "scheduled.sweep_outbox")
"""Functions whose later requests have no budget: repeating the same event leads to another outcome."""


class Counted(Protocol):
    """Instructions up to the first response, and of one request after it."""

    @property
    def cold(self) -> float: ...
    @property
    def warm(self) -> float: ...


def cold_ratios(counts: Mapping[str, Counted], names: Iterable[str]) -> dict[str, float]:
    """Return each cold start, up to the first response, as a multiple of the reference's."""
    return {name: round(counts[name].cold / _reference(counts, name).cold, 3) for name in names}


def warm_ratios(counts: Mapping[str, Counted], names: Iterable[str]) -> dict[str, float]:
    """Return each later request as a multiple of one of the reference's."""
    return {name: round(counts[name].warm / _reference(counts, name).warm, 3) for name in names if name not in NOT_WARM}


def _reference(counts: Mapping[str, Counted], name: str) -> Counted:
    return counts[OTHER_REFERENCES.get(name, REFERENCE)]
