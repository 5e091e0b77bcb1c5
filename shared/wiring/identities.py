"""Builds the use cases of identities at providers. They, too, are imported on first access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared import observe
from shared.wiring import sources
from shared.wiring.factors import FactorsWiring

if TYPE_CHECKING:
    from shared.services.accounts.identities.flows import ProviderFlows
    from shared.services.accounts.identities.linking import IdentityLinker
    from shared.services.accounts.identities.own import Identities
    from shared.services.accounts.identities.proofs import IdentityProofs
    from shared.services.accounts.identities.signing_in import IdentitySignIn


class IdentitiesWiring(FactorsWiring):
    """Use cases of identities, each built on first access and kept for the lifetime of the process."""

    @cached_property
    def provider_flows(self) -> ProviderFlows:
        """The ways of browsers to providers and back."""
        from shared.services.accounts.identities.flows import ProviderFlows

        return ProviderFlows(
            self.identity_providers,
            self.identity_proof_store,
            self.secrets,
            redirects=self.settings.sign_in_redirects,
            public_url=self.settings.public_url,
            report=lambda name, error: observe.count("ProviderFailed", provider=name, cause=f"{error!s:.200}"),
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def identity_proofs(self) -> IdentityProofs:
        """Exchanging of codes for identities."""
        from shared.services.accounts.identities.proofs import IdentityProofs

        return IdentityProofs(self.identity_proof_store, now=sources.now)

    @cached_property
    def identity_sign_in(self) -> IdentitySignIn:
        """Sign-in with an identity."""
        from shared.services.accounts.identities.signing_in import IdentitySignIn

        return IdentitySignIn(
            self.identity_proofs,
            self.account_store,
            self.identity_store,
            self.account_writer,
            self.sign_in_steps,
            self.security_records,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def identities(self) -> Identities:
        """The caller's own identities."""
        from shared.services.accounts.identities.own import Identities

        return Identities(
            self.identity_store,
            self.current_accounts,
            self.account_writer,
            self.security_records,
            now=sources.now,
        )

    @cached_property
    def identity_linker(self) -> IdentityLinker:
        """Linking of identities."""
        from shared.services.accounts.identities.linking import IdentityLinker

        return IdentityLinker(
            self.identity_store,
            self.identity_proofs,
            self.current_accounts,
            self.account_writer,
            self.security_records,
            now=sources.now,
        )
