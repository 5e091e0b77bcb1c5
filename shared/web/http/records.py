"""Records of a DynamoDB stream, handed out one by one, with partial batch responses.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared import observe
from shared.domain.errors import TemporarilyUnavailableError

ItemFailures = dict[str, list[dict[str, str]]]
Keys = dict[str, dict[str, str]]


def each_record(event: dict[str, Any], handle: Callable[[Keys], object]) -> ItemFailures:
    """Call ``handle`` with the keys of every record, in order, and report the first failure: Lambda retries from there.

    A record that has to wait does not hold up the others. Those after it are handed out again together with it, so
    ``handle`` must be idempotent. An unexpected error is logged in full, and is retried like any other until Lambda
    moves the record, on its own, to the dead-letter queue.
    """
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        try:
            handle(record["dynamodb"]["Keys"])
        except TemporarilyUnavailableError as error:
            observe.logger().warning(str(error), extra={"error": type(error).__name__, "record": record.get("eventID")})
        except Exception:  # noqa: BLE001 - logged, and Lambda retries the record
            observe.log_exception("record failed", record=record.get("eventID"))
        else:
            continue
        failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
    return {"batchItemFailures": failed[:1]}
