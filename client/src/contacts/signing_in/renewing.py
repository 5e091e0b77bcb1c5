"""Renewing a sign-in whose access token has ended, with its refresh token, which works once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contacts.errors import NotSignedInError, RefusedError
from contacts.service.service import Service
from contacts.signing_in import session as sessions
from contacts.signing_in.session import Session
from contacts.transport.connection import Connection


def renewed(session: Session, connection: Connection) -> Session:
    """Return the sign-in with a new access token, which is kept, too, before anything is done with it.

    A refresh token that is used a second time ends the sign-in, so what another command has renewed meanwhile is taken
    as it is. Raises NotSignedInError if the sign-in has ended, RefusedError and UnavailableError.
    """
    now = datetime.now(UTC)
    present = sessions.load(now=now)
    if (present.url, present.email) == (session.url, session.email) and present.token != session.token:
        session = present
        if not session.has_ended(now):
            return session
    try:
        answer = Service(session.url, "", connection).json(
            "POST", "/auth/refresh", body={"refresh_token": session.refresh_token}, repeatable=True
        )
    except RefusedError as error:
        if error.status in {401, 403}:
            raise NotSignedInError("Your sign-in has ended: sign in again with `contacts login`.") from error
        raise
    new = replace(
        session,
        token=answer["access_token"],
        refresh_token=answer["refresh_token"],
        ends_at=now + timedelta(seconds=answer["expires_in"]),
    )
    sessions.replace_tokens(new)
    return new
