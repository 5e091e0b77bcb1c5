"""Builders of sessions and security events for tests of their stores."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import EndReason, Origin, Rotation, Session
from shared.domain.ids import ulid
from shared.domain.mails import MailKind
from shared.services.ports.sessions import SessionEnd
from tests.support.account_builders import NOON, new_mail

ORIGIN = Origin(network="192.0.2.0/24", device="Firefox on Linux")
_NUMBERS = count(1)


def new_session(account_id: str | None = None, *, at: datetime = NOON, origin: Origin = ORIGIN) -> Session:
    """Return a session that began at noon, of an account that no other test uses unless one is given."""
    number = next(_NUMBERS)
    return Session.begun(
        f"session-{number}", account_id or f"owner-{number}", current=f"hash-{number}-1", origin=origin, at=at
    )


def new_event(account_id: str, *, at: datetime = NOON, **more: Any) -> SecurityEvent:
    """Return an event with an id that no other test uses, in the order of time."""
    id_ = ulid(at, next(_NUMBERS).to_bytes(10, "big"))
    return SecurityEvent(
        id=id_, account_id=account_id, **{"kind": SecurityEventKind.SIGNED_IN, "origin": ORIGIN, **more}, at=at
    )


def new_rotation(session: Session, *, at: datetime = NOON, **more: Any) -> Rotation:
    """Return the replacement of the session's current token by a new one."""
    assert session.current is not None
    return Rotation(
        **{
            "account_id": session.account_id,
            "session_id": session.id,
            "presented": session.current,
            "successor": f"hash-{next(_NUMBERS)}",
            "at": at,
            **more,
        }
    )


def new_end(session: Session, *, at: datetime = NOON, reason: str = EndReason.REUSED) -> SessionEnd:
    """Return the end of a session, with an event and a message."""
    return SessionEnd(
        account_id=session.account_id,
        session_id=session.id,
        at=at,
        reason=reason,
        event=new_event(session.account_id, at=at, kind=SecurityEventKind.REFRESH_TOKEN_REUSED, session_id=session.id),
        mail=new_mail(session.account_id, kind=MailKind.REFRESH_TOKEN_REUSED),
    )
