"""Delivers the records of a stream to a function, by the rules of Lambda's event source mappings.

A failed batch is retried, in order, before anything after it. It is split if the mapping says so, which does not count
as an attempt. Records that are too old or exhausted their retries become dead letters.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from local.invoker import FunctionError
from local.pump.records import created_at, sequence_number
from tools.template import StreamSource
from tools.template.model import NO_AGE_LIMIT, UNLIMITED_RETRIES

Record = dict[str, Any]

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Records that are sent to the function together, and how often that has failed."""

    records: list[Record]
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A running event source mapping.

    ``invoke`` calls the function with an event and may raise FunctionError. ``done`` gets the sequence number up to
    which everything has been delivered or given up on. ``dead_letter`` gets the records given up on, the reason and
    the number of attempts. ``pause`` waits some seconds and returns False to stop delivering. ``now`` is epoch seconds.
    """

    source: StreamSource
    invoke: Callable[[dict[str, Any]], Any]
    done: Callable[[str], None]
    dead_letter: Callable[[list[Record], str, int], None]
    pause: Callable[[float], bool]
    now: Callable[[], float]

    def deliver(self, records: list[Record]) -> None:
        """Deliver the records, which are in stream order. Returns early when ``pause`` returns False."""
        size = self.source.batch_size
        waiting = [Batch(records=records[start : start + size]) for start in range(0, len(records), size)]
        while waiting:
            batch = self._without_aged(waiting.pop(0))
            rest = self._attempt(batch) if batch.records else []
            waiting[:0] = rest
            if rest and not self.pause(_pause_seconds(rest[0].failures)):
                return

    def _without_aged(self, batch: Batch) -> Batch:
        limit = self.source.maximum_record_age_seconds
        if limit == NO_AGE_LIMIT:
            return batch
        oldest = self.now() - limit
        aged = [record for record in batch.records if created_at(record) < oldest]
        if not aged:
            return batch
        self.dead_letter(aged, "RecordAgeExceeded", batch.failures)
        self.done(sequence_number(aged[-1]))
        return replace(batch, records=batch.records[len(aged) :])

    def _attempt(self, batch: Batch) -> list[Batch]:
        """Invoke the function once and return the batches still to be delivered."""
        failed_at = self._first_failure(batch.records)
        delivered, failed = batch.records[:failed_at], batch.records[failed_at:]
        if delivered:
            self.done(sequence_number(delivered[-1]))
        if not failed:
            return []
        if self.source.bisect_batch_on_error and len(failed) > 1:
            middle = len(failed) // 2
            return [
                Batch(records=failed[:middle], failures=batch.failures),
                Batch(records=failed[middle:], failures=batch.failures),
            ]
        failures = batch.failures + 1
        if failures > self.source.maximum_retry_attempts != UNLIMITED_RETRIES:
            self.dead_letter(failed, "RetryAttemptsExhausted", failures)
            self.done(sequence_number(failed[-1]))
            return []
        return [Batch(records=failed, failures=failures)]

    def _first_failure(self, records: list[Record]) -> int:
        """Return the index of the first record that failed, or the number of records if none did."""
        try:
            answer = self.invoke({"Records": records})
        except FunctionError:
            return 0
        if not self.source.report_batch_item_failures or not isinstance(answer, dict):
            return len(records)
        reported = {failure.get("itemIdentifier") for failure in answer.get("batchItemFailures") or []}
        if not reported:
            return len(records)
        numbers = [sequence_number(record) for record in records]
        # An identifier that is not in the batch fails the whole batch.
        return min((numbers.index(number) for number in reported), default=0) if reported <= set(numbers) else 0


def _pause_seconds(failures: int) -> float:
    return float(min(_FIRST_PAUSE_SECONDS * 2**failures, _LONGEST_PAUSE_SECONDS))
