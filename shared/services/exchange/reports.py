"""What became of the rows of imports, kept in files of some rows each; of the latest rows, in the operation itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.documents import encode
from shared.domain.imports import RowOutcome
from shared.services.exchange.names import rows_prefix
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.operations import Operation
    from shared.services.ports.books import Position
    from shared.services.ports.exchange_files import ExchangeFiles

Report = dict[str, Any]
MAX_ROWS_IN_FILE = 200
MAX_FILES_PER_PAGE = 20
"""Read for one page: rows with an outcome that is rare may be in as many files as there are such rows."""
_ROW_DIGITS = 9
_LETTERS = {outcome: outcome[0] for outcome in RowOutcome}
"""The name of a file says which outcomes are in it: created, merged, unchanged, skipped, failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Some rows in order, and where the next ones start. There may be fewer than asked for, even none, with a next."""

    reports: Sequence[Report]
    next: Position | None = None


class RowReports:
    """Stores and finds the reports of rows."""

    def __init__(self, files: ExchangeFiles) -> None:
        self._files = files

    def store(self, book_id: str, import_id: str, reports: Sequence[Report]) -> None:
        """Store the reports of rows that follow each other. It may be repeated. Raises FilesUnavailableError."""
        if reports:
            outcomes = "".join(sorted({_LETTERS[RowOutcome(one["outcome"])] for one in reports}))
            name = f"{rows_prefix(import_id)}{reports[0]['row']:0{_ROW_DIGITS}d}-{outcomes}"
            self._files.put(book_id, name, encode(reports).encode(errors="replace"))

    def page(
        self,
        book_id: str,
        operation: Operation,
        *,
        limit: int,
        outcome: RowOutcome | None = None,
        after: Position | None = None,
    ) -> ReportPage:
        """Return up to ``limit`` rows, those with an ``outcome`` if that is given. Raises FilesUnavailableError."""
        row = _row_of(after) if after else 0
        found: dict[int, Report] = {}
        read = 0
        for first, name in self._files_from(book_id, operation.id, row):
            if len(found) > limit:
                break
            if read == MAX_FILES_PER_PAGE:
                return ReportPage(reports=list(found.values()), next={"row": first - 1})
            if outcome is None or _LETTERS[outcome] in name.rpartition("-")[2]:
                found |= _chosen(json.loads(self._files.get(book_id, name) or b"[]"), row, outcome)
                read += 1
        found |= _chosen(pending(operation), row, outcome)
        reports = list(found.values())
        more = {"row": reports[limit - 1]["row"]} if len(reports) > limit else None
        return ReportPage(reports=reports[:limit], next=more)

    def _files_from(self, book_id: str, import_id: str, row: int) -> Iterator[tuple[int, str]]:
        """Yield the files with rows after this one, and perhaps some before: their first rows, and their names."""
        folder = rows_prefix(import_id)
        after = f"{folder}{max(row - MAX_ROWS_IN_FILE, 0):0{_ROW_DIGITS}d}"
        while names := self._files.names(book_id, folder, after=after):
            for name in names:
                yield int(name.removeprefix(folder).partition("-")[0]), name
            after = names[-1]


def _row_of(position: Position) -> int:
    """Return the row after which a page starts. Raises InvalidCursorError."""
    return int(part_of(position, "row"))


def _chosen(reports: Sequence[Report], row: int, outcome: RowOutcome | None) -> dict[int, Report]:
    return {one["row"]: one for one in reports if one["row"] > row and outcome in {None, one["outcome"]}}


def pending(operation: Operation) -> Sequence[Report]:
    """Return the reports of the latest rows, which are in no file yet."""
    return operation.cursor.get("pending", ()) if operation.cursor else ()
