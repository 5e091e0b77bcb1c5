"""What two edits of one version of a contact disagree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EditConflict:
    """A part of a contact that two edits of one version have changed, differently.

    ``path`` is a JSON pointer (RFC 6901), as that of a difference: a value in a list is named by its id. ``values`` are
    what it was ``before``, ``mine`` and ``theirs``: complete, and None is nothing. There are none if only the path has
    been kept.
    """

    path: str
    values: Mapping[str, Any]
