"""Imports: what is asked of one, and what becomes of each row of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_SENT_AT_ONCE_BYTES = 1024 * 1024
"""Of a file in the body of a request; a larger one is uploaded first."""


OF_TABLES = ("encoding", "delimiter", "date_order")
"""What can be said of a table, so that it need not be found."""


class Duplicates(StrEnum):
    """What is done with a row of a contact that the book has, but with another content."""

    SKIP = "skip"
    MERGE = "merge"
    ADD = "add"


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What is asked of an import. ``format`` is empty if the content of the file is to tell.

    ``mapping`` names, for columns of a table, the members of a contact that they are. ``encoding``, ``delimiter`` and
    ``date_order`` of a table are empty if its content is to tell. A ``dry_run`` writes nothing.
    """

    format: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""
    duplicates: Duplicates = Duplicates.SKIP
    dry_run: bool = False

    @property
    def merges(self) -> bool:
        """Whether rows are merged into contacts."""
        return self.duplicates is Duplicates.MERGE

    def to_members(self) -> dict[str, Any]:
        """Return the options in the form in which an operation keeps them."""
        return {
            "format": self.format,
            "mapping": dict(sorted(self.mapping.items())),
            **{name: getattr(self, name) for name in OF_TABLES if getattr(self, name)},
            "duplicates": str(self.duplicates),
            "dry_run": self.dry_run,
        }

    @classmethod
    def of_members(cls, members: Mapping[str, Any]) -> ImportOptions:
        """Return the options that an operation keeps."""
        return cls(
            format=members.get("format", ""),
            mapping=members.get("mapping", {}),
            **{name: members[name] for name in OF_TABLES if name in members},
            duplicates=Duplicates(members.get("duplicates", Duplicates.SKIP)),
            dry_run=members.get("dry_run", False),
        )
