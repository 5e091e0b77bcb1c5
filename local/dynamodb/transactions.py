"""TransactWriteItems and TransactGetItems.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
All writes of the file are made one after the other, so no transaction conflicts with another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from local.dynamodb import documents
from local.dynamodb.capacity import Bill, read_units
from local.dynamodb.conditions import Placeholders
from local.dynamodb.errors import ConditionFailedError, DynamoError, UnfitItemError, invalid
from local.dynamodb.expressions import projection
from local.dynamodb.reads import find
from local.dynamodb.store import Change, Store
from local.dynamodb.values import size_of_item
from local.dynamodb.writes import Answer, Request, check, delete, put, update

_MOST_ITEMS = 100
_MOST_BYTES = 4 * 1024 * 1024
TOKEN_SECONDS = 600.0
"""How long a ClientRequestToken is remembered."""
_LONGEST_TOKEN = 36

_PLANS: Mapping[str, Callable[[Store, Request], Change]] = {
    "ConditionCheck": check,
    "Delete": delete,
    "Put": put,
    "Update": lambda store, request: update(store, request)[0],
}
Reason = dict[str, Any]


def transact_write_items(store: Store, request: Request) -> Answer:
    """Carry out all writes, or none if a condition fails. Raises DynamoError.

    A request with the token of an earlier one is not carried out again.
    """
    actions = [_action(each) for each in _items(request)]
    token = request.get("ClientRequestToken")
    if token is not None and _is_repeated(store, token, request):
        return {}
    changes: list[Change] = []
    reasons: list[Reason] = []
    for kind, arguments in actions:
        try:
            changes.append(_PLANS[kind](store, arguments))
            reasons.append({"Code": "None"})
        except ConditionFailedError as error:
            item = {} if error.item is None else {"Item": error.item}
            reasons.append({"Code": "ConditionalCheckFailed", "Message": error.message, **item})
        except UnfitItemError as error:
            reasons.append({"Code": "ValidationError", "Message": error.message})
    if len(changes) < len(reasons):
        raise _cancelled(reasons)
    if len({(change.table.id, change.key) for change in changes}) < len(changes):
        raise invalid("Transaction request cannot include multiple operations on one item")
    if sum(size_of_item(change.new or {}) for change in changes) > _MOST_BYTES:
        raise invalid("Collection size of the items in the transaction exceeds 4 MB")
    return _carried_out(store, changes, request)


def _carried_out(store: Store, changes: list[Change], request: Request) -> Answer:
    bills = {change.table.name: Bill(change.table, request) for change in changes}
    for change in changes:
        if change.new is not change.old or change.new is None:
            store.apply(change)
        bills[change.table.name].add_write(change, transactional=True)
    return Bill.members(bills.values())


def _items(request: Request) -> list[Request]:
    items: list[Request] = request.get("TransactItems") or []
    if not 1 <= len(items) <= _MOST_ITEMS:
        raise invalid(f"Member must have length less than or equal to {_MOST_ITEMS}")
    return items


def _action(item: Request) -> tuple[str, Request]:
    found = [(kind, arguments) for kind, arguments in item.items() if kind in _PLANS]
    if len(found) != 1 or len(item) != 1:
        raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
    return found[0]


def _is_repeated(store: Store, token: str, request: Request) -> bool:
    """Return whether a transaction with this token has been carried out; remember the token otherwise."""
    if not 1 <= len(token) <= _LONGEST_TOKEN:
        raise invalid("Member must have length less than or equal to 36")
    asked = {name: value for name, value in request.items() if name == "TransactItems"}
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    since = store.now() - TOKEN_SECONDS
    select = "SELECT digest FROM tokens WHERE token = ? AND completed_at > ?"
    found = store.connection.execute(select, (token, since)).fetchone()
    if found is not None:
        if found[0] != digest:
            raise DynamoError("IdempotentParameterMismatchException", "The token was used with other parameters")
        return True
    store.connection.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", (token, digest, store.now()))
    return False


def _cancelled(reasons: list[Reason]) -> DynamoError:
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return DynamoError("TransactionCanceledException", message, CancellationReasons=reasons)


def transact_get_items(store: Store, request: Request) -> Answer:
    """Return up to 100 items as of one moment. Raises DynamoError."""
    answers: list[Answer] = []
    bills: dict[str, Bill] = {}
    for each in _items(request):
        get = each["Get"]
        table = store.table(get.get("TableName"))
        row = find(store, table, get.get("Key"))
        bill = bills.setdefault(table.name, Bill(table, request))
        bill.add(read_units(row.size if row else 0, consistent=True, transactional=True))
        given = Placeholders.of(get, "ProjectionExpression")
        text = get.get("ProjectionExpression")
        item = {} if row is None else row.item
        if text is not None:
            item = documents.projected(item, [documents.resolved(path, given.names) for path in projection(text)])
        answers.append({"Item": item} if item else {})
    return {"Responses": answers} | Bill.members(bills.values())
