"""A large account in the tables: its book, and the photos that its contacts show; and how it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.growing_book import SEED
from bench.made_up_book import made_up_book
from shared.adapters.aws.transport import Client, ClientConfig, ServiceName, Transport
from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
from shared.domain.accounts.erasure import GRACE
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.books.access import Caller
from shared.services.books.writer import Plan
from shared.services.contacts.stored_photos import PHOTO_URL
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite
from shared.settings import Settings
from shared.wiring.process import Wiring

ACCOUNT_ID = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"
_HOUR = timedelta(hours=1)


class CountingTransport:
    """A Transport whose requests are counted by the name of their operation."""

    def __init__(self, transport: Transport, requests: Counter[str]) -> None:
        self._transport = transport
        self._requests = requests

    def client(self, service: ServiceName, config: ClientConfig) -> Client:
        """See Transport."""
        return _CountingClient(self._transport.client(service, config), self._requests)

    def __getattr__(self, name: str) -> Any:
        """Return what signs links: that makes no request."""
        return getattr(self._transport, name)


@dataclass(frozen=True, slots=True)
class _CountingClient:
    inner: Client
    requests: Counter[str]
    connect: None = None

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """See Client."""
        self.requests[operation] += 1
        return self.inner.call(operation, arguments)

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        return self.call(operation_name, operation_kwargs)


def wiring(environment: dict[str, str]) -> Wiring:
    """Return the wiring that functions with this environment have."""
    return Wiring(Settings(environment))


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


def store_account(wired: Wiring) -> None:
    """Store an account, whose address is verified."""
    now = datetime.now(UTC).replace(microsecond=0)
    account = Account(
        id=ACCOUNT_ID,
        email="olena@example.com",
        canonical_email="olena@example.com",
        password_hash="",
        created_at=now,
        updated_at=now,
        expires_at=now + _HOUR,
    )
    token = VerificationToken(
        hash="hash", account_id=account.id, canonical_email=account.canonical_email, expires_at=now + _HOUR
    )
    mail = OutgoingMail(
        id="mail",
        kind=MailKind.VERIFY_EMAIL,
        account_id=account.id,
        created_at=now,
        token_id="token",  # noqa: S106
        key_id="k1",
    )
    wired.account_store.register(account, EmailClaim.of(account, token), token, mail, replaces=None, now=now)
    verified = replace(account, version=account.version + 1, verified_at=now, expires_at=None)
    wired.account_store.verify(verified, replace(token, used_at=now))


def _showing(contact: Contact, url: str) -> Contact:
    return replace(contact, document=Document.of({**contact.document.members, PHOTO_URL: url}))


def _create(wired: Wiring, people: list[Contact]) -> None:
    writes = tuple(ContactWrite(kind=ChangeKind.CREATED, contact=contact) for contact in people)
    wired.book_writer.write(
        ACCOUNT_ID, actor=ACCOUNT_ID, at=datetime.now(UTC), labels=False, decide=lambda _: Plan(writes=writes)
    )
