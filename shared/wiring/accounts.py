"""Builds the use cases of accounts. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.passwords import PasswordsWiring

if TYPE_CHECKING:
    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.accounts.administration import Administration
    from shared.services.accounts.avatars import Avatars
    from shared.services.accounts.log_subjects import LogSubjects
    from shared.services.accounts.personal_tokens import OwnPersonalTokens
    from shared.services.accounts.profiles import Profiles
    from shared.services.accounts.registrations import Registrations
    from shared.services.accounts.verification import Verification
    from shared.services.mail.feedback import MailFeedback
    from shared.services.mail.mailing import Mailing
    from shared.wiring.personal_tokens import PersonalTokensWiring


class AccountsWiring(PasswordsWiring):
    """Use cases of accounts, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def verification(self) -> Verification:
        """Verification of e-mail addresses."""
        from shared.services.accounts.verification import Verification

        return Verification(
            self.account_store, self.account_writer, self.secrets, now=sources.now, new_id=sources.new_id
        )

    @cached_property
    def profiles(self) -> Profiles:
        """The caller's own profile."""
        from shared.services.accounts.profiles import Profiles

        return Profiles(
            self.current_accounts,
            self.account_writer,
            self.phone_numbers,
            announce_phone_filling=self._announce_phone_filling,
            announce_name_ordering=self._announce_name_ordering,
        )

    def _announce_phone_filling(self, account: Account) -> Operation:
        from shared.services.contacts.phone_filling import announce_phone_filling

        return announce_phone_filling(self.operation_starter, account)

    def _announce_name_ordering(self, account: Account) -> Operation:
        from shared.services.contacts.name_ordering import announce_name_ordering

        return announce_name_ordering(self.operation_starter, account)

    @cached_property
    def registrations(self) -> Registrations:
        """Registration."""
        from shared.services.accounts.registrations import Registrations

        return Registrations(
            self.account_store,
            self.account_writer,
            self.outbox,
            self.new_passwords,
            self.secrets,
            self.phone_numbers,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def avatars(self) -> Avatars:
        """The caller's own avatar."""
        from shared.services.accounts.avatars import Avatars

        return Avatars(self.account_writer, self.avatar_store)

    @cached_property
    def personal_tokens(self) -> PersonalTokensWiring:
        """Personal access tokens."""
        from shared.wiring.personal_tokens import PersonalTokensWiring

        return PersonalTokensWiring(self)

    @property
    def own_personal_tokens(self) -> OwnPersonalTokens:
        """The caller's own personal access tokens."""
        return self.personal_tokens.own

    @cached_property
    def administration(self) -> Administration:
        """What administrators see and change of the accounts of others."""
        from shared.services.accounts.administration import Administration

        return Administration(
            self.account_directory,
            self.account_store,
            self.current_accounts,
            self.account_writer,
            self.security_records,
            now=sources.now,
        )

    @cached_property
    def log_subjects(self) -> LogSubjects:
        """The names of addresses and networks in the log."""
        from shared.services.accounts.log_subjects import LogSubjects

        return LogSubjects(self.secrets)

    @cached_property
    def mailing(self) -> Mailing:
        """Sending of the messages in the outbox."""
        from shared.services.mail.mailing import Mailing
        from shared.services.mail.rendering import Rendering
        from shared.services.mail.verification import VerificationLinks

        links = VerificationLinks(self.secrets, public_url=self.settings.public_url)
        return Mailing(
            self.outbox,
            self.account_store,
            Rendering(self.account_store, links, lambda: self.action_mails),
            self.mail_sender,
            self.suppressions,
            now=sources.now,
            new_id=sources.new_id,
            timing=self.timing,
        )

    @cached_property
    def mail_feedback(self) -> MailFeedback:
        """Recording of bounces and complaints."""
        from shared.services.mail.feedback import MailFeedback

        return MailFeedback(self.outbox, self.suppressions, now=sources.now)
