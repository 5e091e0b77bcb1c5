"""Reads one table's stream and delivers its records."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.pump.checkpoints import Checkpoints
from local.pump.delivery import Delivery
from local.pump.filters import matches_any, require_supported
from local.pump.records import lambda_record, sequence_number
from tools.template import StreamSource

# Writes that come through the gateway wake the reader at once; this is for all others.
_POLL_SECONDS = 1.0
_RECORDS_AT_ONCE = 1000
_FROM_THE_START = "TRIM_HORIZON"

logger = logging.getLogger(__name__)


class StreamReader:
    """One event source mapping of a stream. ``run`` is the body of a thread and returns when ``stop`` is set.

    ``dynamodb`` and ``streams`` are boto3 clients, which may be shared. Raises UnsupportedPatternError if a filter of
    the mapping uses a comparison that is not supported here.
    """

    def __init__(
        self,
        source: StreamSource,
        checkpoints: Checkpoints,
        *,
        dynamodb: Any,
        streams: Any,
        delivery: Callable[[Callable[[str], None]], Delivery],
        stop: Event,
    ) -> None:
        require_supported(source.filters)
        self._source, self._checkpoints, self._stop = source, checkpoints, stop
        self._dynamodb, self._streams = dynamodb, streams
        self._delivery = delivery(self._delivered)
        self._awake = Event()
        self._stream_arn = ""
        self._iterator: str | None = None

    def wake(self) -> None:
        """Make the reader look for records now."""
        self._awake.set()

    def run(self) -> None:
        """Read and deliver until told to stop."""
        while not self._stop.is_set():
            try:
                idle = not self._turn()
            except (BotoCoreError, ClientError) as error:
                logger.warning("%s: %s", self._source.name, error)
                self._iterator, idle = None, True
            if idle:
                self._awake.wait(_POLL_SECONDS)
                self._awake.clear()

    def _turn(self) -> bool:
        """Deliver the next records, if there are any, and return whether there were."""
        iterator = self._iterator or self._shard_iterator()
        page = self._streams.get_records(ShardIterator=iterator, Limit=_RECORDS_AT_ONCE)
        records = [lambda_record(record, self._stream_arn) for record in page["Records"]]
        matching = [record for record in records if matches_any(record, self._source.filters)]
        if matching:
            self._delivery.deliver(matching)
        if not self._stop.is_set():
            self._iterator = page.get("NextShardIterator")
        return bool(records)

    def _delivered(self, position: str) -> None:
        self._checkpoints.put(self._source.name, position)

    def _shard_iterator(self) -> str:
        """Return an iterator at the checkpoint or, if there is none yet, where the mapping starts."""
        table = self._dynamodb.describe_table(TableName=self._source.table_name)["Table"]
        self._stream_arn = table["LatestStreamArn"]
        position = self._checkpoints.get(self._source.name)
        if position is None and self._source.starting_position == "LATEST":
            position = self._last_position()
            self._delivered(position)
        if position is None or position == _FROM_THE_START:
            return self._iterator_at(_FROM_THE_START)
        try:
            return self._iterator_at("AFTER_SEQUENCE_NUMBER", SequenceNumber=position)
        except self._streams.exceptions.TrimmedDataAccessException:
            # Streams keep records for 24 hours. Whatever is left is newer than the checkpoint.
            return self._iterator_at(_FROM_THE_START)

    def _last_position(self) -> str:
        page = self._streams.get_records(ShardIterator=self._iterator_at(_FROM_THE_START), Limit=_RECORDS_AT_ONCE)
        position = _FROM_THE_START
        while page["Records"]:
            position = sequence_number(page["Records"][-1])
            page = self._streams.get_records(ShardIterator=page["NextShardIterator"], Limit=_RECORDS_AT_ONCE)
        return position

    def _iterator_at(self, kind: str, **position: Any) -> str:
        shards = self._streams.describe_stream(StreamArn=self._stream_arn)["StreamDescription"]["Shards"]
        # The stand-in keeps each stream in one shard.
        shard_id = shards[0]["ShardId"]
        arguments = {"StreamArn": self._stream_arn, "ShardId": shard_id, "ShardIteratorType": kind, **position}
        return str(self._streams.get_shard_iterator(**arguments)["ShardIterator"])
