"""PutItem, UpdateItem, DeleteItem and BatchWriteItem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.dynamodb.capacity import Bill
from local.dynamodb.conditions import Placeholders, holds
from local.dynamodb.errors import ConditionFailedError, DynamoError, UnfitItemError, invalid
from local.dynamodb.schema import Table, stored_size
from local.dynamodb.store import Change, Key, Store
from local.dynamodb.updates import Update, modified
from local.dynamodb.values import Item, checked_item

Request = Mapping[str, Any]
Answer = dict[str, Any]

_MOST_BATCH_WRITES = 25


def put_item(store: Store, request: Request) -> Answer:
    """Store an item in place of the one with the same key. Raises DynamoError."""
    return _carried_out(store, put(store, request), request, _old(request))


def delete_item(store: Store, request: Request) -> Answer:
    """Delete an item, if it exists. Raises DynamoError."""
    return _carried_out(store, delete(store, request), request, _old(request))


def update_item(store: Store, request: Request) -> Answer:
    """Change some attributes of an item, which is created if it does not exist. Raises DynamoError."""
    change, change_made = update(store, request)
    choice = request.get("ReturnValues", "NONE")
    shown = modified(change.old or {}, change.new or {}, change_made, choice)
    return _carried_out(store, change, request, shown)


def batch_write_item(store: Store, request: Request) -> Answer:
    """Store and delete up to 25 items, without conditions. Raises DynamoError, and then none was written."""
    wanted: Mapping[str, list[Request]] = request.get("RequestItems") or {}
    if not 1 <= sum(map(len, wanted.values())) <= _MOST_BATCH_WRITES:
        raise invalid("Too many items requested for the BatchWriteItem call")
    changes: list[Change] = []
    for name, writes in wanted.items():
        for write in writes:
            ((kind, arguments),) = write.items()
            plan = {"PutRequest": put, "DeleteRequest": delete}[kind]
            changes.append(plan(store, {**arguments, "TableName": name}))
    if len({(change.table.id, change.key) for change in changes}) < len(changes):
        raise invalid("Provided list of item keys contains duplicates")
    bills = {change.table.name: Bill(change.table, request) for change in changes}
    for change in changes:
        store.apply(change)
        bills[change.table.name].add_write(change)
    return {"UnprocessedItems": {}} | Bill.members(bills.values())


def put(store: Store, request: Request) -> Change:
    """Return the change that a Put asks for. Raises DynamoError, ConditionFailedError if its condition fails."""
    given = Placeholders.of(request, "ConditionExpression")
    table = store.table(request.get("TableName"))
    item = checked_item(request.get("Item"))
    stored_size(item)
    for index in table.indexes:
        index.covers(item)
    return _change(store, table, table.keys.encoded(item), request, given, new=item)


def delete(store: Store, request: Request) -> Change:
    """Return the change that a Delete asks for. Raises DynamoError, ConditionFailedError if its condition fails."""
    given = Placeholders.of(request, "ConditionExpression")
    table = store.table(request.get("TableName"))
    return _change(store, table, key_of(table, request), request, given, new=None)


def check(store: Store, request: Request) -> Change:
    """Return the change that a ConditionCheck makes, which is none. Raises as ``delete`` does."""
    checked = delete(store, request)
    return Change(checked.table, checked.key, checked.old, checked.old, checked.row)


def update(store: Store, request: Request) -> tuple[Change, Update]:
    """Return the change that an Update asks for. Raises DynamoError, ConditionFailedError if its condition fails."""
    given = Placeholders.of(request, "UpdateExpression", "ConditionExpression")
    table = store.table(request.get("TableName"))
    key = key_of(table, request)
    update_of = Update(request.get("UpdateExpression"), given)
    for path in update_of.paths:
        if path[0] in set(table.keys):
            raise invalid(f"Cannot update attribute {path[0]}. This attribute is part of the key")
    found = _change(store, table, key, request, given, new=None)
    try:
        new = update_of.applied(found.old if found.old is not None else checked_item(request["Key"]))
        stored_size(new)
        for index in table.indexes:
            index.covers(new)
    except DynamoError as error:
        raise UnfitItemError(error.message) from error
    return Change(table, key, found.old, new, found.row), update_of


def key_of(table: Table, request: Request) -> Key:
    """Return the key of a request in sortable form. Raises DynamoError."""
    table.keys.require_key(request.get("Key") or {})
    return table.keys.encoded(checked_item(request["Key"]))


def _change(store: Store, table: Table, key: Key, request: Request, given: Placeholders, *, new: Item | None) -> Change:
    row = store.row(table, key)
    old = None if row is None else row.item
    if not holds(request.get("ConditionExpression"), "ConditionExpression", old, given):
        wants_item = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
        raise ConditionFailedError(old if wants_item else None)
    return Change(table, key, old, new, row)


def _old(request: Request) -> str:
    choice = request.get("ReturnValues", "NONE")
    if choice not in {"NONE", "ALL_OLD"}:
        raise invalid("Return values set to invalid value")
    return str(choice)


def _carried_out(store: Store, change: Change, request: Request, shown: str | Item) -> Answer:
    store.apply(change)
    attributes = ((change.old or {}) if shown == "ALL_OLD" else {}) if isinstance(shown, str) else shown
    bill = Bill(change.table, request)
    bill.add_write(change)
    return ({"Attributes": attributes} if attributes else {}) | bill.member()
