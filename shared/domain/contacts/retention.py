"""How long deleted contacts and previous versions are kept."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from shared.domain.contacts.contact import Contact

TRASH_KEPT = timedelta(days=30)
HISTORY_KEPT = timedelta(days=365)


def purged_at(contact: Contact) -> datetime | None:
    """Return when a contact in the trash goes for good; None for a live one."""
    return contact.trashed_at + TRASH_KEPT if contact.trashed_at else None


def due_day(contact: Contact) -> date | None:
    """Return the day, in UTC, on which a contact in the trash goes for good; None for a live one."""
    gone_at = purged_at(contact)
    return gone_at.astimezone(UTC).date() if gone_at else None


def is_gone(contact: Contact, now: datetime) -> bool:
    """Return whether a contact has been in the trash for too long: it counts as gone, whether it was removed or not."""
    gone_at = purged_at(contact)
    return gone_at is not None and gone_at <= now
