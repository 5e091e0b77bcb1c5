"""The service in memory only: watched stores, known keys, and mail that is not sent."""

from __future__ import annotations

from functools import cached_property
from typing import cast

from shared.adapters.memory.account_directory import MemoryAccountDirectory
from shared.adapters.memory.account_store import MemoryAccountStore
from shared.adapters.memory.action_token_store import MemoryActionTokens
from shared.adapters.memory.avatars import MemoryAvatars
from shared.adapters.memory.book_feed import MemoryBookFeed
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.calendar_feed_store import MemoryCalendarFeedStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.due_trash import MemoryDueTrash
from shared.adapters.memory.duplicate_store import MemoryDuplicateStore
from shared.adapters.memory.email_change_store import MemoryEmailChanges
from shared.adapters.memory.erasing import MemoryEraser, MemoryErasureRegister
from shared.adapters.memory.event_bus import MemoryEventBus
from shared.adapters.memory.exchange_files import MemoryExchangeFiles
from shared.adapters.memory.factor_store import MemoryFactorStore
from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.adapters.memory.identity_providers import MemoryProvider, MemoryProviders
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
from shared.adapters.memory.snapshots import MemorySnapshotStore
from shared.adapters.memory.suppressions import MemorySuppressions
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.adapters.memory.used_challenges import MemoryUsedChallenges
from shared.adapters.memory.view_store import MemoryViewStore
from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring
from shared.domain.mails import MailKind
from shared.services.exchange.formats import Registry
from shared.services.exchange.rows import Fit
from shared.services.mail.action_links import PURPOSES
from shared.services.mail.verification import raw_token_of
from shared.services.ports.account_directory import AccountDirectory
from shared.services.ports.accounts import AccountStore
from shared.services.ports.action_tokens import ActionTokenStore
from shared.services.ports.avatars import AvatarStore
from shared.services.ports.books import BookReader, BookStore, NameIndex
from shared.services.ports.calendar_feeds import CalendarFeedStore
from shared.services.ports.challenges import UsedChallenges
from shared.services.ports.duplicates import DuplicateStore
from shared.services.ports.email_changes import EmailChangeStore
from shared.services.ports.erasing import Eraser, ErasureRegister
from shared.services.ports.events import EventBus
from shared.services.ports.exchange_files import ExchangeFiles
from shared.services.ports.factors import FactorStore
from shared.services.ports.feed import BookFeed
from shared.services.ports.history import HistoryEraser
from shared.services.ports.identities import IdentityProofStore, IdentityStore
from shared.services.ports.identity_providers import IdentityProviders
from shared.services.ports.label_counts import LabelCountStore
from shared.services.ports.limits import LimitStore
from shared.services.ports.mail import MailSender, Outbox, SuppressionList
from shared.services.ports.operations import OperationStore, TaskQueue
from shared.services.ports.passkeys import PasskeyStore
from shared.services.ports.personal_tokens import PersonalTokenReader, PersonalTokenStore, PersonalTokenUses
from shared.services.ports.photos import PhotoRegister
from shared.services.ports.readiness import Readiness
from shared.services.ports.security import BreachedPasswords, PasswordHasher, Secrets
from shared.services.ports.sessions import SecurityEventStore, SessionStore
from shared.services.ports.snapshots import SnapshotStore
from shared.services.ports.trash import DueTrash
from shared.services.ports.views import ViewStore
from shared.services.timing import Timing
from shared.settings import Settings
from shared.wiring import sources
from shared.wiring.process import Wiring
from tests.support.fakes import CountingHasher, KnownPasswords, Mailbox, Watched
from tests.support.line_formats import LineFormats, fit

REDIRECT_TO = "https://app.example.com/signed-in"
ENVIRONMENT = {
    "PUBLIC_URL": "https://api.example.com",
    "MAIL_FROM": "contacts@example.com",
    "SIGN_IN_REDIRECTS": f"{REDIRECT_TO},https://app.example.com/tabs?tab=2,com.example.app:/signed-in",
}


class KnownKeys:
    """A ports.Secrets that can be made unavailable."""

    def __init__(self) -> None:
        self.available = True

    def keyring(self, name: str) -> Keyring:
        if not self.available:
            raise SecretsUnavailableError("SSM does not answer")
        return Keyring(signing_key_id="k1", secrets={"k1": name.encode().ljust(32, b".")})


class Tables:
    """A ports.Readiness without anything to check."""

    def check(self) -> None:
        pass


