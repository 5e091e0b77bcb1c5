"""The items of operations, in the book that they change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.reading import Item, members
from shared.domain.contacts.documents import encode
from shared.domain.operations import Lease, Operation

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

OPERATION_PREFIX = "OP#"
_AS_THEY_ARE = (
    "kind", "actor", "created_at", "updated_at", "state", "done", "total", "first_revision", "last_revision", "problem",
    "undoes", "undone_by", "version",
)  # fmt: skip


class OperationItem(ContactsTableItem):
    """An operation. No attribute has the name of an index key, so the item is in no index."""

    kind = UnicodeAttribute()
    actor = UnicodeAttribute()
    created_at = MillisecondsAttribute()
    updated_at = MillisecondsAttribute()
    state = UnicodeAttribute()
    parameters = UnicodeAttribute(default="{}")
    cursor = UnicodeAttribute(null=True)
    done = IntegerAttribute(default=0)
    total = IntegerAttribute(null=True)
    first_revision = IntegerAttribute(null=True)
    last_revision = IntegerAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    leased_by = UnicodeAttribute(null=True)
    leased_until = MillisecondsAttribute(null=True)
    undoes = UnicodeAttribute(null=True)
    undone_by = UnicodeAttribute(null=True)
    version = IntegerAttribute()
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, book_id: str, operation: Operation) -> Self:
        """Return the item of an operation in a book."""
        values: dict[str, Any] = {name: getattr(operation, name) for name in _AS_THEY_ARE}
        return cls(
            book_id,
            operation_item_id(operation.id),
            **values,
            parameters=encode(operation.parameters),
            cursor=None if operation.cursor is None else encode(operation.cursor),
            leased_by=operation.lease and operation.lease.owner,
            leased_until=operation.lease and operation.lease.until,
            expires_at=operation.expires_at,
        )

    @classmethod
    def read(cls, item: Item) -> Operation:
        """Return the operation of an item."""
        values = members(cls, item)
        owner, until, cursor = (values.get(name) for name in ("leased_by", "leased_until", "cursor"))
        return Operation(
            id=values["item_id"].removeprefix(OPERATION_PREFIX),
            **{name: values[name] for name in _AS_THEY_ARE if name in values},
            parameters=json.loads(values["parameters"]),
            cursor=None if cursor is None else json.loads(cursor),
            lease=Lease(owner=owner, until=until) if owner and until else None,
        )


def operation_item_id(operation_id: str) -> str:
    """Return the range key of an operation."""
    return f"{OPERATION_PREFIX}{operation_id}"


def follows(before: Operation | None) -> Condition:
    """Return the condition that nobody has written the operation since it was read."""
    if before is None:
        absent: Condition = OperationItem.version.does_not_exist()
        return absent
    unmoved: Condition = OperationItem.version == before.version
    return unmoved
