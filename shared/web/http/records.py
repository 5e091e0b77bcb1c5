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

    An error that no retry mends is logged whole, and retried all the same until Lambda puts the record, alone, where
    dead letters are kept.
    """
    for record in event["Records"]:
        try:
            handle(record["dynamodb"]["Keys"])
        except TemporarilyUnavailableError as error:
            observe.logger().warning(str(error), extra={"error": type(error).__name__, "record": record.get("eventID")})
        except Exception:  # noqa: BLE001 - the record goes back to Lambda, and the story to the log
            observe.log_exception("record failed", record=record.get("eventID"))
        else:
            continue
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}
