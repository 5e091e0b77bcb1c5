"""Signing in with an identity, and signing up with one that nobody has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.accounts.account import Account, EmailClaim
from shared.domain.accounts.errors import (
    AccountDisabledError,
    EmailNotVouchedForError,
    InvalidIdentityCodeError,
    LinkRequiredError,
)
from shared.domain.accounts.identities import Identity, ProvenIdentity
from shared.domain.accounts.rules import check_full_name
from shared.domain.accounts.second_factors import FirstFactor
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import (
    InvalidEmailError,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.services.accounts.identities.changes import linked
from shared.services.accounts.input import check_address
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.identities import CodeExchange
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.identities.proofs import IdentityProofs
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.sign_in_steps import SignedIn, SignInSteps
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.identities import IdentityStore

RAISES = (
    AccountDisabledError,
    EmailNotVouchedForError,
    InvalidIdentityCodeError,
    LinkRequiredError,
    OutcomeUnknownError,
    StoreUnavailableError,
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who has the identity; if nobody, who has its address."""

    owner: Account | None
    claim: EmailClaim | None = None
    holder: Account | None = None


class IdentitySignIn:
    """Begins sessions for whoever has proven an identity.

    Accounts are found by issuer and subject. An address is looked at only if nobody has the identity: then it makes
    a new account, if nobody has verified it; or it links the identity to the account that has, if the provider is
    trusted to know whose the address is. What somebody has registered, but not verified, is replaced: whoever did
    may not be the one who reads the mail, and must not share the account (decision 43).
    """

    def __init__(
        self,
        proofs: IdentityProofs,
        accounts: AccountStore,
        identities: IdentityStore,
        writer: AccountWriter,
        steps: SignInSteps,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._proofs = proofs
        self._accounts = accounts
        self._identities = identities
        self._writer = writer
        self._steps = steps
        self._records = records
        self._now = now
        self._new_id = new_id

    def log_in(self, exchange: CodeExchange, origin: Origin) -> SignedIn:
        """Begin a session of the account with the identity that a code proves, and return its tokens.

        Or, for an account with a second factor, return what asks for that.

        This takes two reads and two writes; another two reads and a write for an identity that nobody has. Raises
        InvalidIdentityCodeError, EmailNotVouchedForError, LinkRequiredError, and what ``SignInSteps.go_on``
        raises.
        """
        proven = self._proofs.take(exchange)
        now = self._now()

        def read() -> _Standing:
            return self._standing(proven)

        def decide(standing: _Standing) -> Plan[_Standing, Account]:
            return self._plan(proven, standing, origin)

        account = self._writer.carry_out(read, decide, version=lambda standing: standing)
        return self._steps.go_on(account, origin, FirstFactor.IDENTITY, read_at=now)

    def _standing(self, proven: ProvenIdentity) -> _Standing:
        now = self._now()
        owner_id = self._identities.find_owner(proven.id)
        owner = self._accounts.find_account(owner_id, now=now) if owner_id else None
        address = _address(proven)
        if owner is not None or address is None:
            return _Standing(owner)
        claim = self._accounts.find_claim(canonical_email(address), now=now)
        is_verified = claim is not None and claim.is_verified
        holder = self._accounts.find_account(claim.account_id, now=now) if claim and is_verified else None
        return _Standing(None, claim, holder)

    def _plan(self, proven: ProvenIdentity, standing: _Standing, origin: Origin) -> Plan[_Standing, Account]:
        if standing.owner is not None:
            return Plan(answer=standing.owner)
        address = _address(proven)
        if address is None:
            raise EmailNotVouchedForError("the provider vouches for no address: register here, then link this identity")
        if standing.claim is None or not standing.claim.is_verified:
            return self._registration(proven, address, standing.claim, origin)
        if standing.holder is None or not _may_be_linked(proven, standing.holder):
            raise LinkRequiredError("an account with this address exists: sign in to it, then link this identity")
        if standing.holder.disabled_at is not None:
            raise AccountDisabledError("this account is disabled")
        return self._linking(proven, standing.holder, origin)

    def _registration(
        self, proven: ProvenIdentity, address: str, replaces: EmailClaim | None, origin: Origin
    ) -> Plan[_Standing, Account]:
        now = self._now()
        account = Account(
            id=self._new_id(),
            email=address,
            canonical_email=canonical_email(address),
            password_hash="",
            full_name=_full_name(proven),
            created_at=now,
            updated_at=now,
            verified_at=now,
        )
        event = self._records.event(account.id, SecurityEventKind.IDENTITY_LINKED, origin, now)
        identity = Identity.of(proven, account.id, now)
        return Plan(
            answer=account,
            commit=lambda: self._identities.register(account, identity, event, replaces=replaces, now=now),
            has_happened=lambda current: current.owner is not None and current.owner.id == account.id,
        )

    def _linking(self, proven: ProvenIdentity, holder: Account, origin: Origin) -> Plan[_Standing, Account]:
        change = linked(proven, holder, origin, records=self._records, now=self._now())
        return Plan(
            answer=change.account,
            commit=lambda: self._identities.link(change),
            has_happened=lambda current: current.owner is not None and current.owner.id == holder.id,
        )


def _may_be_linked(proven: ProvenIdentity, account: Account) -> bool:
    """Return whether an identity may be linked by its address, without its owner having signed in to the account."""
    return account.is_verified and proven.is_email_verified and proven.vouches_for_email


def _address(proven: ProvenIdentity) -> str | None:
    """Return the address that an account may be made with: one that is verified, and that mail can be sent to."""
    if proven.email is not None and proven.is_email_verified:
        with suppress(InvalidEmailError):
            return check_address(proven.email)
    return None


def _full_name(proven: ProvenIdentity) -> str:
    """Return the name at the provider, or none if it is not one that we would store."""
    with suppress(InvalidInputError):
        return check_full_name(proven.full_name)
    return ""
