"""Sessions and security events in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.memory.proofs import use_up
from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import ProofUsedError, TokenNotCurrentError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Rotation, Session
    from shared.domain.mails import OutgoingMail
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.sessions import SessionEnd


class MemorySessionStore:
    """A ports.SessionStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def add(
        self,
        session: Session,
        event: SecurityEvent,
        *,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> None:
        """See ports.SessionStore."""
        with self._database.lock:
            use_up(self._database, uses)
            self._database.sessions[session.account_id, session.id] = session
            self._tell([event, *events], mails)

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
        """See ports.SessionStore."""
        with self._database.lock:
            session = self._database.sessions.get((account_id, session_id))
            if session is None or session.ended_at is not None:
                raise ProofUsedError("the session has ended")
            use_up(self._database, uses)
            self._database.sessions[account_id, session_id] = replace(session, authenticated_at=at)
            self._tell(events, mails)

    def _tell(self, events: Sequence[SecurityEvent], mails: Sequence[OutgoingMail]) -> None:
        self._database.security_events.update({(each.account_id, each.id): each for each in events})
        self._database.mails.update({each.id: each for each in mails})

    def find(self, account_id: str, session_id: str, *, now: datetime) -> tuple[Account | None, Session | None]:
        """See ports.SessionStore."""
        with self._database.lock:
            account = unless_expired(self._database.accounts.get(account_id), now)
            return account, self._database.sessions.get((account_id, session_id))

    def list_latest(self, account_id: str, *, limit: int) -> Sequence[Session]:
        """See ports.SessionStore."""
        with self._database.lock:
            own = [one for (owner_id, _), one in self._database.sessions.items() if owner_id == account_id]
        return sorted(own, key=lambda one: one.id, reverse=True)[:limit]

    def rotate(self, rotation: Rotation) -> None:
        """See ports.SessionStore."""
        key = rotation.account_id, rotation.session_id
        with self._database.lock:
            session = self._database.sessions.get(key)
            if session is None or not _may_rotate(session, rotation):
                raise TokenNotCurrentError(session)
            self._database.sessions[key] = replace(
                session,
                current=rotation.successor,
                parent=rotation.presented,
                generation=session.generation + 1,
                rotated_at=rotation.at,
                last_used_at=rotation.at,
                idle_until=rotation.idle_until,
            )

    def end(self, end: SessionEnd) -> bool:
        """See ports.SessionStore."""
        key = end.account_id, end.session_id
        with self._database.lock:
            session = self._database.sessions.get(key)
            if session is None or session.ended_at is not None:
                return False
            self._database.sessions[key] = replace(
                session, current=None, parent=None, ended_at=end.at, ended_for=end.reason
            )
            self._database.security_events[end.account_id, end.event.id] = end.event
            if end.mail is not None:
                self._database.mails[end.mail.id] = end.mail
            return True


class MemorySecurityEventStore:
    """A ports.SecurityEventStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def add(self, event: SecurityEvent) -> None:
        """See ports.SecurityEventStore."""
        with self._database.lock:
            self._database.security_events[event.account_id, event.id] = event

    def list_latest(
        self, account_id: str, *, limit: int, before: str | None = None, now: datetime
    ) -> Sequence[SecurityEvent]:
        """See ports.SecurityEventStore."""
        with self._database.lock:
            events = [one for (owner_id, _), one in self._database.security_events.items() if owner_id == account_id]
        shown = [one for one in events if unless_expired(one, now) and (before is None or one.id < before)]
        return sorted(shown, key=lambda one: one.id, reverse=True)[:limit]


def _may_rotate(session: Session, rotation: Rotation) -> bool:
    is_current = session.current == rotation.presented
    return session.is_alive(rotation.at) and is_current and not rotation.is_void(session)
