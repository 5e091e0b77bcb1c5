"""Which adapter stands behind which port: the one place that knows.

Adapters are imported when they are first asked for, so that a function loads only what it calls.
"""

from __future__ import annotations

import os
import random
import secrets as randomness
import time
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

from shared import observe
from shared.domain.ids import ulid
from shared.services import ports
from shared.services.book_writer import Timing
from shared.settings import Settings, load_settings

if TYPE_CHECKING:
    from shared.adapters.dynamo.database import Database
    from shared.adapters.ssm_secrets import SsmSecrets
    from shared.services.accounts import Accounts
    from shared.services.address_book import AddressBook
    from shared.services.avatars import Avatars
    from shared.services.birthdays import Birthdays
    from shared.services.cursors import Cursors
    from shared.services.guarded_sessions import GuardedSessions
    from shared.services.limiter import Limiter
    from shared.services.mailing import Mailing


def now() -> datetime:
    """Return the current time, aware, in UTC, to the millisecond: as stores keep it, so that it reads back the same."""
    time_now = datetime.now(UTC)
    return time_now.replace(microsecond=time_now.microsecond // 1000 * 1000)


def new_id() -> str:
    """Return a new ULID."""
    return ulid(now(), os.urandom(10))


def new_value_id() -> str:
    """Return a new id for a value within one contact, or a label within one book: 12 characters, 72 random bits."""
    return randomness.token_urlsafe(9)


class Wiring:
    """Ports and use cases, each made when it is first asked for and kept for the life of the process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def timing(self) -> Timing:
        """The clock and the waiting of retries."""
        return Timing(monotonic=time.monotonic, wait=time.sleep, jitter=random.random)

    @cached_property
    def database(self) -> Database:
        """The DynamoDB client that all tables share."""
        from shared.adapters.dynamo.client import open_client
        from shared.adapters.dynamo.database import Database

        return Database(open_client(region=self.settings.region, endpoint_url=self.settings.aws_endpoint_url))

    @cached_property
    def impatient_database(self) -> Database:
        """The same for what can be done without: its requests are given up on after a second."""
        from shared.adapters.dynamo.client import open_client
        from shared.adapters.dynamo.database import Database

        settings = self.settings
        return Database(open_client(region=settings.region, endpoint_url=settings.aws_endpoint_url, impatient=True))

    @cached_property
    def book_store(self) -> ports.BookStore:
        """Books and contacts."""
        from shared.adapters.dynamo.book_store import DynamoBookStore

        return DynamoBookStore(
            self.database,
            contacts_table=self.settings.contacts_table,
            changes_table=self.settings.changes_table,
            ephemeral_table=self.settings.ephemeral_table,
        )

    @cached_property
    def contact_search(self) -> ports.ContactSearch:
        """Finds contacts by words and tags."""
        from shared.adapters.scanning_search import ScanningSearch

        return ScanningSearch(self.book_store)

    @cached_property
    def name_index(self) -> ports.NameIndex:
        """The keys of the by-name order."""
        from shared.adapters.dynamo.name_index import DynamoNameIndex

        return DynamoNameIndex(self.database, contacts_table=self.settings.contacts_table)

    @cached_property
    def account_store(self) -> ports.AccountStore:
        """Accounts, claims and tokens."""
        from shared.adapters.dynamo.account_store import DynamoAccountStore

        return DynamoAccountStore(
            self.database,
            accounts_table=self.settings.accounts_table,
            contacts_table=self.settings.contacts_table,
            outbox_table=self.settings.outbox_table,
        )

    @cached_property
    def outbox(self) -> ports.Outbox:
        """Mail to send."""
        from shared.adapters.dynamo.outbox import DynamoOutbox

        return DynamoOutbox(self.database, outbox_table=self.settings.outbox_table)

    @cached_property
    def readiness(self) -> ports.Readiness:
        """Whether the tables answer."""
        from shared.adapters.dynamo.readiness import DynamoReadiness

        names = self.settings
        tables = (names.contacts_table, names.changes_table, names.accounts_table, names.outbox_table)
        return DynamoReadiness(self.database, (*tables, names.ephemeral_table))

    @cached_property
    def secrets(self) -> ports.Secrets:
        """The keys that this function may read."""
        return self.parameters

    @cached_property
    def parameters(self) -> SsmSecrets:
        """What this function may read of the parameters that are secret."""
        from shared.adapters.ssm_secrets import SsmSecrets

        return SsmSecrets(
            prefix=self.settings.secrets_prefix,
            names=self.settings.secret_names,
            region=self.settings.region,
            endpoint_url=self.settings.aws_endpoint_url,
            monotonic=time.monotonic,
        )

    @cached_property
    def avatar_store(self) -> ports.AvatarStore:
        """Keeps pictures."""
        from shared.adapters.cloudinary_avatars import CloudinaryAvatars

        return CloudinaryAvatars(
            self.parameters,
            folder=f"contacts-api/{self.settings.stage}/avatars",
            api_url=self.settings.cloudinary_upload_prefix,
        )

    @cached_property
    def access_tokens(self) -> ports.AccessTokens:
        """Signs and reads access tokens."""
        from shared.adapters.jwt_tokens import JwtTokens

        return JwtTokens(self.secrets, issuer=self.settings.jwt_issuer, audience=self.settings.jwt_audience)

    @cached_property
    def password_hasher(self) -> ports.PasswordHasher:
        """Hashes passwords."""
        from shared.adapters.passwords import BcryptHasher

        return BcryptHasher(rounds=self.settings.bcrypt_rounds)

    @cached_property
    def phone_numbers(self) -> ports.PhoneNumbers:
        """Reads phone numbers."""
        from shared.adapters.phone_numbers import LibPhoneNumbers

        return LibPhoneNumbers()

    @cached_property
    def mail_sender(self) -> ports.MailSender:
        """Sends mail."""
        from shared.adapters.ses_mail import SesMailSender

        return SesMailSender(
            region=self.settings.region,
            endpoint_url=self.settings.aws_endpoint_url,
            mail_from=self.settings.mail_from,
            configuration_set=self.settings.ses_configuration_set,
        )

    @cached_property
    def address_book(self) -> AddressBook:
        """Keeping contacts."""
        from shared.services.address_book import AddressBook
        from shared.services.book_writer import BookWriter

        return AddressBook(
            self.book_store,
            BookWriter(self.book_store, timing=self.timing, new_operation_id=new_id),
            self.contact_search,
            self.phone_numbers,
            now=now,
            new_id=new_id,
            new_value_id=new_value_id,
        )

    @cached_property
    def birthdays(self) -> Birthdays:
        """Whose birthday comes next."""
        from shared.services.birthdays import Birthdays

        return Birthdays(self.book_store, now=now)

    @cached_property
    def cursors(self) -> Cursors:
        """Where the next page starts."""
        from shared.services.cursors import Cursors

        return Cursors(self.secrets)

    @cached_property
    def accounts(self) -> Accounts:
        """Registering, verifying, the own profile."""
        from shared.services.accounts import Accounts

        return Accounts(
            self.account_store,
            self.outbox,
            self.password_hasher,
            self.secrets,
            self.phone_numbers,
            now=now,
            new_id=new_id,
            timing=self.timing,
        )

    @cached_property
    def avatars(self) -> Avatars:
        """The own picture."""
        from shared.services.avatars import Avatars

        return Avatars(self.account_store, self.avatar_store, now=now)

    @cached_property
    def limit_store(self) -> ports.LimitStore:
        """What callers have used of their limits; in memory while the table fails or is slow."""
        from shared.adapters.dynamo.limit_store import DynamoLimitStore
        from shared.adapters.fallback_limit_store import FallbackLimitStore
        from shared.adapters.memory.limit_store import MemoryLimitStore

        table = DynamoLimitStore(self.impatient_database, ephemeral_table=self.settings.ephemeral_table)
        return FallbackLimitStore(table, MemoryLimitStore(), monotonic=time.monotonic)

    @cached_property
    def limiter(self) -> Limiter:
        """Counting requests against limits."""
        from shared.services.limiter import Limiter

        return Limiter(self.limit_store, now=now)

    @cached_property
    def sessions(self) -> GuardedSessions:
        """Signing in."""
        from shared.services.guarded_sessions import GuardedSessions
        from shared.services.sessions import Sessions

        sessions = Sessions(
            self.account_store,
            self.password_hasher,
            self.access_tokens,
            now=now,
            new_id=new_id,
            access_token_ttl_seconds=self.settings.access_token_ttl_seconds,
        )
        return GuardedSessions(sessions, self.limiter)

    @cached_property
    def mailing(self) -> Mailing:
        """Sending what is in the outbox."""
        from shared.services.mailing import Mailing

        return Mailing(
            self.outbox,
            self.account_store,
            self.secrets,
            self.mail_sender,
            now=now,
            public_url=self.settings.public_url,
        )

    def open_connections(self) -> None:
        """Open the connections of what was made so far, and load its keys, ahead of the first request."""
        made = self.__dict__
        if "secrets" in made and self.settings.secret_names:
            self.secrets.keyring(self.settings.secret_names[0])
        for database in ("database", "impatient_database"):
            if database in made:
                made[database].warm()


@cache
def wiring() -> Wiring:
    """Return the wiring of this process, made from the environment."""
    settings = load_settings()
    observe.configure(
        service=settings.service_name,
        namespace=settings.metrics_namespace,
        level=settings.log_level,
        error_tracking_dsn=settings.error_tracking_dsn,
    )
    return Wiring(settings)