class MemoryWiring(Wiring):
    """The wiring that the functions of a test share. ``stores`` counts requests, and lets events happen before them."""

    def __init__(self) -> None:
        super().__init__(Settings(ENVIRONMENT))
        self.memory = MemoryDatabase()
        self.books = Watched(MemoryBookStore(self.memory, admit=self.admit))
        self.feed = Watched(MemoryBookFeed(self.memory))
        self.label_counts = Watched(MemoryLabelCounts(self.memory))
        self.mails = Watched(MemoryOutbox(self.memory))
        self.suppressed = Watched(MemorySuppressions(self.memory))
        self.operation_items = Watched(MemoryOperationStore(self.memory))
        self.queued_tasks = MemoryTaskQueue()
        self.known_duplicates = Watched(MemoryDuplicateStore(self.memory))
        self.view_items = Watched(MemoryViewStore(self.memory))
        self.calendar_feed_items = Watched(MemoryCalendarFeedStore(self.memory))
        self.published = MemoryEventBus()
        self.snapshots = MemorySnapshotStore()
        self.files = MemoryExchangeFiles(now=sources.now)
        self.tables, self.buckets = Watched(Tables()), Watched(MemoryLimitStore())
        self.avatar_pictures = MemoryAvatars()
        self.photo_pictures = MemoryAvatars("image/upload/", "contacts-api/tests/photos/")
        self.photos = Watched(self.photo_pictures)
        self.photo_items = Watched(MemoryPhotoRegister(self.memory))
        self.pictures = Watched(self.avatar_pictures)
        self.keys = KnownKeys()
        self.hasher = CountingHasher()
        self.mailbox = Mailbox()
        self._add_accounts()

    def _add_accounts(self) -> None:
        self.people = Watched(MemoryAccountStore(self.memory))
        self.listed_people = Watched(MemoryAccountDirectory(self.memory))
        self.email_moves_made = Watched(MemoryEmailChanges(self.memory))
        self.action_token_items = Watched(MemoryActionTokens(self.memory))
        self.used_challenge_items = Watched(MemoryUsedChallenges(self.memory))
        self.factor_items = Watched(MemoryFactorStore(self.memory))
        self.session_items = Watched(MemorySessionStore(self.memory))
        self.security_events = Watched(MemorySecurityEventStore(self.memory))
        self.personal_token_items = Watched(MemoryPersonalTokenStore(self.memory))
        self.identity_items = Watched(MemoryIdentityStore(self.memory))
        self.identity_proof_items = Watched(MemoryIdentityProofs(self.memory))
        self.provider = MemoryProvider()
        self.posting_provider = MemoryProvider(returns_by_post=True)

    @property
    def _stores(self) -> tuple[Watched, ...]:
        return (
            self.books,
            self.feed,
            self.label_counts,
            self.operation_items,
            self.known_duplicates,
            self.view_items,
            self.calendar_feed_items,
            self.photo_items,
            self.people,
            self.listed_people,
            self.action_token_items,
            self.email_moves_made,
            self.used_challenge_items,
            self.factor_items,
            self.session_items,
            self.security_events,
            self.identity_items,
            self.identity_proof_items,
            self.personal_token_items,
            self.mails,
            self.suppressed,
            self.tables,
        )

    @property
    def requests(self) -> int:
        """Return the number of requests sent to the tables so far."""
        return sum(store.requests.total() for store in self._stores)

    def last_mailed_token(self) -> str:
        """Return the token of the latest verification mail, as its sender will derive it."""
        mail = [mail for mail in self.memory.mails.values() if mail.kind is MailKind.VERIFY_EMAIL][-1]
        return raw_token_of(mail, self.keys.keyring("mail-keys"))

    def last_action_token(self) -> str:
        """Return the token of the latest message with a link to do something, as its sender will derive it."""
        mail = [mail for mail in self.memory.mails.values() if mail.kind in PURPOSES][-1]
        return self.action_links.raw_token(mail)

    @cached_property
    def timing(self) -> Timing:
        return Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0)

    @cached_property
    def book_reader(self) -> BookReader:
        return cast(BookReader, self.books)

    @cached_property
    def book_store(self) -> BookStore:
        return cast(BookStore, self.books)

    @cached_property
    def name_index(self) -> NameIndex:
        return MemoryNameIndex(self.memory)

    @cached_property
    def view_store(self) -> ViewStore:
        return cast(ViewStore, self.view_items)

    @cached_property
    def calendar_feed_store(self) -> CalendarFeedStore:
        return cast(CalendarFeedStore, self.calendar_feed_items)

    @cached_property
    def book_feed(self) -> BookFeed:
        return cast(BookFeed, self.feed)

    @cached_property
    def operation_store(self) -> OperationStore:
        return cast(OperationStore, self.operation_items)

    @cached_property
    def history_eraser(self) -> HistoryEraser:
        return MemoryHistoryEraser(self.memory)

    @cached_property
    def due_trash(self) -> DueTrash:
        return MemoryDueTrash(self.memory)

    @cached_property
    def task_queue(self) -> TaskQueue:
        return self.queued_tasks

    @cached_property
    def duplicate_store(self) -> DuplicateStore:
        return cast(DuplicateStore, self.known_duplicates)

    @cached_property
    def event_bus(self) -> EventBus:
        return self.published

    @cached_property
    def snapshot_store(self) -> SnapshotStore:
        return self.snapshots

    @cached_property
    def exchange_files(self) -> ExchangeFiles:
        return self.files

    @cached_property
    def formats(self) -> Registry:
        return LineFormats()

    @cached_property
    def fit(self) -> Fit:
        return fit

    @cached_property
    def label_count_store(self) -> LabelCountStore:
        return cast(LabelCountStore, self.label_counts)

    @cached_property
    def account_store(self) -> AccountStore:
        return cast(AccountStore, self.people)

    @cached_property
    def account_directory(self) -> AccountDirectory:
        return cast(AccountDirectory, self.listed_people)

    @cached_property
    def action_tokens(self) -> ActionTokenStore:
        return cast(ActionTokenStore, self.action_token_items)

    @cached_property
    def email_changes(self) -> EmailChangeStore:
        return cast(EmailChangeStore, self.email_moves_made)

    @cached_property
    def breached_passwords(self) -> BreachedPasswords:
        return KnownPasswords()

    @cached_property
    def erasure_register(self) -> ErasureRegister:
        return MemoryErasureRegister(self.memory)

    @property
    def table_erasers(self) -> tuple[Eraser, ...]:
        return (MemoryEraser(self.memory),)

    @cached_property
    def used_challenges(self) -> UsedChallenges:
        return cast(UsedChallenges, self.used_challenge_items)

    @cached_property
    def factor_store(self) -> FactorStore:
        return cast(FactorStore, self.factor_items)

    @cached_property
    def passkey_store(self) -> PasskeyStore:
        return MemoryPasskeyStore(self.memory)

    @cached_property
    def session_store(self) -> SessionStore:
        return cast(SessionStore, self.session_items)

    @cached_property
    def security_event_store(self) -> SecurityEventStore:
        return cast(SecurityEventStore, self.security_events)

    @cached_property
    def identity_store(self) -> IdentityStore:
        return cast(IdentityStore, self.identity_items)

    @cached_property
    def identity_proof_store(self) -> IdentityProofStore:
        return cast(IdentityProofStore, self.identity_proof_items)

    @cached_property
    def identity_providers(self) -> IdentityProviders:
        return MemoryProviders(example=self.provider, posting=self.posting_provider)

    @cached_property
    def personal_token_reader(self) -> PersonalTokenReader:
        return cast(PersonalTokenReader, self.personal_token_items)

    @cached_property
    def personal_token_store(self) -> PersonalTokenStore:
        return cast(PersonalTokenStore, self.personal_token_items)

    @cached_property
    def personal_token_uses(self) -> PersonalTokenUses:
        return cast(PersonalTokenUses, self.personal_token_items)

    @cached_property
    def avatar_store(self) -> AvatarStore:
        return cast(AvatarStore, self.pictures)

    @cached_property
    def photo_store(self) -> AvatarStore:
        return cast(AvatarStore, self.photos)

    @cached_property
    def photo_register(self) -> PhotoRegister:
        return cast(PhotoRegister, self.photo_items)

    @cached_property
    def outbox(self) -> Outbox:
        return cast(Outbox, self.mails)

    @cached_property
    def suppressions(self) -> SuppressionList:
        return cast(SuppressionList, self.suppressed)

    @cached_property
    def limit_store(self) -> LimitStore:
        return cast(LimitStore, self.buckets)

    @cached_property
    def readiness(self) -> Readiness:
        return cast(Readiness, self.tables)

    @cached_property
    def secrets(self) -> Secrets:
        return self.keys

    @cached_property
    def password_hasher(self) -> PasswordHasher:
        return self.hasher

    @cached_property
    def mail_sender(self) -> MailSender:
        return self.mailbox
