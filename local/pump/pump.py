"""Runs all event sources of a template, each in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import Any

from local.event_rules import queue_of, rules_of
from local.invoker import Invoker
from local.pump.asynchronous import AsynchronousInvocations
from local.pump.checkpoints import Checkpoints
from local.pump.dead_letters import DeadLetters, event_letter, stream_letter
from local.pump.delivery import Delivery, Record
from local.pump.queue_reader import QueueReader
from local.pump.scheduler import Scheduler
from local.pump.stream_reader import StreamReader
from local.stand_in import StandIn
from tools.template import QueueSource, StreamSource, Template

# On shutdown, a delivery in progress gets this long; what it does not finish is delivered again.
_LAST_DELIVERY_SECONDS = 3.0


class Pump:
    """Runs from ``start`` to ``stop``; ``wake`` signals that there may be new records."""

    def __init__(self, template: Template, aws: StandIn, invoker: Invoker, dead_letters: DeadLetters) -> None:
        self._template, self._aws, self._invoker, self._dead_letters = template, aws, invoker, dead_letters
        self._stop = Event()
        self._readers: list[StreamReader] = []
        self._queue_readers: list[QueueReader] = []
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Continue where the last run ended."""
        dynamodb, streams = self._aws.client("dynamodb"), self._aws.client("dynamodbstreams")
        checkpoints = Checkpoints(dynamodb)
        for function in self._template.functions.values():
            for source in function.streams:
                delivery = partial(self._delivery, source)
                reader = StreamReader(
                    source, checkpoints, dynamodb=dynamodb, streams=streams, delivery=delivery, stop=self._stop
                )
                self._readers.append(reader)
            for queue in function.queues:
                invoke = partial(self._invoke, queue.function_id)
                self._queue_readers.append(self._queue_reader(queue, invoke))
        asynchronous = AsynchronousInvocations(
            self._template, invoke=self._invoke, dead_letter=self._dead_letter_event, stop=self._stop
        )
        for rule in rules_of(self._template):
            invoke = partial(asynchronous.invoke_with_message, rule.function_id)
            self._queue_readers.append(self._queue_reader(queue_of(rule), invoke))
        scheduler = Scheduler(self._template, checkpoints, invoke=asynchronous.invoke, stop=self._stop)
        streams_and_queues = [reader.run for reader in self._readers] + [reader.run for reader in self._queue_readers]
        for work in [*streams_and_queues, scheduler.run]:
            thread = Thread(target=work, name="pump", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """Make every reader look for records and messages now."""
        for reader in self._readers:
            reader.wake()
        for queue_reader in self._queue_readers:
            queue_reader.wake()

    def stop(self) -> None:
        """Stop; deliveries in progress get three seconds."""
        self._stop.set()
        self.wake()
        deadline = time.monotonic() + _LAST_DELIVERY_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _queue_reader(self, queue: QueueSource, invoke: Callable[[dict[str, Any]], Any]) -> QueueReader:
        sqs = self._aws.client("sqs")
        return QueueReader(queue, sqs=sqs, region=self._template.region, invoke=invoke, stop=self._stop)

    def _delivery(self, source: StreamSource, done: Callable[[str], None]) -> Delivery:
        return Delivery(
            source=source,
            invoke=partial(self._invoke, source.function_id),
            done=done,
            dead_letter=partial(self._dead_letter_records, source),
            pause=lambda seconds: not self._stop.wait(seconds),
            now=time.time,
        )

    def _invoke(self, function_id: str, event: dict[str, Any]) -> Any:
        try:
            return self._invoker.invoke(function_id, event)
        finally:
            # The function may have written a record for another function.
            self.wake()

    def _dead_letter_records(
        self, source: StreamSource, records: list[Record], condition: str, invocations: int
    ) -> None:
        arn = self._function_arn(source.function_id)
        self._dead_letters.add(stream_letter(records, function_arn=arn, condition=condition, invocations=invocations))

    def _dead_letter_event(self, function_id: str, event: dict[str, Any], invocations: int) -> None:
        arn = self._function_arn(function_id)
        self._dead_letters.add(event_letter(event, function_arn=arn, invocations=invocations))

    def _function_arn(self, function_id: str) -> str:
        function = self._template.functions[function_id]
        return f"arn:aws:lambda:{self._template.region}:{self._template.account_id}:function:{function.name}"
