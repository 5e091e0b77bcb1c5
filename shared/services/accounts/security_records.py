"""What is recorded of an account for its owner: security events, and messages about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.mails import MailKind, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.sessions import Origin
    from shared.services.books.access import Caller


class SecurityRecords:
    """Makes the events and messages that are stored with what they tell of."""

    def __init__(self, *, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def event(
        self,
        account_id: str,
        kind: SecurityEventKind,
        origin: Origin,
        at: datetime,
        *,
        session_id: str | None = None,
        admin_id: str | None = None,
    ) -> SecurityEvent:
        """Return an event of an account."""
        return SecurityEvent(
            id=self._new_id(),
            account_id=account_id,
            kind=kind,
            at=at,
            origin=origin,
            session_id=session_id,
            admin_id=admin_id,
        )

    def act(self, caller: Caller, kind: SecurityEventKind, origin: Origin, at: datetime) -> SecurityEvent:
        """Return the event of what a caller does with the session of their token."""
        return self.event(caller.account_id, kind, origin, at, session_id=caller.session_id)

    def mail(self, account_id: str, kind: MailKind, at: datetime) -> OutgoingMail:
        """Return a message to the owner of an account, whose address is to be verified."""
        return OutgoingMail(id=self._new_id(), kind=kind, account_id=account_id, created_at=at)
