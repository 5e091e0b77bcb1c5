"""Parameters that dependencies read out of the request themselves.

FastAPI takes several times as long to read a parameter of a signature, and a request for a contact has little else to
do. It does not see what is read here, so the dependency says so: whoever describes the API looks for ``parameters``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A text in the path, or one that a header may have."""

    name: str
    place: Literal["path", "header"]
    description: str
