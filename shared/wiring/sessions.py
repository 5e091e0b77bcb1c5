"""Builds the use cases of sessions. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.accounts import AccountsWiring

if TYPE_CHECKING:
    from shared.services.accounts.challenges import Challenges
    from shared.services.accounts.deletion import AccountDeletion
    from shared.services.accounts.deletion_undoing import DeletionUndoing
    from shared.services.accounts.erasing import Erasing
    from shared.services.accounts.issuing import TokenIssuer
    from shared.services.accounts.rate_limited_sign_in import RateLimitedSignIn
    from shared.services.accounts.refreshing import Refreshing
    from shared.services.accounts.reuse import Reuse
    from shared.services.accounts.security_log import SecurityLog
    from shared.services.accounts.session_ending import SessionEnding
    from shared.services.accounts.session_list import SessionList
    from shared.services.accounts.sessions import Sessions
    from shared.services.accounts.sign_in_steps import SignInSteps
    from shared.services.exchange.account_exports import AccountExporter, AccountExports
    from shared.wiring.leaving import LeavingWiring


class SessionsWiring(AccountsWiring):
    """Use cases of sessions, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def sign_in(self) -> RateLimitedSignIn:
        """Sign-in."""
        from shared.services.accounts.rate_limited_sign_in import RateLimitedSignIn
        from shared.services.accounts.sign_in import SignIn

        sign_in = SignIn(
            self.account_store,
            self.suppressions,
            self.password_hasher,
            self.sign_in_steps,
            self.security_event_store,
            now=sources.now,
            new_id=sources.new_id,
        )
        return RateLimitedSignIn(sign_in, self.limiter)

    @cached_property
    def sign_in_steps(self) -> SignInSteps:
        """What comes after the first factor of a sign-in."""
        from shared.services.accounts.sign_in_steps import SignInSteps

        return SignInSteps(self.sessions, lambda: self.challenges)

    @cached_property
    def token_issuer(self) -> TokenIssuer:
        """What issues the tokens of sessions."""
        from shared.services.accounts.issuing import TokenIssuer

        return TokenIssuer(
            self.access_tokens,
            self.secrets,
            new_id=sources.new_id,
            access_token_ttl_seconds=self.settings.access_token_ttl_seconds,
        )

    @cached_property
    def sessions(self) -> Sessions:
        """Beginning sessions."""
        from shared.services.accounts.sessions import Sessions

        return Sessions(
            self.session_store,
            self.token_issuer,
            new_id=sources.new_id,
            new_secret=sources.new_session_secret,
        )

    @cached_property
    def challenges(self) -> Challenges:
        """Challenges of every kind."""
        from shared.services.accounts.challenges import Challenges

        return Challenges(self.secrets, lambda: self.used_challenges, now=sources.now, new_nonce=sources.new_nonce)

    @cached_property
    def refreshing(self) -> Refreshing:
        """Going on with sessions."""
        from shared.services.accounts.refreshing import Refreshing

        return Refreshing(
            self.account_store,
            self.session_store,
            self.token_issuer,
            self.secrets,
            lambda: self._reuse,
            now=sources.now,
        )

    @cached_property
    def _reuse(self) -> Reuse:
        from shared.services.accounts.reuse import Reuse

        return Reuse(self.session_ending, now=sources.now, new_id=sources.new_id)

    @cached_property
    def session_ending(self) -> SessionEnding:
        """Ending sessions."""
        from shared.services.accounts.session_ending import SessionEnding

        return SessionEnding(self.session_store, timing=self.timing)

    @cached_property
    def session_list(self) -> SessionList:
        """The caller's own sessions."""
        from shared.services.accounts.session_list import SessionList

        return SessionList(
            self.session_store,
            self.current_accounts,
            self.session_ending,
            self.account_writer,
            self.security_records,
            now=sources.now,
        )

    @cached_property
    def security_log(self) -> SecurityLog:
        """The caller's own security events."""
        from shared.services.accounts.security_log import SecurityLog

        return SecurityLog(self.security_event_store, self.current_accounts, now=sources.now)

    @cached_property
    def leaving(self) -> LeavingWiring:
        """The deletion of accounts."""
        from shared.wiring.leaving import LeavingWiring

        return LeavingWiring(self)

    @property
    def account_deletion(self) -> AccountDeletion:
        """Deleting one's own account."""
        return self.leaving.deletion

    @property
    def account_exporter(self) -> AccountExporter:
        """What starts exports of accounts."""
        return self.leaving.exporter

    @property
    def account_exports(self) -> AccountExports:
        """Reads of exports of accounts."""
        return self.leaving.exports

    @property
    def deletion_undoing(self) -> DeletionUndoing:
        """Undoing the deletion of accounts."""
        return self.leaving.undoing

    @property
    def erasing(self) -> Erasing:
        """Erasing of accounts."""
        return self.leaving.erasing
