"""What an import has in memory does not grow with its file, and for each contact by no more than its keys."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.domain.cards.bookmarks import Bookmark
from shared.domain.cards.card import Card
from shared.domain.cards.forms import form_of
from shared.domain.contacts.details import ContactDetails, TextValue
from shared.domain.contacts.identity import identity_of
from shared.domain.imports import ImportOptions
from shared.services.exchange.formats import FORMATS, Formats
from shared.services.exchange.known_contacts import KnownContacts
from shared.services.exchange.stored_file import PIECE_BYTES, StoredFile

FILES = Formats(FORMATS)
MEDIA_TYPES = {
    "vcard": "text/vcard",
    "jcard": "application/vcard+json",
    "jscontact": "application/jscontact+json",
    "csv": "text/csv",
    "ldif": "text/ldif",
}
CARDS = 100
CONTACTS = 2_000
MOST_FOR_A_CONTACT = 1_500
"""Bytes: 25,000 contacts take less than 40 MB, beside some 100 MB for the code of the worker."""


def peak_of(work: Callable[[], object]) -> int:
    """Return how many bytes were allocated at the same time, after everything has been loaded by a first run."""
    work()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_never_in_memory_as_a_whole(name: str) -> None:
    form = form_of(MEDIA_TYPES[name], {})
    assert form is not None
    cards = [
        Card(
            details=ContactDetails(
                first_name=f"P{number}",
                notes="x" * 100_000,
                emails=(TextValue(value=f"p{number}@example.com"),),
                urls=tuple(TextValue(value=f"https://example.com/{each}") for each in range(3)),
            )
        )
        for number in range(CARDS)
    ]
    content = form.codec.write(cards, is_list=True).encode()
    assert len(content) > 8 * PIECE_BYTES
    files = MemoryExchangeFiles(now=lambda: datetime(2026, 5, 17, tzinfo=UTC))
    files.put("book", "a", content)

    def read() -> None:
        file = StoredFile(files, "book", "a")
        needed = FILES.survey(name, file, ImportOptions()).needed
        file.seek(0)
        assert sum(1 for _ in FILES.read(name, file, needed, Bookmark())) == CARDS

    assert peak_of(read) < 3 * PIECE_BYTES


def test_of_a_contact_only_its_keys_are_in_memory() -> None:
    def know() -> None:
        known = KnownContacts(with_people=True)
        for number in range(CONTACTS):
            members = {
                "first_name": "Ada",
                "last_name": f"Lovelace {number}",
                "notes": "x" * 2_000,
                "emails": [{"id": "1", "value": f"p{number}@example.com"}],
                "phones": [{"id": "1", "value": f"+1 202 555 {number:04}"}],
            }
            uids = (f"urn:uuid:00000000-0000-0000-0000-{number:012}", f"foreign-{number}")
            known.put_identity(f"{number:026}", identity_of(members, uids, with_people=True), has_photo=True)

    assert peak_of(know) / CONTACTS < MOST_FOR_A_CONTACT
