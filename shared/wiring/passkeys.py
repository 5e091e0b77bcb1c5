"""Builds the use cases of passkeys. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.factors import FactorsWiring

if TYPE_CHECKING:
    from shared.services.accounts.passkey_prompt import PasskeyPrompt
    from shared.services.accounts.passkey_registration import PasskeyRegistration
    from shared.services.accounts.passkey_sign_in import PasskeySignIn
    from shared.services.accounts.passkeys import Passkeys


class PasskeysWiring(FactorsWiring):
    """Use cases of passkeys, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def passkeys(self) -> Passkeys:
        """The caller's own passkeys."""
        from shared.services.accounts.passkeys import Passkeys

        return Passkeys(
            self.passkey_store, self.current_accounts, self.account_writer, self.security_records, now=sources.now
        )

    @cached_property
    def passkey_registration(self) -> PasskeyRegistration:
        """Making passkeys."""
        from shared.services.accounts.passkey_registration import PasskeyRegistration

        return PasskeyRegistration(
            self.passkey_store,
            self.current_accounts,
            self.account_writer,
            self.challenges,
            self.security_records,
            lambda: self.passkey_verifier,
            self.relying_party,
            now=sources.now,
        )

    @cached_property
    def passkey_prompt(self) -> PasskeyPrompt:
        """What browsers are asked for."""
        from shared.services.accounts.passkey_prompt import PasskeyPrompt

        return PasskeyPrompt(self.challenges, self.relying_party)

    @cached_property
    def passkey_sign_in(self) -> PasskeySignIn:
        """Sign-in with a passkey."""
        from shared.services.accounts.passkey_sign_in import PasskeySignIn

        return PasskeySignIn(
            self.passkey_store,
            self.challenges,
            self.passkey_verifier,
            self.sign_in_steps,
            self.security_event_store,
            self.security_records,
            now=sources.now,
        )
