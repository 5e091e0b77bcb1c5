"""Builds the use cases of second factors. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.sessions import SessionsWiring

if TYPE_CHECKING:
    from shared.services.accounts.authenticators import Authenticators
    from shared.services.accounts.factor_checks import FactorChecks
    from shared.services.accounts.passkey_checks import PasskeyChecks
    from shared.services.accounts.second_step import SecondStep
    from shared.services.accounts.step_up import StepUp


class FactorsWiring(SessionsWiring):
    """Use cases of second factors, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def authenticators(self) -> Authenticators:
        """The caller's own authenticator and recovery codes."""
        from shared.services.accounts.authenticators import Authenticators

        return Authenticators(
            self.current_accounts,
            self.account_writer,
            self.factor_store,
            self.security_records,
            self.secrets,
            now=sources.now,
            new_nonce=sources.new_nonce,
            new_code_bytes=sources.new_code_bytes,
        )

    @cached_property
    def factor_checks(self) -> FactorChecks:
        """Checking of second factors."""
        from shared.services.accounts.factor_checks import FactorChecks

        return FactorChecks(self.secrets, lambda: self.passkey_checks)

    @cached_property
    def second_step(self) -> SecondStep:
        """The second step of sign-ins."""
        from shared.services.accounts.second_step import SecondStep

        return SecondStep(
            self.factor_store,
            self.factor_checks,
            self.security_records,
            self.challenges,
            self.sessions,
            self.security_event_store,
            now=sources.now,
        )

    @cached_property
    def passkey_checks(self) -> PasskeyChecks:
        """Checking of passkeys of known accounts."""
        from shared.services.accounts.passkey_checks import PasskeyChecks

        return PasskeyChecks(self.passkey_store, self.challenges, lambda: self.passkey_verifier)

    @cached_property
    def step_up(self) -> StepUp:
        """Proving again who one is."""
        from shared.services.accounts.step_up import StepUp

        return StepUp(
            self.current_accounts,
            self.factor_store,
            self.session_store,
            self.security_event_store,
            self.security_records,
            lambda: self.factor_checks,
            lambda: self.password_hasher,
            now=sources.now,
        )
