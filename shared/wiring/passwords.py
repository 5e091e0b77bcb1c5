"""Builds the use cases of passwords, and what else changes an account by a link in a message."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.exchange import ExchangeWiring

if TYPE_CHECKING:
    from shared.services.accounts.additions import FactorAdditions, PasskeyAdditions
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.email_change import EmailChange
    from shared.services.accounts.email_moves import EmailMoves
    from shared.services.accounts.identities.additions import IdentityAdditions
    from shared.services.accounts.new_passwords import NewPasswords
    from shared.services.accounts.password_change import PasswordChange
    from shared.services.accounts.password_reset import PasswordReset
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.mail.action_links import ActionLinks
    from shared.services.mail.action_mails import ActionMails


class PasswordsWiring(ExchangeWiring):
    """Use cases of passwords, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def account_writer(self) -> AccountWriter:
        """The one way to change an account."""
        from shared.services.accounts.writer import AccountWriter

        return AccountWriter(self.account_store, lambda: self.current_accounts, now=sources.now, timing=self.timing)

    @cached_property
    def current_accounts(self) -> CurrentAccounts:
        """The accounts of callers."""
        from shared.services.accounts.current_accounts import CurrentAccounts

        return CurrentAccounts(self.session_store, now=sources.now)

    @cached_property
    def security_records(self) -> SecurityRecords:
        """What is recorded for the owners of accounts."""
        from shared.services.accounts.security_records import SecurityRecords

        return SecurityRecords(new_id=sources.new_id)

    @cached_property
    def new_passwords(self) -> NewPasswords:
        """Hashing of the passwords that people choose."""
        from shared.services.accounts.new_passwords import NewPasswords

        return NewPasswords(self.password_hasher, self.breached_passwords)

    @cached_property
    def action_links(self) -> ActionLinks:
        """The links in messages that let their readers do something."""
        from shared.services.mail.action_links import ActionLinks

        return ActionLinks(self.secrets, public_url=self.settings.public_url, new_id=sources.new_id)

    @cached_property
    def action_mails(self) -> ActionMails:
        """The messages with such links."""
        from shared.services.mail.action_mails import ActionMails

        return ActionMails(self.account_store, self.action_tokens, self.action_links)

    @cached_property
    def password_reset(self) -> PasswordReset:
        """Resetting of forgotten passwords."""
        from shared.services.accounts.password_reset import PasswordReset

        return PasswordReset(
            self.account_store,
            self.action_tokens,
            self.account_writer,
            self.action_links,
            self.security_records,
            lambda: self.new_passwords,
            now=sources.now,
        )

    @cached_property
    def password_change(self) -> PasswordChange:
        """Changing of one's own password."""
        from shared.services.accounts.password_change import PasswordChange

        return PasswordChange(
            self.account_writer, self.password_hasher, self.new_passwords, self.security_records, now=sources.now
        )

    @cached_property
    def email_change(self) -> EmailChange:
        """Asking for another e-mail address."""
        from shared.services.accounts.email_change import EmailChange

        return EmailChange(
            self.account_store,
            self.account_writer,
            self.outbox,
            self.password_hasher,
            self.action_links,
            now=sources.now,
        )

    @cached_property
    def email_moves(self) -> EmailMoves:
        """Confirming another e-mail address, and undoing that."""
        from shared.services.accounts.email_moves import EmailMoves

        return EmailMoves(
            self.account_store,
            self.action_tokens,
            self.email_changes,
            self.account_writer,
            self.action_links,
            self.security_records,
            lambda: (self._factor_additions, self._identity_additions, self._passkey_additions),
            now=sources.now,
        )

    @cached_property
    def _identity_additions(self) -> IdentityAdditions:
        from shared.services.accounts.identities.additions import IdentityAdditions

        return IdentityAdditions(self.identity_store)

    @cached_property
    def _passkey_additions(self) -> PasskeyAdditions:
        from shared.services.accounts.additions import PasskeyAdditions

        return PasskeyAdditions(self.passkey_store)

    @cached_property
    def _factor_additions(self) -> FactorAdditions:
        from shared.services.accounts.additions import FactorAdditions

        return FactorAdditions(self.factor_store)
