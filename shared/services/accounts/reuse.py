"""What happens when a refresh token is used that was replaced before: somebody has a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import EndReason
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.ports.sessions import SessionEnd

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.session_ending import SessionEnding


class Reuse:
    """Ends sessions of which a refresh token was copied. It cannot be told who has the copy, so nobody keeps it."""

    def __init__(self, ending: SessionEnding, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._ending = ending
        self._now = now
        self._new_id = new_id

    def end(self, account: Account, session_id: str, origin: Origin) -> None:
        """End the session, and tell the owner of the account, if its address is verified. Raises what ``end`` does.

        However many such tokens are used, there is one event and one message.
        """
        now = self._now()
        event = SecurityEvent(
            id=self._new_id(),
            account_id=account.id,
            kind=SecurityEventKind.REFRESH_TOKEN_REUSED,
            at=now,
            origin=origin,
            session_id=session_id,
        )
        notice = OutgoingMail(
            id=self._new_id(), kind=MailKind.REFRESH_TOKEN_REUSED, account_id=account.id, created_at=now
        )
        self._ending.end(
            SessionEnd(
                account_id=account.id,
                session_id=session_id,
                at=now,
                reason=EndReason.REUSED,
                event=event,
                mail=notice if account.is_verified else None,
            )
        )
