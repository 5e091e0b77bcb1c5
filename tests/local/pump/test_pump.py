from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from local.invoker import Invoker
from local.pump import DeadLetters, Pump
from local.pump.checkpoints import Checkpoints
from local.pump.filters import UnsupportedPatternError
from local.stand_in import StandIn
from local.tables import create_tables
from tests.support.sample_template import HEADER, template_of
from tools.template import StreamSource, Table, Template

RECEIVED: Queue[dict[str, Any]] = Queue()
FUNCTION = (
    HEADER
    + """
Resources:
  ConsumerFunction:
    Type: AWS::Serverless::Function
    Properties: {Handler: tests.local.pump.test_pump.consume}
"""
)


def consume(event: dict[str, Any], context: Any) -> None:
    for record in event["Records"]:
        if record["dynamodb"]["NewImage"]["id"]["S"] == "poison":
            raise ValueError("poison")
        RECEIVED.put(record)


@pytest.fixture(autouse=True)
def _nothing_received() -> None:
    while not RECEIVED.empty():
        RECEIVED.get()


@pytest.fixture
def template(tmp_path: Path, table: Table) -> Template:
    source = StreamSource(
        name=f"Consumer-{table.name}",
        function_id="ConsumerFunction",
        table_name=table.name,
        starting_position="TRIM_HORIZON",
        maximum_retry_attempts=0,
        bisect_batch_on_error=True,
    )
    template = template_of(tmp_path, FUNCTION)
    function = replace(template.functions["ConsumerFunction"], streams=(source,))
    return replace(template, functions={"ConsumerFunction": function})


def with_source(template: Template, **changes: Any) -> Template:
    function = template.functions["ConsumerFunction"]
    source = replace(function.streams[0], **changes)
    return replace(template, functions={"ConsumerFunction": replace(function, streams=(source,))})


@contextmanager
def pumping(template: Template, aws: StandIn, folder: Path) -> Iterator[Pump]:
    pump = Pump(template, aws, Invoker(template), DeadLetters(folder / "dead-letters"))
    pump.start()
    try:
        yield pump
    finally:
        pump.stop()


def put(aws: StandIn, table: Table, *names: str) -> None:
    for name in names:
        aws.client("dynamodb").put_item(TableName=table.name, Item={"id": {"S": name}})


def received(count: int) -> list[str]:
    """The ids of that many records, in the order in which they came."""
    records = [RECEIVED.get(timeout=60) for _ in range(count)]
    return [record["dynamodb"]["NewImage"]["id"]["S"] for record in records]


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_write_becomes_a_record_with_lambdas_form(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    with pumping(template, aws, tmp_path):
        put(aws, table, "a")
        record = RECEIVED.get(timeout=60)
    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert f"table/{table.name}/stream/" in record["eventSourceARN"]
    assert record["dynamodb"]["Keys"] == {"id": {"S": "a"}}
    assert abs(record["dynamodb"]["ApproximateCreationDateTime"] - time.time()) < 60


def test_what_was_written_before_the_start_is_delivered_in_order(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "a", "b", "c")
    with pumping(template, aws, tmp_path):
        assert received(3) == ["a", "b", "c"]


def test_a_restart_goes_on_after_what_was_delivered(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    with pumping(template, aws, tmp_path):
        put(aws, table, "a")
        assert received(1) == ["a"]
    put(aws, table, "b")
    with pumping(template, aws, tmp_path):
        assert received(1) == ["b"]


def test_the_latest_position_is_the_one_of_the_first_start(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    template = with_source(template, starting_position="LATEST")
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "before")
    with pumping(template, aws, tmp_path) as pump:
        eventually(lambda: pump._readers[0]._iterator is not None)
    put(aws, table, "between")
    with pumping(template, aws, tmp_path):
        assert received(1) == ["between"]


def test_the_latest_position_of_an_empty_stream_is_its_start(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    template = with_source(template, starting_position="LATEST")
    create_tables(aws.client("dynamodb"), [table])
    with pumping(template, aws, tmp_path) as pump:
        eventually(lambda: pump._readers[0]._iterator is not None)
    put(aws, table, "between")
    with pumping(template, aws, tmp_path):
        assert received(1) == ["between"]


def test_a_forgotten_position_delivers_again_rather_than_loses(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "a")
    Checkpoints(aws.client("dynamodb")).put(template.functions["ConsumerFunction"].streams[0].name, "0" * 30)
    with pumping(template, aws, tmp_path):
        assert received(1) == ["a"]


def test_only_wanted_records_reach_the_function(aws: StandIn, table: Table, template: Template, tmp_path: Path) -> None:
    template = with_source(template, filters=({"dynamodb": {"NewImage": {"id": {"S": [{"anything-but": "b"}]}}}},))
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "a", "b", "c")
    with pumping(template, aws, tmp_path):
        assert received(2) == ["a", "c"]
    with pytest.raises(Empty):
        RECEIVED.get_nowait()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unsupported_filter_is_told_at_the_start(aws: StandIn, template: Template, tmp_path: Path) -> None:
    template = with_source(template, filters=({"eventName": [{"suffix": "T"}]},))
    with pytest.raises(UnsupportedPatternError):
        Pump(template, aws, Invoker(template), DeadLetters(tmp_path)).start()


def test_a_poisonous_record_becomes_a_dead_letter_and_the_others_come(
    aws: StandIn, table: Table, template: Template, tmp_path: Path
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    put(aws, table, "poison", "fine")
    with pumping(template, aws, tmp_path):
        assert received(1) == ["fine"]
        letters = DeadLetters(tmp_path / "dead-letters")
        eventually(lambda: bool(letters.all()))
    (letter,) = letters.all()
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert letter["requestContext"]["approximateInvokeCount"] == 1
    assert letter["DDBStreamBatchInfo"]["batchSize"] == 1
    assert letter["payload"]["Records"][0]["dynamodb"]["NewImage"] == {"id": {"S": "poison"}}


def test_a_table_that_is_not_there_yet_is_waited_for(
    aws: StandIn, table: Table, template: Template, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pumping(template, aws, tmp_path) as pump:
        eventually(lambda: bool(caplog.records))
        create_tables(aws.client("dynamodb"), [table])
        put(aws, table, "a")
        pump.wake()
        assert received(1) == ["a"]


def test_waking_delivers_at_once(
    aws: StandIn, table: Table, template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.pump.stream_reader._POLL_SECONDS", 3600)
    create_tables(aws.client("dynamodb"), [table])
    with pumping(template, aws, tmp_path) as pump:
        for name in ("a", "b", "c"):
            put(aws, table, name)
            pump.wake()
            assert received(1) == [name]


def test_dead_letters_of_schedules_hold_their_event(template: Template, aws: StandIn, tmp_path: Path) -> None:
    pump = Pump(template, aws, Invoker(template), DeadLetters(tmp_path / "dead-letters"))
    pump._dead_letter_event("ConsumerFunction", {"source": "aws.scheduler"}, 3)
    (letter,) = DeadLetters(tmp_path / "dead-letters").all()
    assert letter["requestPayload"] == {"source": "aws.scheduler"}
    assert letter["requestContext"]["functionArn"].endswith(":function:contacts-api-local-ConsumerFunction")


def test_there_are_no_dead_letters_at_first(tmp_path: Path) -> None:
    assert DeadLetters(tmp_path / "none").all() == []
