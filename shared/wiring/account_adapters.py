"""Which adapter keeps what belongs to accounts: see ``adapters``."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources
from shared.wiring.adapters import Adapters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.accounts.relying_parties import RelyingParty
    from shared.services.ports.account_directory import AccountDirectory
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.action_tokens import ActionTokenStore
    from shared.services.ports.challenges import UsedChallenges
    from shared.services.ports.email_changes import EmailChangeStore
    from shared.services.ports.erasing import Eraser, ErasureRegister
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.identities import IdentityProofStore, IdentityStore
    from shared.services.ports.identity_providers import IdentityProviders
    from shared.services.ports.mail import Outbox, SuppressionList
    from shared.services.ports.passkeys import PasskeyStore, PasskeyVerifier
    from shared.services.ports.personal_tokens import PersonalTokenReader, PersonalTokenStore, PersonalTokenUses
    from shared.services.ports.sessions import SecurityEventStore, SessionStore


class AccountAdapters(Adapters):
    """The stores of accounts, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def account_store(self) -> AccountStore:
        """Accounts, claims and tokens."""
        from shared.adapters.dynamo.account_store import DynamoAccountStore

        return DynamoAccountStore(
            self.database,
            accounts_table=self.settings.accounts_table,
            contacts_table=self.settings.contacts_table,
            outbox_table=self.settings.outbox_table,
            wait=self.wait,
        )

    @cached_property
    def session_store(self) -> SessionStore:
        """Sessions."""
        from shared.adapters.dynamo.session_store import DynamoSessionStore

        return DynamoSessionStore(
            self.database,
            accounts_table=self.settings.accounts_table,
            outbox_table=self.settings.outbox_table,
            ephemeral_table=self.settings.ephemeral_table,
            wait=self.wait,
        )

    @cached_property
    def security_event_store(self) -> SecurityEventStore:
        """Security events."""
        from shared.adapters.dynamo.security_event_store import DynamoSecurityEventStore

        return DynamoSecurityEventStore(self.database, accounts_table=self.settings.accounts_table)

    @cached_property
    def used_challenges(self) -> UsedChallenges:
        """Challenges that were used."""
        from shared.adapters.dynamo.used_challenges import DynamoUsedChallenges

        return DynamoUsedChallenges(self.database, ephemeral_table=self.settings.ephemeral_table)

    @cached_property
    def factor_store(self) -> FactorStore:
        """Factors."""
        from shared.adapters.dynamo.factor_store import DynamoFactorStore

        return DynamoFactorStore(self.database, accounts_table=self.settings.accounts_table, wait=self.wait)

    @cached_property
    def passkey_store(self) -> PasskeyStore:
        """Passkeys."""
        from shared.adapters.dynamo.passkey_store import DynamoPasskeyStore

        return DynamoPasskeyStore(self.database, accounts_table=self.settings.accounts_table, wait=self.wait)

    @cached_property
    def relying_party(self) -> RelyingParty:
        """Whose passkeys they are, and on which pages they may be used."""
        from shared.domain.accounts.relying_parties import RelyingParty

        return RelyingParty.of(self.settings.public_url, self.settings.cors_origins)

    @cached_property
    def passkey_verifier(self) -> PasskeyVerifier:
        """Verification of passkeys; this loads cryptography."""
        from shared.adapters.webauthn import Fido2Verifier

        return Fido2Verifier(self.relying_party)

    @cached_property
    def action_tokens(self) -> ActionTokenStore:
        """Tokens with a purpose."""
        from shared.adapters.dynamo.action_token_store import DynamoActionTokens

        return DynamoActionTokens(self.database, accounts_table=self.settings.accounts_table)

    @cached_property
    def email_changes(self) -> EmailChangeStore:
        """Moves of accounts between e-mail addresses."""
        from shared.adapters.dynamo.email_change_store import DynamoEmailChanges

        return DynamoEmailChanges(
            self.database,
            accounts_table=self.settings.accounts_table,
            contacts_table=self.settings.contacts_table,
            outbox_table=self.settings.outbox_table,
        )

    @cached_property
    def account_directory(self) -> AccountDirectory:
        """All accounts, by address."""
        from shared.adapters.dynamo.account_directory import DynamoAccountDirectory

        return DynamoAccountDirectory(self.database, accounts_table=self.settings.accounts_table, wait=self.wait)

    @cached_property
    def personal_token_reader(self) -> PersonalTokenReader:
        """Personal access tokens, for whoever bears one."""
        from shared.adapters.dynamo.personal_token_reader import DynamoPersonalTokenReader

        return DynamoPersonalTokenReader(self.database, accounts_table=self.settings.accounts_table)

    @cached_property
    def personal_token_uses(self) -> PersonalTokenUses:
        """When personal access tokens were last used."""
        from shared.adapters.dynamo.personal_token_reader import DynamoPersonalTokenUses

        return DynamoPersonalTokenUses(
            self.impatient_database, ephemeral_table=self.settings.ephemeral_table, wait=self.wait
        )

    @cached_property
    def personal_token_store(self) -> PersonalTokenStore:
        """Personal access tokens, as their owners have them."""
        from shared.adapters.dynamo.personal_token_store import DynamoPersonalTokenStore

        return DynamoPersonalTokenStore(
            self.database, accounts_table=self.settings.accounts_table, outbox_table=self.settings.outbox_table
        )

    @cached_property
    def erasure_register(self) -> ErasureRegister:
        """The accounts to be erased."""
        from shared.adapters.dynamo.erasure_register import DynamoErasureRegister

        return DynamoErasureRegister(
            self.database, accounts_table=self.settings.accounts_table, contacts_table=self.settings.contacts_table
        )

    @property
    def table_erasers(self) -> Sequence[Eraser]:
        """What erases items of books, messages and accounts, in this order."""
        from shared.adapters.dynamo.erasers import AccountEraser, BookEraser, MailEraser

        database, names = self.database, self.settings
        return (
            BookEraser(
                database,
                contacts_table=names.contacts_table,
                changes_table=names.changes_table,
                wait=self.wait,
            ),
            MailEraser(database, outbox_table=names.outbox_table, wait=self.wait),
            AccountEraser(database, accounts_table=names.accounts_table, wait=self.wait),
        )

    @cached_property
    def outbox(self) -> Outbox:
        """Messages to send."""
        from shared.adapters.dynamo.outbox import DynamoOutbox

        return DynamoOutbox(self.database, outbox_table=self.settings.outbox_table)

    @cached_property
    def suppressions(self) -> SuppressionList:
        """Addresses to which nothing is sent."""
        from shared.adapters.dynamo.suppressions import DynamoSuppressions

        return DynamoSuppressions(self.database, accounts_table=self.settings.accounts_table)

    @cached_property
    def identity_store(self) -> IdentityStore:
        """Identities."""
        from shared.adapters.dynamo.identity_store import DynamoIdentityStore

        return DynamoIdentityStore(
            self.database,
            accounts_table=self.settings.accounts_table,
            contacts_table=self.settings.contacts_table,
            outbox_table=self.settings.outbox_table,
        )

    @cached_property
    def identity_proof_store(self) -> IdentityProofStore:
        """Proofs of identities."""
        from shared.adapters.dynamo.identity_proof_store import DynamoIdentityProofs

        return DynamoIdentityProofs(self.database, ephemeral_table=self.settings.ephemeral_table)

    @cached_property
    def identity_providers(self) -> IdentityProviders:
        """The providers of this deployment; none, without a request, where the parameter is not to be read."""
        from shared.adapters.identity_providers.configured import PARAMETER, ConfiguredProviders

        has_any = PARAMETER in self.settings.secret_names
        return ConfiguredProviders(
            lambda: self.parameters.credential(PARAMETER) if has_any else "{}", now=sources.now, clock=time.time
        )
