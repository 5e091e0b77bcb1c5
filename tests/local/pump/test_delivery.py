from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.invoker import FunctionError
from local.pump.delivery import Delivery, Record
from tools.template import StreamSource

NOW = 1000.0
SOURCE: dict[str, Any] = {
    "name": "Source",
    "function_id": "Function",
    "table_name": "notes",
    "starting_position": "TRIM_HORIZON",
}


def record(number: int, *, age: float = 0) -> Record:
    return {"dynamodb": {"SequenceNumber": str(number), "ApproximateCreationDateTime": NOW - age}}


class Run:
    """One delivery, and everything that came of it."""

    def __init__(self, function: Callable[[list[str]], Any], **settings: Any) -> None:
        self.batches: list[list[str]] = []
        self.checkpoints: list[str] = []
        self.buried: list[tuple[list[str], str, int]] = []
        self.pauses: list[float] = []
        self.stop_after_pauses = 1000
        self._function = function
        self._delivery = Delivery(
            source=StreamSource(**SOURCE, **settings),
            invoke=self._invoke,
            done=self.checkpoints.append,
            dead_letter=lambda records, why, attempts: self.buried.append((numbers(records), why, attempts)),
            pause=self._pause,
            now=lambda: NOW,
        )

    def deliver(self, *records: Record) -> Run:
        self._delivery.deliver(list(records))
        return self

    def _invoke(self, event: dict[str, Any]) -> Any:
        batch = numbers(event["Records"])
        self.batches.append(batch)
        return self._function(batch)

    def _pause(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        return len(self.pauses) < self.stop_after_pauses


def numbers(records: list[Record]) -> list[str]:
    return [each["dynamodb"]["SequenceNumber"] for each in records]


def fails_with(*bad: str) -> Callable[[list[str]], None]:
    def function(batch: list[str]) -> None:
        if set(bad) & set(batch):
            raise FunctionError("no")

    return function


def answers(*given: Any) -> Callable[[list[str]], Any]:
    """The answers one after another, the last one for ever."""
    left = list(given)

    def function(_batch: list[str]) -> Any:
        return left.pop(0) if len(left) > 1 else left[0]

    return function


def reports(*bad: str) -> Callable[[list[str]], dict[str, Any]]:
    def function(batch: list[str]) -> dict[str, Any]:
        return {"batchItemFailures": [{"itemIdentifier": number} for number in bad if number in batch]}

    return function


def test_records_come_in_order_and_in_batches() -> None:
    run = Run(answers(None), batch_size=2).deliver(*map(record, range(1, 6)))
    assert run.batches == [["1", "2"], ["3", "4"], ["5"]]
    assert run.checkpoints == ["2", "4", "5"]
    assert run.pauses == []


def test_a_failed_batch_is_tried_again_before_the_next() -> None:
    attempts = iter([True, True, False, False])

    def function(batch: list[str]) -> None:
        if next(attempts):
            raise FunctionError("not yet")

    run = Run(function, batch_size=1).deliver(record(1), record(2))
    assert run.batches == [["1"], ["1"], ["1"], ["2"]]
    assert run.checkpoints == ["1", "2"]
    assert run.pauses == sorted(run.pauses)


def test_when_retries_are_used_up_the_batch_is_buried_and_the_next_comes() -> None:
    run = Run(fails_with("1"), batch_size=2, maximum_retry_attempts=2).deliver(record(1), record(2), record(3))
    assert run.batches == [["1", "2"]] * 3 + [["3"]]
    assert run.buried == [(["1", "2"], "RetryAttemptsExhausted", 3)]
    assert run.checkpoints == ["2", "3"]


def test_no_retries_means_one_attempt() -> None:
    run = Run(fails_with("1"), maximum_retry_attempts=0).deliver(record(1))
    assert (run.batches, run.buried) == ([["1"]], [(["1"], "RetryAttemptsExhausted", 1)])


def test_splitting_finds_the_bad_record_and_costs_no_attempt() -> None:
    run = Run(fails_with("3"), maximum_retry_attempts=1, bisect_batch_on_error=True).deliver(*map(record, range(1, 5)))
    assert run.batches == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["4"]]
    assert run.buried == [(["3"], "RetryAttemptsExhausted", 2)]
    assert run.checkpoints == ["2", "3", "4"]


def test_reported_failures_are_tried_again_from_the_first_on() -> None:
    settings: dict[str, Any] = {"report_batch_item_failures": True, "maximum_retry_attempts": 1}
    run = Run(reports("2"), **settings).deliver(record(1), record(2), record(3))
    assert run.batches == [["1", "2", "3"], ["2", "3"]]
    assert run.checkpoints == ["1", "3"]
    assert run.buried == [(["2", "3"], "RetryAttemptsExhausted", 2)]


def test_with_splitting_only_the_reported_record_is_buried() -> None:
    settings: dict[str, Any] = {
        "report_batch_item_failures": True,
        "maximum_retry_attempts": 0,
        "bisect_batch_on_error": True,
    }
    run = Run(reports("2"), **settings).deliver(record(1), record(2), record(3))
    assert run.batches == [["1", "2", "3"], ["2"], ["3"]]
    assert run.buried == [(["2"], "RetryAttemptsExhausted", 1)]


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}, "done"])
def test_no_reported_failure_is_success(answer: Any) -> None:
    run = Run(answers(answer), report_batch_item_failures=True).deliver(record(1))
    assert (run.batches, run.checkpoints) == ([["1"]], ["1"])


def test_a_report_about_an_unknown_record_fails_the_whole_batch() -> None:
    run = Run(
        answers({"batchItemFailures": [{"itemIdentifier": "99"}]}, None), report_batch_item_failures=True
    ).deliver(record(1), record(2))
    assert run.batches == [["1", "2"], ["1", "2"]]


def test_reports_count_only_where_the_mapping_asks_for_them() -> None:
    run = Run(reports("1")).deliver(record(1))
    assert (run.batches, run.checkpoints) == ([["1"]], ["1"])


def test_records_that_are_too_old_are_buried_unseen() -> None:
    run = Run(answers(None), maximum_record_age_seconds=60).deliver(record(1, age=61), record(2, age=59))
    assert run.batches == [["2"]]
    assert run.buried == [(["1"], "RecordAgeExceeded", 0)]
    assert run.checkpoints == ["1", "2"]


def test_young_records_are_delivered() -> None:
    run = Run(answers(None), maximum_record_age_seconds=60).deliver(*(record(number, age=1) for number in range(2)))
    assert (run.batches, run.buried) == ([["0", "1"]], [])


def test_a_stop_leaves_what_is_not_delivered_undone() -> None:
    run = Run(fails_with("2"), batch_size=1)
    run.stop_after_pauses = 2
    run.deliver(record(1), record(2), record(3))
    assert run.batches == [["1"], ["2"], ["2"]]
    assert run.checkpoints == ["1"]
    assert run.buried == []
