"""Messages to send, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import MailLeasedError
from shared.domain.mails import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase


class MemoryOutbox:
    """A ports.Outbox. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def add(self, mail: OutgoingMail) -> None:
        """See ports.Outbox."""
        with self._database.lock:
            self._database.mails.setdefault(mail.id, mail)

    def find(self, mail_id: str) -> OutgoingMail | None:
        """See ports.Outbox."""
        with self._database.lock:
            return self._database.mails.get(mail_id)

    def list_pending(self, *, created_before: datetime, limit: int) -> Sequence[str]:
        """See ports.Outbox."""
        with self._database.lock:
            pending = [mail for mail in self._database.mails.values() if mail.state == MailState.PENDING]
        late = (mail for mail in pending if mail.created_at < created_before)
        return [mail.id for mail in sorted(late, key=lambda mail: mail.created_at)][:limit]

    def start_attempt(self, mail_id: str, *, now: datetime, lease_seconds: int, owner: str) -> OutgoingMail | None:
        """See ports.Outbox."""
        with self._database.lock:
            stored = self._database.mails.get(mail_id)
            leased_until, holder = self._database.leases.get(mail_id, (now, owner))
            if stored is None or stored.state != MailState.PENDING or not stored.is_due(now):
                return None
            if leased_until > now and holder != owner:
                raise MailLeasedError("somebody is at the mail")
            started = replace(stored, attempts=stored.attempts + 1)
            self._database.mails[mail_id] = started
            self._database.leases[mail_id] = now + timedelta(seconds=lease_seconds), owner
            return started

    def finish(self, mail: OutgoingMail) -> None:
        """See ports.Outbox."""
        with self._database.lock:
            stored = self._database.mails.get(mail.id)
            if stored is None:
                return
            is_latest = stored.state == MailState.PENDING and stored.attempts == mail.attempts
            if is_latest or mail.state == MailState.SENT:
                ended = replace(stored, state=mail.state, failure=mail.failure, expires_at=mail.expires_at)
                self._database.mails[mail.id] = ended
                self._database.leases.pop(mail.id, None)
