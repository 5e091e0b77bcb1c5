"""The items of sessions and security events in the Accounts table, beside the profile of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import IntegerAttribute, MillisecondsAttribute
from shared.domain.accounts.sessions import Origin, Session

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition
    from pynamodb.expressions.update import Action

    from shared.domain.accounts.sessions import Rotation
    from shared.services.ports.sessions import SessionEnd

SESSION_PREFIX = "SESSION#"


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
    def rotating(cls, rotation: Rotation) -> tuple[list[Action], Condition]:
        """Return the updates that replace the refresh token, and their condition."""
        actions: list[Action] = [
            cls.current.set(rotation.successor),
            cls.parent.set(rotation.presented),
            cls.rotated_at.set(rotation.at),
            cls.last_used_at.set(rotation.at),
            cls.idle_until.set(rotation.idle_until),
            cls.generation.add(1),
        ]
        condition = (
            (cls.current == rotation.presented)
            & cls.ended_at.does_not_exist()
            & (cls.idle_until > rotation.at)
            & (cls.absolute_until > rotation.at)
        )
        if rotation.begun_since is not None:
            condition = condition & (cls.created_at >= rotation.begun_since)
        return actions, condition

    @classmethod
    def ending(cls, end: SessionEnd) -> list[Action]:
        """Return the updates that end a session."""
        return [cls.ended_at.set(end.at), cls.ended_for.set(end.reason), cls.current.remove(), cls.parent.remove()]

    def to_session(self) -> Session:
        """Return the session."""
        return Session(
            id=self.sk.removeprefix(SESSION_PREFIX),
            account_id=self.account_id,
            current=self.current,
            parent=self.parent,
            generation=self.generation,
            origin=Origin(network=self.network, device=self.device),
            created_at=self.created_at,
            rotated_at=self.rotated_at,
            last_used_at=self.last_used_at,
            authenticated_at=self.authenticated_at,
            idle_until=self.idle_until,
            absolute_until=self.absolute_until,
            ended_at=self.ended_at,
            ended_for=self.ended_for,
        )
