"""Stream of the changes: publish each one on the bus."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.web.http.change_records import relay_records
from shared.web.http.records import ItemFailures
from shared.wiring import process

process.prepare("relay")


def handler(event: dict[str, Any], context: Any) -> ItemFailures:
    """Publish every new change; report the first that has to be retried, and Lambda retries from there."""
    relay = process.wiring().relay
    observe.bind_request_id(context.aws_request_id)
    return relay_records(event, relay.publish)
