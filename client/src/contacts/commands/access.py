"""The service as the signed-in user calls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from contacts.service.service import Service
from contacts.signing_in.renewing import renewed
from contacts.signing_in.session import Session, load
from contacts.terminal.output import note
from contacts.transport.connection import Connection
from contacts.transport.waiting import Waiting, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A sign-in, the service that it is for, and the connection to it."""

    session: Session
    service: Service
    connection: Connection


def signed_in() -> Access:
    """Return the access of the user, which renews itself as often as it has to. Raises NotSignedInError."""
    now = datetime.now(UTC)
    session = load(now=now)
    connection = new_connection()
    if session.has_ended(now) and session.refresh_token:
        session = renewed(session, connection)
    return Access(session=session, service=_service_of(session, connection), connection=connection)


def _service_of(session: Session, connection: Connection) -> Service:
    latest = [session]

    def renew() -> str:
        latest.append(renewed(latest.pop(), connection))
        return latest[0].token

    return Service(session.url, session.token, connection, renew=renew if session.refresh_token else None)


def new_connection() -> Connection:
    """Return a connection that says how long it waits."""
    return Connection(lambda: Waiting(tell=_tell))


def _tell(seconds: float) -> None:
    note(f"waiting for {in_words(seconds)}, as the server asks or cannot answer")
