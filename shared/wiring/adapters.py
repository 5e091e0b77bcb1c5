"""Which adapter implements which port; no other module knows.

Adapters are imported on first access, so that a function loads only what it uses.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.adapters.aws.transport import Transport
    from shared.adapters.dynamo.database import Database
    from shared.adapters.ssm_secrets import SsmSecrets
    from shared.domain.books import Book
    from shared.services.ports.avatars import AvatarStore
    from shared.services.ports.books import BookReader, BookStore, NameIndex
    from shared.services.ports.calendar_feeds import CalendarFeedStore
    from shared.services.ports.duplicates import DuplicateStore
    from shared.services.ports.events import EventBus
    from shared.services.ports.feed import BookFeed
    from shared.services.ports.label_counts import LabelCountStore
    from shared.services.ports.limits import LimitStore
    from shared.services.ports.mail import MailSender
    from shared.services.ports.phone_numbers import PhoneNumbers
    from shared.services.ports.photos import PhotoRegister
    from shared.services.ports.readiness import Readiness
    from shared.services.ports.romanization import Romanization
    from shared.services.ports.security import AccessTokens, BreachedPasswords, PasswordHasher, Secrets
    from shared.services.ports.snapshots import SnapshotStore
    from shared.services.ports.views import ViewStore
    from shared.services.timing import Timing
    from shared.settings import Settings


class Adapters:
    """The ports and their adapters, each built on first access and kept for the lifetime of the process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def timing(self) -> Timing:
        """The clock, and the pauses between retries."""
        from shared.services.timing import Timing

        return Timing(monotonic=time.monotonic, wait=self.wait, jitter=sources.randomness.random)

    @property
    def wait(self) -> Callable[[float], None]:
        """The pause between retries, in seconds, for stores: they need nothing else of ``timing``."""
        return time.sleep

    @cached_property
    def aws(self) -> Transport:
        """The transport to AWS."""
        from shared.adapters.aws.opening import open_transport

        return open_transport(
            self.settings, clock=time.time, random=sources.randomness.random, wait=self.wait, new_token=sources.new_id
        )

    @cached_property
    def database(self) -> Database:
        """The DynamoDB client that all tables share."""
        from shared.adapters.dynamo.database import PATIENT, Database

        client = self.aws.client("dynamodb", PATIENT)
        return Database(client, connect=client.connect)

    @cached_property
    def impatient_database(self) -> Database:
        """The same for requests that can be done without: they time out after a second."""
        from shared.adapters.dynamo.database import IMPATIENT, Database

        client = self.aws.client("dynamodb", IMPATIENT)
        return Database(client, connect=client.connect)

    @cached_property
    def admit(self) -> Callable[[Book], None]:
        """What is shown the heads of books, and refuses callers whose sessions have ended."""
        from shared.services.books.access import admit

        return admit

    @cached_property
    def book_reader(self) -> BookReader:
        """Books and contacts, for what only reads them."""
        from shared.adapters.dynamo.book_reader import DynamoBookReader

        return DynamoBookReader(
            self.database, contacts_table=self.settings.contacts_table, admit=self.admit, wait=self.wait
        )

    @cached_property
    def book_store(self) -> BookStore:
        """Books, contacts and their history."""
        from shared.adapters.dynamo.book_store import DynamoBookStore

        return DynamoBookStore(
            self.database,
            contacts_table=self.settings.contacts_table,
            changes_table=self.settings.changes_table,
            ephemeral_table=self.settings.ephemeral_table,
            admit=self.admit,
            wait=self.wait,
        )

    @cached_property
    def book_feed(self) -> BookFeed:
        """All contacts and changes of books."""
        from shared.adapters.dynamo.book_feed import DynamoBookFeed

        return DynamoBookFeed(
            self.database, contacts_table=self.settings.contacts_table, changes_table=self.settings.changes_table
        )

    @cached_property
    def duplicate_store(self) -> DuplicateStore:
        """What is known about duplicates."""
        from shared.adapters.dynamo.duplicate_store import DynamoDuplicateStore

        return DynamoDuplicateStore(self.database, contacts_table=self.settings.contacts_table, wait=self.wait)

    @cached_property
    def view_store(self) -> ViewStore:
        """Views."""
        from shared.adapters.dynamo.view_store import DynamoViewStore

        return DynamoViewStore(
            self.database,
            contacts_table=self.settings.contacts_table,
            ephemeral_table=self.settings.ephemeral_table,
        )

    @cached_property
    def calendar_feed_store(self) -> CalendarFeedStore:
        """Calendar feeds."""
        from shared.adapters.dynamo.calendar_feed_store import DynamoCalendarFeedStore

        return DynamoCalendarFeedStore(
            self.database,
            contacts_table=self.settings.contacts_table,
            accounts_table=self.settings.accounts_table,
        )

    @cached_property
    def label_count_store(self) -> LabelCountStore:
        """The counts of labels."""
        from shared.adapters.dynamo.label_counts import DynamoLabelCounts

        return DynamoLabelCounts(self.database, contacts_table=self.settings.contacts_table)

    @cached_property
    def photo_register(self) -> PhotoRegister:
        """Which contacts have which photos."""
        from shared.adapters.dynamo.photo_register import DynamoPhotoRegister

        return DynamoPhotoRegister(self.database, contacts_table=self.settings.contacts_table, wait=self.wait)

    @cached_property
    def name_index(self) -> NameIndex:
        """The keys by which contacts are listed by name, and their changes."""
        from shared.adapters.dynamo.name_index import DynamoNameIndex

        return DynamoNameIndex(self.database, contacts_table=self.settings.contacts_table)

    @cached_property
    def readiness(self) -> Readiness:
        """Whether the tables are available."""
        from shared.adapters.dynamo.readiness import DynamoReadiness

        names = self.settings
        tables = (names.contacts_table, names.changes_table, names.accounts_table, names.outbox_table)
        return DynamoReadiness(self.database, (*tables, names.ephemeral_table))

    @cached_property
    def secrets(self) -> Secrets:
        """The keys that this function may read."""
        return self.parameters

    @cached_property
    def parameters(self) -> SsmSecrets:
        """The secret parameters that this function may read."""
        from shared.adapters.ssm_secrets import SsmSecrets

        return SsmSecrets(
            self.aws,
            prefix=self.settings.secrets_prefix,
            names=self.settings.secret_names,
            clock=time.time,
        )

    @cached_property
    def avatar_store(self) -> AvatarStore:
        """The store of avatars."""
        from shared.adapters.cloudinary_avatars import CloudinaryAvatars

        return CloudinaryAvatars(
            self.parameters,
            folder=f"contacts-api/{self.settings.stage}/avatars",
            api_url=self.settings.cloudinary_upload_prefix,
        )

    @cached_property
    def photo_store(self) -> AvatarStore:
        """The store of contacts' photos."""
        from shared.adapters.cloudinary_avatars import CloudinaryAvatars

        return CloudinaryAvatars(
            self.parameters,
            folder=f"contacts-api/{self.settings.stage}/photos",
            api_url=self.settings.cloudinary_upload_prefix,
        )

    @cached_property
    def access_tokens(self) -> AccessTokens:
        """Issues and reads access tokens."""
        from shared.adapters.jwt_tokens import JwtTokens

        return JwtTokens(
            self.secrets,
            issuer=self.settings.jwt_issuer,
            audience=self.settings.jwt_audience,
            former_until=self.settings.former_tokens_until,
        )

    @cached_property
    def password_hasher(self) -> PasswordHasher:
        """Hashes passwords."""
        from shared.adapters.passwords import BcryptHasher

        return BcryptHasher(rounds=self.settings.bcrypt_rounds)

    @cached_property
    def breached_passwords(self) -> BreachedPasswords:
        """The passwords that nobody may choose: those of our list, and of the service that is set."""
        from shared.adapters.common_passwords import CommonPasswords

        if not self.settings.breached_passwords_url:
            return CommonPasswords()
        from shared.adapters.pwned_passwords import PwnedPasswords

        return PwnedPasswords(self.settings.breached_passwords_url, CommonPasswords())

    @cached_property
    def phone_numbers(self) -> PhoneNumbers:
        """Parses phone numbers."""
        from shared.adapters.phone_numbers import LibPhoneNumbers

        return LibPhoneNumbers()

    @cached_property
    def romanize(self) -> Romanization:
        """Spells texts in Latin letters."""
        from shared.adapters.romanization import romanized

        return romanized

    @cached_property
    def mail_sender(self) -> MailSender:
        """Sends mail."""
        from shared.adapters.ses_mail import SesMailSender

        return SesMailSender(
            self.aws,
            mail_from=self.settings.mail_from,
            configuration_set=self.settings.ses_configuration_set,
        )

    @cached_property
    def limit_store(self) -> LimitStore:
        """The buckets of callers' rate limits; in memory while the table fails or is slow."""
        from shared.adapters.dynamo.limit_store import DynamoLimitStore
        from shared.adapters.fallback_limit_store import FallbackLimitStore
        from shared.adapters.memory.limit_store import MemoryLimitStore

        table = DynamoLimitStore(self.impatient_database, ephemeral_table=self.settings.ephemeral_table)
        return FallbackLimitStore(table, MemoryLimitStore(), monotonic=time.monotonic)

    @cached_property
    def event_bus(self) -> EventBus:
        """The bus on which changes of books are published."""
        from shared.adapters.event_bridge import EventBridgeBus

        return EventBridgeBus(self.aws, bus=self.settings.event_bus)

    @cached_property
    def snapshot_store(self) -> SnapshotStore:
        """Snapshots of books."""
        from shared.adapters.s3_snapshots import S3SnapshotStore

        return S3SnapshotStore(self.aws, bucket=self.settings.snapshots_bucket, new_id=sources.new_id)

    def open_connections(self) -> None:
        """Open the connections of everything built so far, and load its keys, ahead of the first request."""
        made = self.__dict__
        if "secrets" in made and self.settings.secret_names:
            self.secrets.keyring(self.settings.secret_names[0])
        for database in ("database", "impatient_database"):
            if database in made:
                made[database].warm()
