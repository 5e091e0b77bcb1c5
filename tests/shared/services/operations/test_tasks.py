"""What fits into one range of a task."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.labels import MAX_LABELS_BYTES
from shared.services.operations.tasks import fitting
from shared.services.ports.commits import MAX_COMMIT_BYTES, MAX_CONTACTS_PER_RANGE, ContactWrite

_THEN = datetime(2026, 5, 17, tzinfo=UTC)


def updates(count: int, size_bytes: int) -> list[ContactWrite]:
    document = Document.of({"notes": "x" * size_bytes})
    contacts = [
        Contact(id=f"{number:026}", revision=1, document=document, created_at=_THEN, updated_at=_THEN)
        for number in range(count)
    ]
    return [ContactWrite(kind=ChangeKind.UPDATED, contact=contact, previous=contact) for contact in contacts]


def test_small_contacts_fill_a_range() -> None:
    assert len(fitting(updates(60, 100))) == MAX_CONTACTS_PER_RANGE


def test_large_contacts_leave_room_for_all_labels_of_a_book() -> None:
    writes = fitting(updates(60, 31_000))
    assert 40 < len(writes) < MAX_CONTACTS_PER_RANGE
    assert sum(write.size_bytes for write in writes) + MAX_LABELS_BYTES < MAX_COMMIT_BYTES


@pytest.mark.parametrize("count", [0, 1])
def test_one_contact_always_fits(count: int) -> None:
    assert len(fitting(updates(count, 3_000_000))) == count
