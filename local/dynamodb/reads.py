"""GetItem, BatchGetItem, Query and Scan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from local.dynamodb import documents
from local.dynamodb.capacity import Bill, read_units
from local.dynamodb.conditions import Placeholders, holds
from local.dynamodb.documents import Parts
from local.dynamodb.errors import invalid
from local.dynamodb.expressions import projection
from local.dynamodb.key_conditions import key_condition
from local.dynamodb.schema import Index, Table
from local.dynamodb.store import Range, Raw, Row, Store
from local.dynamodb.values import Item, checked_item, size_of_item

Request = Mapping[str, Any]
Answer = dict[str, Any]

_MOST_KEYS = 100
_PAGE_BYTES = 1024 * 1024
_BATCH_BYTES = 16 * 1024 * 1024


def get_item(store: Store, request: Request) -> Answer:
    """Return one item, or nothing of one that does not exist. Raises DynamoError."""
    table = store.table(request.get("TableName"))
    given = Placeholders.of(request, "ProjectionExpression")
    row = find(store, table, request.get("Key"))
    bill = Bill(table, request)
    bill.add(read_units(row.size if row else 0, consistent=bool(request.get("ConsistentRead"))))
    found: Answer = {} if row is None else {"Item": shown(row, _paths(request, given))}
    return found | bill.member()


def find(store: Store, table: Table, key: Any) -> Row | None:
    """Return the row with a key as requests state it, or None. Raises DynamoError."""
    table.keys.require_key(key or {})
    return store.row(table, table.keys.encoded(checked_item(key)))


def shown(row: Row, paths: list[Parts] | None) -> Any:
    """Return what an answer shows of an item: all of it, or what a projection chooses."""
    return Raw(row.document) if paths is None else documents.projected(row.item, paths)


def batch_get_item(store: Store, request: Request) -> Answer:
    """Return items of several tables; keys beyond 16 MB of items come back as unprocessed. Raises DynamoError."""
    wanted: Mapping[str, Request] = request.get("RequestItems") or {}
    if not 1 <= sum(len(part["Keys"]) for part in wanted.values()) <= _MOST_KEYS:
        raise invalid("Too many items requested for the BatchGetItem call")
    answer: Answer = {"Responses": {}, "UnprocessedKeys": {}}
    bills, left = [], _BATCH_BYTES
    for name, part in wanted.items():
        table = store.table(name)
        paths = _paths(part, Placeholders.of(part, "ProjectionExpression"))
        rows = [(key, find(store, table, key)) for key in part["Keys"]]
        if len({table.keys.encoded(key) for key in part["Keys"]}) < len(rows):
            raise invalid("Provided list of item keys contains duplicates")
        bill, items = Bill(table, request), answer["Responses"].setdefault(name, [])
        for key, row in rows:
            size = row.size if row else 0
            if size > left:
                answer["UnprocessedKeys"].setdefault(name, {**part, "Keys": []})["Keys"].append(key)
                continue
            left -= size
            bill.add(read_units(size, consistent=bool(part.get("ConsistentRead"))))
            if row is not None:
                items.append(row.item if paths is None else documents.projected(row.item, paths))
        bills.append(bill)
    return answer | Bill.members(bills)


def query(store: Store, request: Request) -> Answer:
    """Return a page of a partition. Raises DynamoError."""
    given = Placeholders.of(request, "KeyConditionExpression", "FilterExpression", "ProjectionExpression")
    page = _Page(store, request, given)
    keys = page.table.keys if page.index is None else page.index.keys
    hash_key, conditions = key_condition(request.get("KeyConditionExpression"), keys, given)
    after = page.start()
    if after is not None:
        if after[0] != hash_key:
            raise invalid("The provided starting key is invalid: The provided starting key is outside query boundaries")
        after = after[1:]
    part = Range(conditions, forward=request.get("ScanIndexForward", True), after=after)
    return page.of(store.partition(page.table, page.index, hash_key, part))


def scan(store: Store, request: Request) -> Answer:
    """Return a page of a whole table or index. Raises DynamoError."""
    if request.get("TotalSegments", 1) != 1:
        raise invalid("A scan in segments is not supported here")
    page = _Page(store, request, Placeholders.of(request, "FilterExpression", "ProjectionExpression"))
    return page.of(store.all_rows(page.table, page.index, page.start()))


class _Page:
    """A page of a Query or Scan."""

    def __init__(self, store: Store, request: Request, given: Placeholders) -> None:
        self.table = store.table(request.get("TableName"))
        name = request.get("IndexName")
        self.index: Index | None = None if name is None else self.table.index(name)
        self._request, self._given = request, given
        self._consistent = bool(request.get("ConsistentRead"))
        if self._consistent and self.index is not None and not self.index.is_local:
            raise invalid("Consistent reads are not supported on global secondary indexes")
        self._limit = request.get("Limit")
        if self._limit is not None and self._limit < 1:
            raise invalid("Limit must be greater than or equal to 1")
        self._paths = _paths(request, given)

    def start(self) -> tuple[bytes, ...] | None:
        """Return the sortable position after which the page begins, or None. Raises DynamoError."""
        if not self._request.get("ExclusiveStartKey"):
            return None
        key = checked_item(self._request["ExclusiveStartKey"])
        expected = {*self.table.keys, *(self.index.keys if self.index else ())}
        if key.keys() != expected:
            raise invalid("The provided starting key is invalid")
        table_key = self.table.keys.encoded(key)
        return table_key if self.index is None else (*self.index.keys.encoded(key), *table_key)

    def of(self, rows: Iterator[Row]) -> Answer:
        """Return the answer: items up to the limit, or to 1 MB before the filter is applied."""
        items: list[Any] = []
        scanned = size = 0
        last: Row | None = None
        is_cut = False
        as_stored = self._is_as_stored()
        condition = self._request.get("FilterExpression")
        for row in rows:
            if scanned == self._limit or (scanned and size + row.size > _PAGE_BYTES):
                is_cut = True
                break
            scanned, last = scanned + 1, row
            if as_stored:
                size += row.size
                items.append(row.document)
                continue
            item = self._held(row)
            size += size_of_item(item)
            if holds(condition, "FilterExpression", item, self._given):
                items.append(item if self._paths is None else documents.projected(self._source(row, item), self._paths))
        return self._answer(items, scanned, size, last if is_cut or scanned == self._limit else None)

    def _is_as_stored(self) -> bool:
        whole = self.index is None or self.index.projection == "ALL"
        return whole and self._paths is None and self._request.get("FilterExpression") is None

    def _held(self, row: Row) -> Item:
        """Return what the table or index holds of an item; a request may ask for all of it by a local index."""
        whole = self.index is None or self._request.get("Select") == "ALL_ATTRIBUTES"
        return row.item if whole or self.index is None else self.index.projected(row.item, self.table.keys)

    def _source(self, row: Row, held: Item) -> Item:
        """Return what a projection chooses from: a local index fetches from the table what it does not hold."""
        return row.item if self.index is not None and self.index.is_local else held

    def _answer(self, items: list[Any], scanned: int, size: int, last: Row | None) -> Answer:
        answer: Answer = {"Count": len(items), "ScannedCount": scanned}
        if self._request.get("Select") != "COUNT":
            are_texts = bool(items) and isinstance(items[0], str)
            answer["Items"] = Raw(f"[{','.join(items)}]") if are_texts else items
        if last is not None:
            item = last.item
            names = dict.fromkeys([*self.table.keys, *(self.index.keys if self.index else ())])
            answer["LastEvaluatedKey"] = {name: item[name] for name in names}
        bill = Bill(self.table, self._request)
        bill.add(read_units(size, consistent=self._consistent), self.index)
        return answer | bill.member()


def _paths(request: Request, given: Placeholders) -> list[Parts] | None:
    text = request.get("ProjectionExpression")
    if text is None:
        return None
    paths = [documents.resolved(path, given.names) for path in projection(text)]
    documents.require_disjoint(paths, "ProjectionExpression")
    return paths
