"""The items of one book as DynamoDB keeps them, in the tables of contacts and of changes."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Item = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTables:
    """The tables of a deployment that hold books, by name."""

    contacts: str
    changes: str


class ItemsOfBook:
    """The items of a book in the tables of a deployment, or in restored ones."""

    def __init__(self, client: Any, tables: BookTables, book_id: str) -> None:
        self._client = client
        self._tables = tables
        self._book_id = book_id

    def contacts(self) -> list[Item]:
        """Return head, contacts and labels, in this order: that of their keys."""
        return list(self._items(self._tables.contacts))

    def changes(self) -> list[Item]:
        """Return the history, oldest change first."""
        return list(self._items(self._tables.changes))

    def put_contact(self, item: Item) -> None:
        """Put a head, contact or labels, unless it is there."""
        self._put(self._tables.contacts, item, "item_id")

    def put_change(self, item: Item) -> None:
        """Put a change, unless it is there."""
        self._put(self._tables.changes, item, "revision")

    def recount(self) -> int | None:
        """Let the head count the live contacts that there are, and return how many; None if it does so already.

        A contact that was lost, and not deleted, was still counted. If somebody writes at this moment nothing is
        changed, as the numbers are of different moments; the next run counts again.
        """
        contacts = self.contacts()
        head, count = head_of(contacts), live_contacts(contacts)
        if head is None or int(head["contact_count"]["N"]) == count:
            return None
        try:
            self._client.update_item(
                TableName=self._tables.contacts,
                Key={name: head[name] for name in ("book_id", "item_id")},
                UpdateExpression="SET contact_count = :count",
                ConditionExpression="book_revision = :revision",
                ExpressionAttributeValues={":count": {"N": str(count)}, ":revision": head["book_revision"]},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return count

    def _items(self, table: str) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=table,
            ConsistentRead=True,
            KeyConditionExpression="book_id = :book",
            ExpressionAttributeValues={":book": {"S": self._book_id}},
        )
        for page in pages:
            yield from page["Items"]

    def _put(self, table: str, item: Item, key: str) -> None:
        try:
            self._client.put_item(TableName=table, Item=item, ConditionExpression=f"attribute_not_exists({key})")
        except self._client.exceptions.ConditionalCheckFailedException:
            return


def head_of(contacts: Sequence[Item]) -> Item | None:
    """Return the head of a book."""
    return next((item for item in contacts if item["item_id"]["S"] == "BOOK"), None)


def live_contacts(contacts: Sequence[Item]) -> int:
    """Return how many contacts are not in the trash."""
    return sum(item["item_id"]["S"].startswith("C#") and "trashed_at" not in item for item in contacts)


def revision_of(change: Item) -> int:
    """Return the revision of a change."""
    return int(change["revision"]["N"])


def broken_rules(contacts: Sequence[Item], changes: Sequence[Item]) -> list[str]:
    """Return what is wrong with a book, such as with one whose tables were restored to different moments.

    Changes are kept for a year, so the first ones may be missing, but none in between.
    """
    head = head_of(contacts)
    if head is None:
        return ["there is no such book"]
    broken = []
    revision, count = int(head["book_revision"]["N"]), int(head["contact_count"]["N"])
    stored = [item for item in contacts if item["item_id"]["S"].startswith("C#")]
    if (live := live_contacts(contacts)) != count:
        broken.append(f"the head counts {count} contacts, and there are {live}")
    if newer := [item["item_id"]["S"] for item in stored if int(item["revision"]["N"]) > revision]:
        broken.append(f"{newer[0]} is newer than the head")
    if changes and revision_of(changes[-1]) != revision:
        broken.append(f"the head has revision {revision}, and its history ends with {revision_of(changes[-1])}")
    if any(revision_of(later) != revision_of(earlier) + 1 for earlier, later in pairwise(changes)):
        broken.append("the history has a gap")
    return broken


def write_backup(path: Path, items: Iterable[Item]) -> int:
    """Write items as lines of JSON, bytes in base64, into a new file of the user's own. Return how many there are.

    Raises OSError, FileExistsError for one that exists.
    """
    count = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        for item in items:
            file.write(json.dumps(item, default=lambda data: base64.b64encode(bytes(data)).decode()) + "\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count
