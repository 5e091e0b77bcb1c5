"""The calls whose costs are compared from one size of a book to the next, and what each takes from DynamoDB."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.events import Event, Json
from bench.fixed_clock import MADE_AT
from bench.growing_book import LABEL, GrowingBook, with_label
from bench.metering import Meter, metered, metering
from bench.recorded_replies import Reply
from bench.world import KEYS
from shared.adapters.memory.secret_store import MemorySecrets
from shared.services.contacts.sync_tokens import SyncTokens
from shared.services.contacts.syncing import SyncPoint
from shared.services.cursors import Cursors
from shared.web.contacts.queries import ContactListParameters

PAGE_SIZE = 50
"""Contacts on a page of a list."""
LATEST = 50
"""Changes that a copy of the book lacks which is nearly up to date."""
NEW_NAME = "Everybody"
_KEYS = "AmazonSSM.GetParameters"
"""Each process reads them once in five minutes."""


class NotCountedError(Exception):
    """A call made requests to other services than DynamoDB; the text names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as a client makes it: a function by name, and its event."""

    name: str
    function: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCall:
    """A call that was carried out, what it took from DynamoDB, and the responses that it got.

    ``requests`` are counted by operation; ``items`` are those on the page, None if the response is none.
    """

    call: Call
    answer: Any
    requests: dict[str, int]
    read_units: float
    write_units: float
    items: int | None
    replies: tuple[Reply, ...]

    @property
    def figures(self) -> Json:
        """What was counted, by name, as in bench/scale.json."""
        return {
            "requests": self.requests,
            "read_units": self.read_units,
            "write_units": self.write_units,
            "items": self.items,
        }


def counted_calls(book: GrowingBook) -> Iterator[CountedCall]:
    """Carry out every call once. Afterwards the book has as many contacts as before, and one more in the trash."""
    with metering(book.aws) as meter:
        for call in reads(book):
            yield _counted(book, meter, call)
        created = _counted(book, meter, create(book))
        yield created
        contact_id = json.loads(created.answer["body"])["id"]
        for call in writes(book, contact_id):
            yield _counted(book, meter, call)
    book.call("labels.update", _rename(book, LABEL))


def reads(book: GrowingBook) -> Iterator[Call]:
    """Yield the calls that change nothing."""
    cursors = Cursors(MemorySecrets(KEYS))
    ids = {"contact_id": book.contact_id}
    page = {"limit": str(PAGE_SIZE)}
    middle = cursors.issue(_middle(book), book_id=book.book_id, query=ContactListParameters(limit=PAGE_SIZE).query)
    tokens = SyncTokens(cursors, now=lambda: MADE_AT)
    oldest, latest = (tokens.issue(point, book_id=book.book_id) for point in _sync_points(book))
    for name, function, changes in (
        ("list, first page", "contacts.list", {"query": page}),
        ("list, a page in the middle", "contacts.list", {"query": {**page, "cursor": middle}}),
        ("get", "contacts.get", {"ids": ids}),
        ("birthdays, 7 days", "contacts.birthdays", {"query": {"days": "7"}}),
        ("changes, first page of all", "contacts.changes", {}),
        ("changes, the oldest", "contacts.changes", {"query": {"since": oldest}}),
        ("changes, the latest", "contacts.changes", {"query": {"since": latest}}),
        ("history", "contacts.history", {"ids": ids}),
    ):
        yield Call(name=name, function=function, event=book.request(function, **changes))


def create(book: GrowingBook) -> Call:
    """Return the creation of a contact: the sample, with a tag that the book has."""
    event = book.request("contacts.create", body=with_label({}))
    event["headers"]["idempotency-key"] = f"contact-{book.count:06}"
    return Call(name="create", function="contacts.create", event=event)


def writes(book: GrowingBook, contact_id: str) -> Iterator[Call]:
    """Yield the other calls that change the book: this contact, which is deleted in the end, and the label."""
    ids = {"contact_id": contact_id}
    patch = book.request("contacts.patch", ids=ids, body={"notes": "Brings the cake."})
    yield Call(name="update", function="contacts.patch", event=patch)
    yield Call(name="delete", function="contacts.delete", event=book.request("contacts.delete", ids=ids))
    yield Call(name="label rename", function="labels.update", event=_rename(book, NEW_NAME))


def _rename(book: GrowingBook, name: str) -> Event:
    return book.request("labels.update", ids={"label_id": book.label_id}, body={"name": name})


def _counted(book: GrowingBook, meter: Meter, call: Call) -> CountedCall:
    """Carry out a call and count it. Raises NotCountedError, FunctionFailedError."""
    meter.reset()
    (answer,) = metered(meter, book.function(call.function), call.event)
    if others := set(meter.others) - {_KEYS}:
        raise NotCountedError(f"{call.name}: {others}")
    body = json.loads(answer["body"] or "{}")
    return CountedCall(
        call=call,
        answer=answer,
        requests=dict(Counter(meter.operations)),
        read_units=meter.read_units,
        write_units=meter.write_units,
        items=len(body["items"]) if "items" in body else None,
        replies=tuple(meter.replies),
    )


def _middle(book: GrowingBook) -> dict[str, str | int]:
    """Return the position in the middle of the list by name."""
    pages = book.aws.client("dynamodb").get_paginator("scan").paginate(
        TableName=_table(book), IndexName="by_name", ProjectionExpression="item_id, name_key"
    )  # fmt: skip
    rows = sorted((row["name_key"]["S"], row["item_id"]["S"]) for page in pages for row in page["Items"])
    assert len(rows) == book.count, "the book has another number of contacts"
    name_key, item_id = rows[book.count // 2 - 1]
    return {"id": item_id.removeprefix("C#"), "name_key": name_key}


def _sync_points(book: GrowingBook) -> Iterator[SyncPoint]:
    """Yield how far a copy has come that has only the first contact, and one that lacks only the latest changes."""
    key = {"book_id": {"S": book.book_id}, "item_id": {"S": "BOOK"}}
    head = book.aws.client("dynamodb").get_item(TableName=_table(book), Key=key, ConsistentRead=True)["Item"]
    for revision in (1, int(head["book_revision"]["N"]) - LATEST):
        yield SyncPoint(revision=revision, labels_revision=int(head["labels_revision"]["N"]), as_of=MADE_AT)


def _table(book: GrowingBook) -> str:
    return book.world.environments["contacts.list"]["CONTACTS_TABLE"]
