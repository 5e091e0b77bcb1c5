"""Instructions of the functions, as multiples of what a plain handler takes in the same run.

Absolute counts depend on how the interpreter was compiled; its minor version matters to ratios, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

REFERENCE = "bare"
"""A handler with nothing but botocore and PyJWT, that shows a contact: bench/references."""
OTHER_REFERENCES = {"contacts.create": "bare.create"}
"""Where it does the function's own job."""
NOT_WARM = ("auth.register", "streams.send_mail", "scheduled.sweep_outbox")
"""The functions whose later requests have no budget: every further one of the same event is another case."""


class Counted(Protocol):
    """Instructions up to the first answer, and of one request after it."""

    @property
    def cold(self) -> float: ...
    @property
    def warm(self) -> float: ...


def cold_ratios(counts: Mapping[str, Counted], names: Iterable[str]) -> dict[str, float]:
    """A cold start, up to the first answer, as a multiple of the reference's."""
    return {name: round(counts[name].cold / _reference(counts, name).cold, 3) for name in names}


def warm_ratios(counts: Mapping[str, Counted], names: Iterable[str]) -> dict[str, float]:
    """A later request, as a multiple of one of the reference's."""
    return {name: round(counts[name].warm / _reference(counts, name).warm, 3) for name in names if name not in NOT_WARM}


def _reference(counts: Mapping[str, Counted], name: str) -> Counted:
    return counts[OTHER_REFERENCES.get(name, REFERENCE)]
