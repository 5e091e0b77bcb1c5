"""What is stored when an account gets or loses an identity: its next version, an event, and a message to its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.identities import Identity, ProvenIdentity
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.mails import MailKind
from shared.services.ports.identities import IdentityChange

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.books.access import Caller


def linked(
    proven: ProvenIdentity,
    account: Account,
    origin: Origin,
    *,
    records: SecurityRecords,
    now: datetime,
    session_id: str | None = None,
) -> IdentityChange:
    """Return the change that gives an account an identity."""
    identity = Identity.of(proven, account.id, now)
    return IdentityChange(
        account=_changed(account, now),
        identity=identity,
        event=records.event(account.id, SecurityEventKind.IDENTITY_LINKED, origin, now, session_id=session_id),
        mail=records.mail(account.id, MailKind.IDENTITY_LINKED, now),
    )


def unlinked(
    identity: Identity, account: Account, caller: Caller, origin: Origin, *, records: SecurityRecords, now: datetime
) -> IdentityChange:
    """Return the change that takes an identity from the account of a caller."""
    return IdentityChange(
        account=_changed(account, now),
        identity=identity,
        event=records.act(caller, SecurityEventKind.IDENTITY_UNLINKED, origin, now),
        mail=records.mail(account.id, MailKind.IDENTITY_UNLINKED, now),
    )


def _changed(account: Account, now: datetime) -> Account:
    return replace(account, version=account.version + 1, updated_at=now)
