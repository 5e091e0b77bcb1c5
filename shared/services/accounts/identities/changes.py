"""What is stored when an account gets or loses an identity: its next version, an event, and a message to its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.identities import Identity, ProvenIdentity
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.ports.identities import IdentityChange

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin

_LINKED = SecurityEventKind.IDENTITY_LINKED, MailKind.IDENTITY_LINKED
_UNLINKED = SecurityEventKind.IDENTITY_UNLINKED, MailKind.IDENTITY_UNLINKED


def linked(
    proven: ProvenIdentity,
    account: Account,
    origin: Origin,
    *,
    now: datetime,
    new_id: Callable[[], str],
    session_id: str | None = None,
) -> IdentityChange:
    """Return the change that gives an account an identity."""
    identity = Identity.of(proven, account.id, now)
    return _change(identity, account, origin, _LINKED, now=now, new_id=new_id, session_id=session_id)


def unlinked(
    identity: Identity,
    account: Account,
    origin: Origin,
    *,
    now: datetime,
    new_id: Callable[[], str],
    session_id: str | None = None,
) -> IdentityChange:
    """Return the change that takes an identity from an account."""
    return _change(identity, account, origin, _UNLINKED, now=now, new_id=new_id, session_id=session_id)


def _change(
    identity: Identity,
    account: Account,
    origin: Origin,
    kinds: tuple[SecurityEventKind, MailKind],
    *,
    now: datetime,
    new_id: Callable[[], str],
    session_id: str | None,
) -> IdentityChange:
    event_kind, mail_kind = kinds
    return IdentityChange(
        account=replace(account, version=account.version + 1, updated_at=now),
        identity=identity,
        event=SecurityEvent(
            id=new_id(), account_id=account.id, kind=event_kind, at=now, origin=origin, session_id=session_id
        ),
        mail=OutgoingMail(id=new_id(), kind=mail_kind, account_id=account.id, created_at=now),
    )
