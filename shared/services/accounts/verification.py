"""Verifying the e-mail address of an account."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY, Account, EmailClaim, VerificationToken, token_hash
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.text.cleaning import clean
from shared.services.accounts.input import address_of
from shared.services.mail.verification import KEYRING, new_verification
from shared.services.ports.conflicts import AccountChangedError
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.security import Secrets

_Proof = tuple[VerificationToken, Account]
"""A valid token, and the account whose address it verifies."""

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class VerificationOutcome(StrEnum):
    """The outcome of using a valid verification token."""

    VERIFIED = "verified"
    ALREADY_VERIFIED = "already_verified"


class Verification:
    """Verifies e-mail addresses. No result tells whether an address has an account."""

    def __init__(
        self,
        store: AccountStore,
        writer: AccountWriter,
        secrets: Secrets,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._secrets = secrets
        self._now = now
        self._new_id = new_id

    def verify(self, raw_token: str) -> VerificationOutcome:
        """Verify the address that this token was sent to, and create the account's book.

        A used token returns ALREADY_VERIFIED until it expires. Raises InvalidVerificationTokenError for a token that is
        unknown, expired or superseded, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        raw_token = clean(raw_token)
        if not raw_token.isascii():
            raise InvalidVerificationTokenError("this is no token of ours")

        def read() -> _Proof:
            token = self._store.find_token(token_hash(raw_token), now=now)
            account = self._store.find_account(token.account_id, now=now) if token else None
            if token is None or account is None:
                raise InvalidVerificationTokenError("the token is unknown, expired or superseded")
            return token, account

        def decide(proof: _Proof) -> Plan[_Proof, VerificationOutcome]:
            token, account = proof
            if token.used_at is not None:
                return Plan(answer=VerificationOutcome.ALREADY_VERIFIED)
            verified = replace(account, verified_at=now, expires_at=None, updated_at=now, version=account.version + 1)
            return Plan(
                answer=VerificationOutcome.VERIFIED,
                commit=lambda: self._store.verify(verified, replace(token, used_at=now)),
                has_happened=lambda current: current[0].used_at == now,
            )

        return self._writer.carry_out(read, decide, version=lambda proof: proof[1].version)

    def resend(self, email: str) -> None:
        """Add another verification message to the outbox for an unverified account; the earlier token becomes invalid.

        Beyond ``MAILS_PER_HOUR`` messages to an address the message waits, and the earlier token is valid until it is
        sent. If there is no such account, it is verified, or a message to it waits already, the same number of requests
        to the store changes nothing.
        Raises SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        address = address_of(email)
        nobody = EmailClaim(canonical_email=address, account_id=NOBODY, token_hash=NOBODY)
        seen: list[EmailClaim | None] = []

        def decide(claim: EmailClaim | None) -> Plan[EmailClaim | None, None]:
            if seen and claim != seen[0]:
                # The address has been verified, or a newer token is on its way.
                return Plan(answer=None)
            seen.append(claim)
            if claim is None or claim.is_verified or claim.awaits_mail(now):
                return Plan(answer=None, commit=lambda: self._renew_nothing(nobody, now), has_happened=lambda _: True)
            token, mail = self._new_verification(claim, now)
            due_at = claim.next_mail_at(now)
            if due_at > now:
                mail = mail.postponed(due_at)
                return Plan(
                    answer=None,
                    commit=lambda: self._store.postpone(claim.with_waiting(mail), None, mail, replaces=claim),
                    has_happened=lambda current: current is not None and mail.id in {current.waiting, current.sending},
                )
            return Plan(
                answer=None,
                commit=lambda: self._renew(claim, token, mail, now),
                has_happened=lambda current: current is not None and current.token_hash == token.hash,
            )

        self._writer.carry_out(lambda: self._store.find_claim(address, now=now), decide, version=lambda claim: claim)

    def _renew(self, claim: EmailClaim, token: VerificationToken, mail: OutgoingMail, now: datetime) -> None:
        """Replace the token of the claim, unless that has changed. The account expires no earlier than its token."""
        renewed = replace(
            claim.prolonged(token.expires_at), token_hash=token.hash, mailed_at=claim.mailed(now), waiting=None
        )
        self._store.renew_token(renewed, token, mail, replaces=claim)

    def _renew_nothing(self, nobody: EmailClaim, now: datetime) -> None:
        """Take as long for an address that is not waiting to be verified: renewing the token of no account fails."""
        with suppress(AccountChangedError):
            self._renew(nobody, *self._new_verification(nobody, now), now)

    def _new_verification(self, claim: EmailClaim, now: datetime) -> tuple[VerificationToken, OutgoingMail]:
        keyring = self._secrets.keyring(KEYRING)
        return new_verification(claim.account_id, claim.canonical_email, keyring, now=now, new_id=self._new_id)
