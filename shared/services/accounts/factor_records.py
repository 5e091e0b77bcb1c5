"""What is recorded of second factors for the owner of an account: security events, and messages of what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.ports.proofs import RecoveryCodeUse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.sessions import Origin
    from shared.services.ports.proofs import ProofUse


class FactorRecords:
    """Makes the events and messages that are stored with the use, or the change, of a factor."""

    def __init__(self, *, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def event(
        self, account_id: str, kind: SecurityEventKind, origin: Origin, at: datetime, *, session_id: str | None = None
    ) -> SecurityEvent:
        """Return an event."""
        return SecurityEvent(
            id=self._new_id(), account_id=account_id, kind=kind, at=at, origin=origin, session_id=session_id
        )

    def mail(self, account_id: str, kind: MailKind, at: datetime) -> OutgoingMail:
        """Return a message to the owner of an account, whose address is verified: no other has factors."""
        return OutgoingMail(id=self._new_id(), kind=kind, account_id=account_id, created_at=at)

    def of_use(
        self, account_id: str, use: ProofUse, origin: Origin, at: datetime
    ) -> tuple[Sequence[SecurityEvent], Sequence[OutgoingMail]]:
        """Return what is recorded when a factor is used: nothing, unless it is a recovery code."""
        if not isinstance(use, RecoveryCodeUse):
            return (), ()
        event = self.event(account_id, SecurityEventKind.RECOVERY_CODE_USED, origin, at)
        return (event,), (self.mail(account_id, MailKind.RECOVERY_CODE_USED, at),)
