"""The items of security events in the Accounts table."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.domain.accounts.security_events import SecurityEvent
from shared.domain.accounts.sessions import Origin

EVENT_PREFIX = "EVENT#"


class SecurityEventItem(AccountsTableItem):
    """A security event: ``ACCOUNT#id / EVENT#id``."""

    account_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    at = MillisecondsAttribute()
    network = UnicodeAttribute(default="")
    device = UnicodeAttribute(default="")
    session_id = UnicodeAttribute(null=True)
    admin_id = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, event: SecurityEvent) -> Self:
        """Return the item of an event."""
        return cls(
            f"ACCOUNT#{event.account_id}",
            f"{EVENT_PREFIX}{event.id}",
            account_id=event.account_id,
            kind=event.kind,
            at=event.at,
            network=event.origin.network,
            device=event.origin.device,
            session_id=event.session_id,
            admin_id=event.admin_id,
            expires_at=event.expires_at,
        )

    def to_event(self) -> SecurityEvent:
        """Return the event."""
        return SecurityEvent(
            id=self.sk.removeprefix(EVENT_PREFIX),
            account_id=self.account_id,
            kind=self.kind,
            at=self.at,
            origin=Origin(network=self.network, device=self.device),
            session_id=self.session_id,
            admin_id=self.admin_id,
        )
