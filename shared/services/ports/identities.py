"""The stores of identities, and of proofs of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim
    from shared.domain.accounts.identities import Identity, IdentityProof, ProvenIdentity
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """An identity that an account gets or loses: the account's next version, and what is stored with the change."""

    account: Account
    identity: Identity
    event: SecurityEvent
    mail: OutgoingMail | None = None


class IdentityStore(Protocol):
    """Identities, each of which only one account can have. Every change makes a new version of the account."""

    def find_owner(self, identity_id: str) -> str | None:
        """Return the id of the account that has the identity (strongly consistent), or None."""
        ...

    def list_all(self, account_id: str) -> Sequence[Identity]:
        """Return the identities of an account (strongly consistent), the oldest first."""
        ...

    def register(
        self, account: Account, identity: Identity, event: SecurityEvent, *, replaces: EmailClaim | None, now: datetime
    ) -> None:
        """Store a new verified account with its claim on its address, its book and its identity, in one transaction.

        ``replaces``, an unverified claim, is removed together with its account and token. Raises ClaimTakenError when
        the stored claim is not ``replaces``, and IdentityClaimedError when another account has the identity.
        """
        ...

    def link(self, change: IdentityChange) -> None:
        """Give the account the identity.

        Raises AccountChangedError when the account stored is not the version before, and IdentityClaimedError when an
        account has the identity.
        """
        ...

    def unlink(self, change: IdentityChange) -> None:
        """Take the identity from the account.

        Raises AccountChangedError when the account stored is not the version before, or does not have the identity.
        """
        ...


class IdentityProofStore(Protocol):
    """Identities that were proven to a browser, each of which is taken once."""

    def add(self, proof: IdentityProof) -> None:
        """Store a proof. Raises ProofExistsError if there is one with its code, taken or not."""
        ...

    def take(self, code_hash: str, challenge: str, *, now: datetime) -> ProvenIdentity | None:
        """Return what a code proves, once; None if it proves nothing, has expired, or has another challenge.

        After an OutcomeUnknownError it may have been taken.
        """
        ...
