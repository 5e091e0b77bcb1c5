"""Records of the stream of the Changes table, as events.

Of an entry's image only what has no content is read. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from shared import observe
from shared.services.ports.events import BookChanged
from shared.web.http.records import ItemFailures

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Record = dict[str, Any]


def relay_records(event: Record, publish: Callable[[Sequence[BookChanged]], Sequence[BookChanged]]) -> ItemFailures:
    """Publish what was inserted, and report the first record that failed: Lambda retries from there.

    Entries that change (their versions are taken out) or expire after a year are no news. One that cannot be read is
    logged and left out: no retry would help, each would publish all others again, and the entry stays in its table.
    """
    numbers: dict[BookChanged, str] = {}
    for record in event["Records"]:
        if record.get("eventName") != "INSERT":
            continue
        try:
            numbers[_change(record["dynamodb"])] = record["dynamodb"]["SequenceNumber"]
        except (KeyError, TypeError, ValueError):
            observe.log_exception("record cannot be read", record=record.get("eventID"))
    left = publish(list(numbers))
    if left:
        observe.logger().warning("changes were not published", extra={"changes": len(left)})
    return {"batchItemFailures": [{"itemIdentifier": numbers[change]} for change in left[:1]]}


def _change(content: Record) -> BookChanged:
    keys, image = content["Keys"], content["NewImage"]
    return BookChanged(
        book_id=keys["book_id"]["S"],
        revision=int(keys["revision"]["N"]),
        contact_id=image["contact_id"]["S"] if "contact_id" in image else None,
        kind=image["kind"]["S"],
        at=_EPOCH + timedelta(milliseconds=int(image["at"]["N"])),
    )
