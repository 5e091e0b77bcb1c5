"""A large account in the tables: its book, and the photos that its contacts show; and how it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bench.growing_book import SEED
from bench.made_up_book import made_up_book
from bench.worker_slices import ACCOUNT_ID, store_account
from shared.domain.accounts.erasure import GRACE
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.services.books.access import Caller
from shared.services.books.writer import Plan
from shared.services.contacts.stored_photos import PHOTO_URL
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite
from shared.wiring.process import Wiring

_HOUR = timedelta(hours=1)


def fill(wired: Wiring, contacts: int, pictures: int, *, url: str) -> Iterator[str]:
    """Store the account and its contacts, and yield the ids of the photos that the first of them show."""
    store_account(wired)
    people = [*made_up_book(contacts, seed=SEED).contacts]
    for number in range(pictures):
        photo_id = f"photo-{number:06}"
        people[number] = _showing(people[number], f"{url}/image/upload/v1/{photo_folder(wired)}/{photo_id}.jpg")
        wired.photo_register.hold(ACCOUNT_ID, people[number].id, photo_id)
        yield photo_id
    for start in range(0, contacts, MAX_CONTACTS_PER_RANGE):
        _create(wired, people[start : start + MAX_CONTACTS_PER_RANGE])


def photo_folder(wired: Wiring) -> str:
    """Return the folder of photos at Cloudinary."""
    return f"contacts-api/{wired.settings.stage}/photos"


def start_export(wired: Wiring) -> str:
    """Start the export of the account as the request does, without its proof who asks; return its id."""
    caller = Caller(account_id=ACCOUNT_ID, verified=True, session_id=None, issued_at=datetime.now(UTC))
    return wired.account_exporter.start(caller).id


def delete_account(wired: Wiring) -> None:
    """Let the account have been deleted so long ago that it is due."""
    now = datetime.now(UTC) - GRACE - _HOUR
    wired.account_writer.change(ACCOUNT_ID, lambda account: account.deleted(now, keep_token_hash="hash"))  # noqa: S106


def _showing(contact: Contact, url: str) -> Contact:
    return replace(contact, document=Document.of({**contact.document.members, PHOTO_URL: url}))


def _create(wired: Wiring, people: list[Contact]) -> None:
    writes = tuple(ContactWrite(kind=ChangeKind.CREATED, contact=contact) for contact in people)
    wired.book_writer.write(
        ACCOUNT_ID, actor=ACCOUNT_ID, at=datetime.now(UTC), labels=False, decide=lambda _: Plan(writes=writes)
    )
