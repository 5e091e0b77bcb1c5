"""The import of one file by one worker: the rows that come next, and what the book is known to have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from shared.domain.imports import RowOutcome
from shared.domain.labels import Labels
from shared.services.exchange.known_contacts import learn
from shared.services.exchange.planning import WRITTEN
from shared.services.exchange.reports import MAX_ROWS_IN_FILE
from shared.services.exchange.row_pictures import FAILED_RANGES, PICTURES_AT_ONCE
from shared.services.operations.tasks import Range, Step, TaskBrokenError, TaskFailedError
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from shared.domain.operations import Members, Operation
    from shared.services.exchange.known_contacts import BookKnowledge, KnownContacts
    from shared.services.exchange.planning import RowPlanner, Treatment
    from shared.services.exchange.row_pictures import RowPictures
    from shared.services.exchange.rows import Row, RowQueue
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.commits import ContactWrite

MAX_REPORT_BYTES = 48 * 1024
"""Of the rows of a range, roughly: they are in the item of the operation until the next range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """What was last decided: known to be written once the operation has got to ``row``."""

    row: int
    base_revision: int
    writes: tuple[ContactWrite, ...]
    treatments: Sequence[Treatment]


class ImportRun:
    """Rows from one on, to be written to a book, unless it is a dry run; then it is known what would be there."""

    def __init__(
        self,
        store: BookStore,
        knowledge: BookKnowledge,
        planner: RowPlanner,
        queue: RowQueue,
        known: KnownContacts,
        pictures: RowPictures,
        *,
        writes: bool,
        about: Members,
    ) -> None:
        self._store = store
        self._knowledge = knowledge
        self._planner = planner
        self._queue = queue
        self._known = known
        self._pictures = pictures
        self._writes = writes
        self._about = {name: value for name, value in about.items() if value}
        self._labels = Labels()
        self._planned: _Planned | None = None

    def resume(self, operation: Operation, *, has_time: Callable[[], bool]) -> None:
        """Go to the row after those that are done. What a dry run has not written is known from looking at it again.

        Raises what ``RowQueue.skip`` does.
        """
        done = _row_of(operation)
        if self._writes:
            self._queue.skip(done, has_time=has_time)
        while self._queue.done < done:
            rows = list(islice(self._queue.ahead(), min(MAX_ROWS_IN_FILE, done - self._queue.done)))
            if not rows:
                return
            if not has_time():
                raise TaskFailedError(f"A dry run of this file takes too long after row {rows[-1].number}: split it.")
            self._imagine(list(self._planner.treatments(rows, self._known, self._labels)))
            self._queue.finish(rows[-1].number)

    def follows(self, operation: Operation) -> bool:
        """Take note of how far the operation is; return whether it can go on from there: it never goes back."""
        row, planned = _row_of(operation), self._planned
        if row < self._queue.done or (planned is None and row > self._queue.done):
            return False
        if planned is not None and row == planned.row:
            self._arrive(planned)
        self._planned = None
        return row == self._queue.done

    def next_range(self, operation: Operation, *, at: datetime) -> Range:
        """Store the pictures of the next rows; return the range of them, or the last one, which writes nothing."""
        treatments = self._next_treatments()
        if not treatments:
            return Range(decide=lambda _: self._end(operation))
        self._pictures.store(treatments)
        rows = [each.row for each in treatments]
        return Range(
            contact_ids=_targets(treatments),
            labels=True,
            decide=partial(self._decide, rows=rows, operation=operation, at=at),
        )

    def _next_treatments(self) -> Sequence[Treatment]:
        """Return as many rows as are likely to fit into a transaction, judging by what is known now.

        They have at most PICTURES_AT_ONCE pictures to be stored.

        Raises TaskBrokenError for a row that cannot be read when all rows before it are done.
        """
        chosen: list[Treatment] = []
        writing = pictures = size = 0
        for one in self._readable_treatments():
            writing += one.outcome in WRITTEN
            pictures += one.takes_picture
            size += one.row.report_bytes
            is_full = writing > MAX_CONTACTS_PER_RANGE or size > MAX_REPORT_BYTES or len(chosen) == MAX_ROWS_IN_FILE
            if chosen and (is_full or pictures > PICTURES_AT_ONCE):
                break
            chosen.append(one)
        return chosen

    def _readable_treatments(self) -> Iterator[Treatment]:
        """Yield treatments up to a row that cannot be read, unless that is the first one."""
        is_first = True
        try:
            for one in self._planner.treatments(self._queue.ahead(), self._known, self._labels):
                yield one
                is_first = False
        except TaskBrokenError:
            if is_first:
                raise

    def _decide(self, state: BookState, *, rows: Sequence[Row], operation: Operation, at: datetime) -> Step:
        self._knowledge.follow(self._known, state.book.id, state.book.revision)
        if self._known.revision != state.book.revision:
            raise RaceLostError
        self._labels = state.labels
        treatments = list(self._pictures.shown_in(self._planner.treatments(rows, self._known, state.labels)))
        plan = self._planner.plan(self._with_targets(state, treatments), treatments, at=at)
        row = rows[len(plan.reports) - 1].number if plan.reports else _row_of(operation)
        writes = plan.writes if self._writes else ()
        self._planned = _Planned(
            row=row,
            base_revision=state.book.revision,
            writes=writes,
            treatments=treatments[: len(plan.reports)],
        )
        reports = plan.reports if self._writes else [_imagined(report) for report in plan.reports]
        return Step(
            writes=writes,
            labels=plan.labels if writes else None,
            cursor=self._cursor(operation, row, reports),
            dealt_with=len(reports),
            total=self._about.get("rows"),
        )

    def _end(self, operation: Operation) -> Step:
        row = _row_of(operation)
        cursor = self._cursor(operation, row, ())
        failed = cursor["counts"].get(RowOutcome.FAILED, 0)
        problem = f"{failed} of {row} rows could not be imported" if failed else None
        return Step(cursor=cursor, total=row, is_last=True, problem=problem)

    def _cursor(self, operation: Operation, row: int, reports: Sequence[dict[str, Any]]) -> Members:
        before = operation.cursor["counts"] if operation.cursor else {}
        counts = Counter(before) + Counter(one["outcome"] for one in reports)
        failures = {FAILED_RANGES: self._pictures.failed_ranges} if self._pictures.failed_ranges else {}
        place = self._queue.place_after(row)
        return {
            "row": row,
            "place": place,
            **self._about,
            **failures,
            "counts": dict(counts),
            "pending": list(reports),
        }

    def _with_targets(self, state: BookState, treatments: Sequence[Treatment]) -> BookState:
        """Return the state with the contacts that rows are merged into, also those that were not foreseen."""
        missing = [one for one in _targets(treatments) if one not in state.contacts]
        if not missing or not self._writes:
            return state
        read = self._store.load(state.book.id, missing)
        if read.book.revision != state.book.revision:
            raise RaceLostError
        return replace(state, contacts={**state.contacts, **read.contacts})

    def _arrive(self, planned: _Planned) -> None:
        self._queue.finish(planned.row)
        self._pictures.finish(planned.row, planned.writes)
        if not self._writes:
            self._imagine(planned.treatments)
        elif self._known.revision == planned.base_revision:
            learn(self._known, planned.writes)

    def _imagine(self, treatments: Sequence[Treatment]) -> None:
        for one in treatments:
            if one.outcome is RowOutcome.CREATED and one.contact_id and one.row.identity:
                self._known.put_identity(one.contact_id, one.row.identity, has_photo=one.leaves_photo)


def _row_of(operation: Operation) -> int:
    """Return the number of the last row that is done."""
    return int(operation.cursor["row"]) if operation.cursor else 0


def _targets(treatments: Sequence[Treatment]) -> Sequence[str]:
    """Return the contacts that rows are merged into, but for those that rows before them create."""
    created = {one.contact_id for one in treatments if one.outcome is RowOutcome.CREATED}
    merged = (one.contact_id for one in treatments if one.outcome is RowOutcome.MERGED)
    return [one for one in dict.fromkeys(merged) if one is not None and one not in created]


def _imagined(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report of a row of a dry run: a contact that would be created has no id."""
    created = report["outcome"] == RowOutcome.CREATED
    return {name: value for name, value in report.items() if not (created and name == "contact_id")}
