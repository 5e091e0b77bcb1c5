"""The items of sessions and security events in the Accounts table, beside the profile of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.constants import NUMBER, STRING

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import IntegerAttribute, MillisecondsAttribute, milliseconds_of
from shared.adapters.dynamo.reading import members
from shared.domain.accounts.sessions import Origin, Session

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action

    from shared.adapters.dynamo.reading import Item
    from shared.domain.accounts.sessions import Rotation
    from shared.services.ports.sessions import SessionEnd

SESSION_PREFIX = "SESSION#"
_ROTATE = (
    "SET #current = :successor, #parent = :presented, rotated_at = :at, last_used_at = :at, idle_until = :idle_until "
    "ADD generation :one"
)
_IS_CURRENT = "#current = :presented AND attribute_not_exists(ended_at) AND idle_until > :at AND absolute_until > :at"


class SessionItem(AccountsTableItem):
    """A session: ``ACCOUNT#id / SESSION#id``. It has no ``current`` once it has ended."""

    account_id = UnicodeAttribute()
    current = UnicodeAttribute(null=True)
    parent = UnicodeAttribute(null=True)
    generation = IntegerAttribute()
    network = UnicodeAttribute(default="")
    device = UnicodeAttribute(default="")
    created_at = MillisecondsAttribute()
    rotated_at = MillisecondsAttribute()
    last_used_at = MillisecondsAttribute()
    authenticated_at = MillisecondsAttribute()
    idle_until = MillisecondsAttribute()
    absolute_until = MillisecondsAttribute()
    ended_at = MillisecondsAttribute(null=True)
    ended_for = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, account_id: str, session_id: str) -> tuple[str, str]:
        """Return the key of a session."""
        return f"ACCOUNT#{account_id}", f"{SESSION_PREFIX}{session_id}"

    @classmethod
    def of(cls, session: Session) -> Self:
        """Return the item of a session."""
        return cls(
            *cls.key(session.account_id, session.id),
            account_id=session.account_id,
            current=session.current,
            parent=session.parent,
            generation=session.generation,
            network=session.origin.network,
            device=session.origin.device,
            created_at=session.created_at,
            rotated_at=session.rotated_at,
            last_used_at=session.last_used_at,
            authenticated_at=session.authenticated_at,
            idle_until=session.idle_until,
            absolute_until=session.absolute_until,
            ended_at=session.ended_at,
            ended_for=session.ended_for,
            expires_at=session.expires_at,
        )

    @classmethod
    def ending(cls, end: SessionEnd) -> list[Action]:
        """Return the updates that end a session."""
        return [cls.ended_at.set(end.at), cls.ended_for.set(end.reason), cls.current.remove(), cls.parent.remove()]

    @classmethod
    def read(cls, item: Item) -> Session:
        """Return the session of an item."""
        values = members(cls, item)
        return Session(
            id=values["sk"].removeprefix(SESSION_PREFIX),
            account_id=values["account_id"],
            current=values.get("current"),
            parent=values.get("parent"),
            generation=values["generation"],
            origin=Origin(network=values["network"], device=values["device"]),
            created_at=values["created_at"],
            rotated_at=values["rotated_at"],
            last_used_at=values["last_used_at"],
            authenticated_at=values["authenticated_at"],
            idle_until=values["idle_until"],
            absolute_until=values["absolute_until"],
            ended_at=values.get("ended_at"),
            ended_for=values.get("ended_for"),
        )


def rotating(rotation: Rotation) -> dict[str, Any]:
    """Return the UpdateItem that replaces the refresh token of a session, but for the name of its table.

    Written out, since PynamoDB takes longer to put it together than all else that a refresh does with the table.
    """
    pk, sk = SessionItem.key(rotation.account_id, rotation.session_id)
    times = {":at": rotation.at, ":idle_until": rotation.idle_until}
    condition = _IS_CURRENT
    if rotation.begun_since is not None:
        times[":begun_since"] = rotation.begun_since
        condition += " AND created_at >= :begun_since"
    return {
        "Key": {"pk": {STRING: pk}, "sk": {STRING: sk}},
        "UpdateExpression": _ROTATE,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {"#current": "current", "#parent": "parent"},
        "ExpressionAttributeValues": {
            ":presented": {STRING: rotation.presented},
            ":successor": {STRING: rotation.successor},
            ":one": {NUMBER: "1"},
            **{name: {NUMBER: milliseconds_of(time)} for name, time in times.items()},
        },
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
