"""The store of sessions and of security events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Rotation, Session
    from shared.domain.mails import OutgoingMail
    from shared.services.ports.proofs import ProofUse


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnd:
    """The end of a session: which, when, why, and what is recorded and sent because of it."""

    account_id: str
    session_id: str
    at: datetime
    reason: str
    event: SecurityEvent
    mail: OutgoingMail | None = None


class SessionStore(Protocol):
    """Sessions. Those that have ended or expired are returned, too, until the database deletes them."""

    def add(
        self,
        session: Session,
        event: SecurityEvent,
        *,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> None:
        """Store a new session and the event of its beginning, in one transaction.

        It also uses up ``uses``, and stores further ``events`` and ``mails``. Raises ProofUsedError if one of the
        ``uses`` was used before; then nothing is written.
        """
        ...

    def authenticate(
        self,
        account_id: str,
        session_id: str,
        *,
        at: datetime,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> None:
        """Store when the owner of a session has proved again who they are, in one transaction with the rest.

        Raises ProofUsedError if one of the ``uses`` was used before, or if there is no such session or it has ended;
        then nothing is written.
        """
        ...

    def find(self, account_id: str, session_id: str, *, now: datetime) -> tuple[Account | None, Session | None]:
        """Return an account, unless it has expired, and one of its sessions (strongly consistent), in one request."""
        ...

    def list_latest(self, account_id: str, *, limit: int) -> Sequence[Session]:
        """Return up to ``limit`` sessions of an account (strongly consistent), by their ids, last first."""
        ...

    def rotate(self, rotation: Rotation) -> None:
        """Replace the refresh token of a session, which counts as used.

        Raises TokenNotCurrentError, with the session as it is, if the token is not the current one, if the session has
        ended or expired, or if it is void.
        """
        ...

    def end(self, end: SessionEnd) -> bool:
        """End a session, with its event and its message, in one transaction.

        Returns False, and writes nothing, if there is no such session or it has ended already. Raises SessionBusyError
        if it was being written at that moment.
        """
        ...


class SecurityEventStore(Protocol):
    """Security events. Expired ones count as absent, whether deleted or not."""

    def add(self, event: SecurityEvent) -> None:
        """Store an event that belongs to no other write. One with the same id is replaced."""
        ...

    def list_latest(
        self, account_id: str, *, limit: int, before: str | None = None, now: datetime
    ) -> Sequence[SecurityEvent]:
        """Return up to ``limit`` events of an account, newest first, from those older than the one of id ``before``."""
        ...
