"""The adapters of each port, so that the same tests prove that they behave alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

import pytest

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.dynamo.account_directory import DynamoAccountDirectory
from shared.adapters.dynamo.account_store import DynamoAccountStore
from shared.adapters.dynamo.action_token_store import DynamoActionTokens
from shared.adapters.dynamo.book_feed import DynamoBookFeed
from shared.adapters.dynamo.book_items import BookItem
from shared.adapters.dynamo.book_store import DynamoBookStore
from shared.adapters.dynamo.calendar_feed_store import DynamoCalendarFeedStore
from shared.adapters.dynamo.database import PATIENT, Client, Database
from shared.adapters.dynamo.due_trash import DynamoDueTrash
from shared.adapters.dynamo.duplicate_store import DynamoDuplicateStore
from shared.adapters.dynamo.email_change_store import DynamoEmailChanges
from shared.adapters.dynamo.erasers import AccountEraser, BookEraser, MailEraser
from shared.adapters.dynamo.erasure_register import DynamoErasureRegister
from shared.adapters.dynamo.factor_store import DynamoFactorStore
from shared.adapters.dynamo.history_eraser import DynamoHistoryEraser
from shared.adapters.dynamo.identity_proof_store import DynamoIdentityProofs
from shared.adapters.dynamo.identity_store import DynamoIdentityStore
from shared.adapters.dynamo.label_counts import DynamoLabelCounts
from shared.adapters.dynamo.limit_store import DynamoLimitStore
from shared.adapters.dynamo.name_index import DynamoNameIndex
from shared.adapters.dynamo.operation_store import DynamoOperationStore
from shared.adapters.dynamo.outbox import DynamoOutbox
from shared.adapters.dynamo.passkey_store import DynamoPasskeyStore
from shared.adapters.dynamo.personal_token_reader import DynamoPersonalTokenReader, DynamoPersonalTokenUses
from shared.adapters.dynamo.personal_token_store import DynamoPersonalTokenStore
from shared.adapters.dynamo.photo_register import DynamoPhotoRegister
from shared.adapters.dynamo.security_event_store import DynamoSecurityEventStore
from shared.adapters.dynamo.session_store import DynamoSessionStore
from shared.adapters.dynamo.suppressions import DynamoSuppressions
from shared.adapters.dynamo.used_challenges import DynamoUsedChallenges
from shared.adapters.dynamo.view_store import DynamoViewStore
from shared.adapters.memory.account_directory import MemoryAccountDirectory
from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.action_token_store import MemoryActionTokens
from shared.adapters.memory.book_feed import MemoryBookFeed
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.calendar_feed_store import MemoryCalendarFeedStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.due_trash import MemoryDueTrash
from shared.adapters.memory.duplicate_store import MemoryDuplicateStore
from shared.adapters.memory.email_change_store import MemoryEmailChanges
from shared.adapters.memory.erasing import MemoryEraser, MemoryErasureRegister
from shared.adapters.memory.factor_store import MemoryFactorStore
from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.adapters.memory.identity_store import MemoryIdentityProofs, MemoryIdentityStore
from shared.adapters.memory.label_counts import MemoryLabelCounts
from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.adapters.memory.name_index import MemoryNameIndex
from shared.adapters.memory.operation_store import MemoryOperationStore
from shared.adapters.memory.outbox import MemoryOutbox
from shared.adapters.memory.passkey_store import MemoryPasskeyStore
from shared.adapters.memory.personal_token_store import MemoryPersonalTokenStore
from shared.adapters.memory.photo_register import MemoryPhotoRegister
from shared.adapters.memory.session_store import MemorySecurityEventStore, MemorySessionStore
from shared.adapters.memory.suppressions import MemorySuppressions
from shared.adapters.memory.used_challenges import MemoryUsedChallenges
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.books import Book
from shared.services.ports.account_directory import AccountDirectory
from shared.services.ports.accounts import AccountStore
from shared.services.ports.action_tokens import ActionTokenStore
from shared.services.ports.books import BookStore, NameIndex
from shared.services.ports.calendar_feeds import CalendarFeedStore
from shared.services.ports.challenges import UsedChallenges
from shared.services.ports.duplicates import DuplicateStore
from shared.services.ports.email_changes import EmailChangeStore
from shared.services.ports.erasing import Eraser, ErasureRegister
from shared.services.ports.factors import FactorStore
from shared.services.ports.feed import BookFeed
from shared.services.ports.history import HistoryEraser
from shared.services.ports.identities import IdentityProofStore, IdentityStore
from shared.services.ports.label_counts import LabelCountStore
from shared.services.ports.limits import LimitStore
from shared.services.ports.mail import Outbox, SuppressionList
from shared.services.ports.operations import OperationStore
from shared.services.ports.passkeys import PasskeyStore
from shared.services.ports.personal_tokens import PersonalTokenReader, PersonalTokenStore, PersonalTokenUses
from shared.services.ports.photos import PhotoRegister
from shared.services.ports.sessions import SecurityEventStore, SessionStore
from shared.services.ports.trash import DueTrash
from shared.services.ports.views import ViewStore
from tests.support.faulty_client import FaultyClient
from tests.support.moto_tables import moto_with_tables
from tests.support.stand_in_tables import stand_in_with_tables
from tests.support.transports import lean_transport, moto_transport
from tools.template import Template

DYNAMO_ENGINES = ("moto", "stand_in", "botocore")
"""Two databases over the lean transport, one at the place of the network; and the faster of the two over botocore."""
MOTO_OVER_BOTOCORE = "botocore_to_moto"
"""For tests that need tables of their own over botocore, too."""
ENGINES = ("memory", *DYNAMO_ENGINES)

_NUMBERS = count(1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engines(*names, because): run on these adapters only, for the reason given")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("engines")
        metafunc.parametrize("engine", marker.args if marker else ENGINES, indirect=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """Stores that share their data, a way to put books into it, and the network to it if there is one."""

    store: BookStore
    feed: BookFeed
    label_counts: LabelCountStore
    operations: OperationStore
    duplicates: DuplicateStore
    views: ViewStore
    calendar_feeds: CalendarFeedStore
    photos: PhotoRegister
    accounts: AccountStore
    directory: AccountDirectory
    action_tokens: ActionTokenStore
    email_changes: EmailChangeStore
    used_challenges: UsedChallenges
    factors: FactorStore
    passkeys: PasskeyStore
    sessions: SessionStore
    personal_tokens: PersonalTokenStore
    token_reader: PersonalTokenReader
    token_uses: PersonalTokenUses
    events: SecurityEventStore
    identities: IdentityStore
    identity_proofs: IdentityProofStore
    outbox: Outbox
    suppressions: SuppressionList
    limits: LimitStore
    erasures: ErasureRegister
    erasers: Sequence[Eraser]
    eraser: HistoryEraser
    names: NameIndex
    due: DueTrash
    put_book: Callable[[Book], object]
    heads: list[Book]
    """The heads that the store has shown to whoever admits callers."""
    client: FaultyClient | None = None
    database: Database | None = None

    @property
    def network(self) -> FaultyClient:
        assert self.client is not None
        return self.client

    def new_book(self) -> Book:
        """Return the head of an empty book that no other test knows."""
        book = Book(id=f"book-{next(_NUMBERS)}")
        self.put_book(book)
        return book


@pytest.fixture
def engine(request: pytest.FixtureRequest, template: Template) -> Iterator[Engine]:
    if request.param == "memory":
        yield _memory_engine()
    elif request.param == "stand_in":
        stand_in: StandIn = request.getfixturevalue("stand_in")
        yield _dynamo_engine(template, _lean_client(stand_in.endpoint_url))
    elif request.param == "botocore":
        stand_in = request.getfixturevalue("botocores_stand_in")
        yield _dynamo_engine(template, _botocore_client(stand_in.endpoint_url))
    else:
        request.getfixturevalue("moto_tables")
        yield _dynamo_engine(template, _botocore_client() if request.param == MOTO_OVER_BOTOCORE else _moto_client())


@pytest.fixture(scope="session")
def botocores_stand_in(template: Template) -> Iterator[StandIn]:
    """Yield another stand-in: a test of a contract has the same ids over each engine."""
    with stand_in_with_tables(template) as aws:
        yield aws


@pytest.fixture
def moto_tables(template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")  # moto does not know the hosts of accounts
    with moto_with_tables(template):
        yield


@cache
def _moto_client() -> Client:
    return moto_transport().client("dynamodb", PATIENT)


@cache
def _botocore_client(endpoint_url: str = "") -> Client:
    """One client for all tests: to make one takes longer than most of them."""
    return BotocoreTransport(region=REGION, endpoint_url=endpoint_url).client("dynamodb", PATIENT)


@cache
def _lean_client(endpoint_url: str) -> Client:
    """One client for all tests, which keeps its connections."""
    return lean_transport(endpoint_url).client("dynamodb", PATIENT)


def _memory_engine() -> Engine:
    database = MemoryDatabase()
    tokens = MemoryPersonalTokenStore(database)
    heads: list[Book] = []
    return Engine(
        heads=heads,
        store=MemoryBookStore(database, admit=heads.append),
        feed=MemoryBookFeed(database),
        label_counts=MemoryLabelCounts(database),
        operations=MemoryOperationStore(database),
        duplicates=MemoryDuplicateStore(database),
        views=MemoryViewStore(database),
        calendar_feeds=MemoryCalendarFeedStore(database),
        photos=MemoryPhotoRegister(database),
        accounts=MemoryAccountStore(database),
        directory=MemoryAccountDirectory(database),
        action_tokens=MemoryActionTokens(database),
        email_changes=MemoryEmailChanges(database),
        used_challenges=MemoryUsedChallenges(database),
        factors=MemoryFactorStore(database),
        passkeys=MemoryPasskeyStore(database),
        sessions=MemorySessionStore(database),
        personal_tokens=tokens,
        token_reader=tokens,
        token_uses=tokens,
        events=MemorySecurityEventStore(database),
        identities=MemoryIdentityStore(database),
        identity_proofs=MemoryIdentityProofs(database),
        outbox=MemoryOutbox(database),
        suppressions=MemorySuppressions(database),
        limits=MemoryLimitStore(),
        erasures=MemoryErasureRegister(database),
        erasers=(MemoryEraser(database),),
        eraser=MemoryHistoryEraser(database),
        names=MemoryNameIndex(database),
        due=MemoryDueTrash(database),
        put_book=lambda book: database.books.update({book.id: book}),
    )


_ENGINES: dict[Client, Engine] = {}


def _dynamo_engine(template: Template, over: Client) -> Engine:
    """Return the stores over a client, with a network that has no faults and has carried nothing yet.

    They serve all tests, as they serve all requests of a process: to make them takes as long as most tests.
    """
    if over not in _ENGINES:
        _ENGINES[over] = _new_dynamo_engine(template, over)
    engine = _ENGINES[over]
    engine.network.start_over(over)
    return engine


def _new_dynamo_engine(template: Template, over: Client) -> Engine:
    client = FaultyClient(over)
    heads: list[Book] = []
    database = Database(client)
    names = {logical_id: table.name for logical_id, table in template.tables.items()}
    store = DynamoBookStore(
        database,
        contacts_table=names["ContactsTable"],
        changes_table=names["ChangesTable"],
        ephemeral_table=names["EphemeralTable"],
        admit=heads.append,
        wait=lambda _: None,
    )
    accounts = DynamoAccountStore(
        database,
        accounts_table=names["AccountsTable"],
        contacts_table=names["ContactsTable"],
        outbox_table=names["OutboxTable"],
    )
    books = database.bind(BookItem, names["ContactsTable"])
    return Engine(
        heads=heads,
        store=store,
        label_counts=DynamoLabelCounts(database, contacts_table=names["ContactsTable"]),
        feed=DynamoBookFeed(database, contacts_table=names["ContactsTable"], changes_table=names["ChangesTable"]),
        operations=DynamoOperationStore(database, contacts_table=names["ContactsTable"]),
        duplicates=DynamoDuplicateStore(database, contacts_table=names["ContactsTable"], wait=lambda _: None),
        views=DynamoViewStore(database, contacts_table=names["ContactsTable"], ephemeral_table=names["EphemeralTable"]),
        calendar_feeds=DynamoCalendarFeedStore(
            database, contacts_table=names["ContactsTable"], accounts_table=names["AccountsTable"]
        ),
        photos=DynamoPhotoRegister(database, contacts_table=names["ContactsTable"], wait=lambda _: None),
        accounts=accounts,
        directory=DynamoAccountDirectory(database, accounts_table=names["AccountsTable"], wait=lambda _: None),
        email_changes=DynamoEmailChanges(
            database,
            accounts_table=names["AccountsTable"],
            contacts_table=names["ContactsTable"],
            outbox_table=names["OutboxTable"],
        ),
        used_challenges=DynamoUsedChallenges(database, ephemeral_table=names["EphemeralTable"]),
        factors=DynamoFactorStore(database, accounts_table=names["AccountsTable"]),
        passkeys=DynamoPasskeyStore(database, accounts_table=names["AccountsTable"], wait=lambda _: None),
        action_tokens=DynamoActionTokens(database, accounts_table=names["AccountsTable"]),
        sessions=DynamoSessionStore(
            database,
            accounts_table=names["AccountsTable"],
            outbox_table=names["OutboxTable"],
            ephemeral_table=names["EphemeralTable"],
            wait=lambda _: None,
        ),
        personal_tokens=DynamoPersonalTokenStore(
            database, accounts_table=names["AccountsTable"], outbox_table=names["OutboxTable"]
        ),
        token_reader=DynamoPersonalTokenReader(database, accounts_table=names["AccountsTable"]),
        token_uses=DynamoPersonalTokenUses(database, ephemeral_table=names["EphemeralTable"], wait=lambda _: None),
        events=DynamoSecurityEventStore(database, accounts_table=names["AccountsTable"]),
        identities=DynamoIdentityStore(
            database,
            accounts_table=names["AccountsTable"],
            contacts_table=names["ContactsTable"],
            outbox_table=names["OutboxTable"],
        ),
        identity_proofs=DynamoIdentityProofs(database, ephemeral_table=names["EphemeralTable"]),
        outbox=DynamoOutbox(database, outbox_table=names["OutboxTable"]),
        suppressions=DynamoSuppressions(database, accounts_table=names["AccountsTable"]),
        eraser=DynamoHistoryEraser(database, changes_table=names["ChangesTable"]),
        erasures=DynamoErasureRegister(
            database, accounts_table=names["AccountsTable"], contacts_table=names["ContactsTable"]
        ),
        erasers=(
            BookEraser(
                database,
                contacts_table=names["ContactsTable"],
                changes_table=names["ChangesTable"],
                wait=lambda _: None,
            ),
            MailEraser(database, outbox_table=names["OutboxTable"], wait=lambda _: None),
            AccountEraser(database, accounts_table=names["AccountsTable"], wait=lambda _: None),
        ),
        limits=DynamoLimitStore(database, ephemeral_table=names["EphemeralTable"]),
        names=DynamoNameIndex(database, contacts_table=names["ContactsTable"]),
        due=DynamoDueTrash(database, contacts_table=names["ContactsTable"]),
        put_book=lambda book: books.of(book).save(),
        client=client,
        database=database,
    )
