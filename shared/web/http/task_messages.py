"""Messages of an SQS queue, handed out one by one, with partial batch responses.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from shared import observe
from shared.domain.errors import TemporarilyUnavailableError
from shared.services.ports.operations import TaskMessage
from shared.web.http.records import ItemFailures


def each_task(event: dict[str, Any], handle: Callable[[TaskMessage, str], object]) -> ItemFailures:
    """Call ``handle`` with every message and its id, and report those that failed: SQS delivers them again.

    An unexpected error is logged in full, and is retried like any other until SQS moves the message to the dead
    letters. That includes a message that cannot be read.
    """
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        message_id = record["messageId"]
        try:
            handle(_message(record["body"]), message_id)
        except TemporarilyUnavailableError as error:
            observe.logger().warning(str(error), extra={"error": type(error).__name__, "record": message_id})
        except Exception:  # noqa: BLE001 - logged, and SQS delivers the message again
            observe.log_exception("task failed", record=message_id)
        else:
            continue
        failed.append({"itemIdentifier": message_id})
    return {"batchItemFailures": failed}


def _message(body: str) -> TaskMessage:
    """Return the message; members that only newer code knows are ignored."""
    content = json.loads(body)
    return TaskMessage(
        book_id=content["book_id"], operation_id=content["operation_id"], looks=int(content.get("looks", 0))
    )
