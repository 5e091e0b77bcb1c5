"""A mail provider that keeps every message it is given."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from shared.adapters.mail_envelope import recipient_of

if TYPE_CHECKING:
    from shared.services.ports.mail import RenderedMail


class MemoryMailSender:
    """A ports.MailSender. Thread-safe. ``mails`` and their ``ids`` are in the order of arrival."""

    def __init__(self) -> None:
        self.mails: list[RenderedMail] = []
        self.ids: list[str] = []
        self._lock = Lock()

    def send(self, mail: RenderedMail, *, mail_id: str) -> None:
        """See ports.MailSender."""
        delivered = replace(mail, to=recipient_of(mail))
        with self._lock:
            self.mails.append(delivered)
            self.ids.append(mail_id)
