"""What the use cases are made of. They, too, are imported when they are first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.adapters import Adapters

if TYPE_CHECKING:
    from shared.services.accounts import Accounts
    from shared.services.address_book import AddressBook
    from shared.services.avatars import Avatars
    from shared.services.birthdays import Birthdays
    from shared.services.cursors import Cursors
    from shared.services.guarded_sessions import GuardedSessions
    from shared.services.limiter import Limiter
    from shared.services.mailing import Mailing
    from shared.services.registrations import Registrations


class Wiring(Adapters):
    """Ports and use cases, each made when it is first asked for and kept for the life of the process."""

    @cached_property
    def address_book(self) -> AddressBook:
        """Keeping contacts."""
        from shared.services.address_book import AddressBook
        from shared.services.book_writer import BookWriter

        return AddressBook(
            self.book_store,
            BookWriter(self.book_store, timing=self.timing, new_operation_id=sources.new_id),
            self.contact_search,
            self.phone_numbers,
            now=sources.now,
            new_id=sources.new_id,
            new_value_id=sources.new_value_id,
        )

    @cached_property
    def editable_address_book(self) -> AddressBook:
        """The same for those who write, with what reads phone numbers loaded by reading one."""
        self.phone_numbers.to_e164("+12025550123", "")
        return self.address_book

    @cached_property
    def birthdays(self) -> Birthdays:
        """Whose birthday comes next."""
        from shared.services.birthdays import Birthdays

        return Birthdays(self.book_store, now=sources.now)

    @cached_property
    def cursors(self) -> Cursors:
        """Where the next page starts."""
        from shared.services.cursors import Cursors

        return Cursors(self.secrets)

    @cached_property
    def accounts(self) -> Accounts:
        """Verifying, the own profile."""
        from shared.services.accounts import Accounts

        return Accounts(
            self.account_store,
            self.secrets,
            self.phone_numbers,
            now=sources.now,
            new_id=sources.new_id,
            timing=self.timing,
        )

    @cached_property
    def registrations(self) -> Registrations:
        """Signing up."""
        from shared.services.registrations import Registrations

        return Registrations(
            self.account_store,
            self.outbox,
            self.password_hasher,
            self.secrets,
            now=sources.now,
            new_id=sources.new_id,
            timing=self.timing,
        )

    @cached_property
    def avatars(self) -> Avatars:
        """The own picture."""
        from shared.services.avatars import Avatars

        return Avatars(self.account_store, self.avatar_store, now=sources.now)

    @cached_property
    def limiter(self) -> Limiter:
        """Counting requests against limits."""
        from shared.services.limiter import Limiter

        return Limiter(self.limit_store, now=sources.now)

    @cached_property
    def sessions(self) -> GuardedSessions:
        """Signing in."""
        from shared.services.guarded_sessions import GuardedSessions
        from shared.services.sessions import Sessions

        sessions = Sessions(
            self.account_store,
            self.password_hasher,
            self.access_tokens,
            now=sources.now,
            new_id=sources.new_id,
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
            now=sources.now,
            public_url=self.settings.public_url,
        )
