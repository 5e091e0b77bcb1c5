"""Registering: a use case of its own, since no other use case of an account hashes a new password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import UNVERIFIED_ACCOUNT_TTL, Account, EmailClaim, VerificationToken
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.mail.verification import KEYRING, new_verification
from shared.services.ports.conflicts import ClaimTakenError
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.accounts.input import Registration
    from shared.services.accounts.new_passwords import NewPasswords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import Outbox
    from shared.services.ports.phone_numbers import PhoneNumbers
    from shared.services.ports.security import Secrets

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class Registrations:
    """Creates accounts. Neither the result nor the work done tells whether an address already has an account."""

    def __init__(
        self,
        store: AccountStore,
        writer: AccountWriter,
        outbox: Outbox,
        passwords: NewPasswords,
        secrets: Secrets,
        phone_numbers: PhoneNumbers,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._outbox = outbox
        self._passwords = passwords
        self._secrets = secrets
        self._phone_numbers = phone_numbers
        self._now = now
        self._new_id = new_id

    def register(self, registration: Registration) -> None:
        """Create an account, and add its verification message to the outbox.

        Beyond ``MAILS_PER_HOUR`` messages to an address the message waits, and with it the account, which takes effect
        when the message is sent. Until then the address keeps the account and the token that it has.
        An unverified account with the same address is replaced entirely. The owner of a verified one is sent a message,
        at most once a day, and nothing else happens. Every case takes one hash and two requests to the account store.
        Raises InvalidInputError naming every broken rule, WeakPasswordError for a password that is known from a leak,
        in the same way for every address, SecretsUnavailableError, StoreUnavailableError,
        OutcomeUnknownError; after the last three the call may be repeated.
        """
        registration = registration.checked(self._phone_numbers)
        now = self._now()
        account = self._new_account(registration, now)
        token, mail = new_verification(
            account.id, account.canonical_email, self._secrets.keyring(KEYRING), now=now, new_id=self._new_id
        )
        owner = _Claiming(self._store, account, token, mail, now=now).carry_out(self._writer)
        if owner is not None:
            self._outbox.add(address_taken_mail(owner, now))

    def _new_account(self, registration: Registration, now: datetime) -> Account:
        return Account(
            id=self._new_id(),
            email=registration.email,
            canonical_email=canonical_email(registration.email),
            password_hash=self._passwords.hash(registration.password),
            full_name=registration.full_name,
            settings=registration.settings,
            created_at=now,
            updated_at=now,
            expires_at=(now + UNVERIFIED_ACCOUNT_TTL).replace(microsecond=0),
        )


class _Claiming:
    """One registration, which claims its address unless that belongs to a verified account."""

    def __init__(
        self, store: AccountStore, account: Account, token: VerificationToken, mail: OutgoingMail, *, now: datetime
    ) -> None:
        self._store = store
        self._account = account
        self._token = token
        self._mail = mail
        self._now = now
        self._assumed: list[EmailClaim | None] = [None]
        """The assumed state of the claim, used instead of reading it: most addresses are free."""
        self._first: EmailClaim | None = None
        self._first_waiting: str | None = None
        self._requests = 0

    def carry_out(self, writer: AccountWriter) -> EmailClaim | None:
        """Store the account, or return the claim of the verified account that has the address.

        A taken address costs two requests, so a free one is made to cost two as well.
        """
        owner = writer.carry_out(self._read, self._decide, version=lambda claim: claim)
        if owner is None and self._requests == 1:
            self._find()
        return owner

    def _read(self) -> EmailClaim | None:
        return self._assumed.pop() if self._assumed else self._find()

    def _find(self) -> EmailClaim | None:
        self._requests += 1
        return self._store.find_claim(self._account.canonical_email, now=self._now)

    def _decide(self, claim: EmailClaim | None) -> Plan[EmailClaim | None, EmailClaim | None]:
        """Replace the claim of an unverified account.

        If another registration has taken the address since this one began, or the place of the one that waits, this
        one is finished too: to any observer, the other came later and replaced it. So of any number at once, none
        loses more than a few races.
        """
        if claim is not None and claim.is_verified:
            return Plan(answer=claim)
        self._first = self._first or claim
        if claim is not None and self._first is not None and claim.account_id != self._first.account_id:
            return Plan(answer=None)
        if claim is not None and claim.awaits_mail(self._now):
            # Only a registration takes the place of a message that waits: a token is not sent again meanwhile.
            self._first_waiting = self._first_waiting or claim.waiting
            if claim.waiting != self._first_waiting:
                return Plan(answer=None)
        due_at = claim.next_mail_at(self._now) if claim else self._now
        if claim is not None and due_at > self._now:
            return Plan(
                answer=None, commit=lambda: self._postpone(claim, due_at), has_happened=self._is_waiting_or_later
            )
        return Plan(answer=None, commit=lambda: self._register(claim), has_happened=self._has_happened)

    def _register(self, replaces: EmailClaim | None) -> None:
        self._requests += 1
        mailed_at = replaces.mailed(self._now) if replaces else (self._now,)
        claim = EmailClaim.of(self._account, self._token, mailed_at=mailed_at)
        try:
            self._store.register(self._account, claim, self._token, self._mail, replaces=replaces, now=self._now)
        except ClaimTakenError as taken:
            if taken.claim is not None:
                self._assumed.append(taken.claim)
            raise

    def _postpone(self, claim: EmailClaim, due_at: datetime) -> None:
        """Let account and message wait, in the place of any other that waits for its turn."""
        self._requests += 1
        mail = self._mail.postponed(due_at)
        waiting = claim.with_waiting(mail)
        self._store.postpone(waiting, replace(self._account, expires_at=waiting.expires_at), mail, replaces=claim)

    def _has_happened(self, claim: EmailClaim | None) -> bool:
        return claim is not None and claim.account_id == self._account.id

    def _is_waiting_or_later(self, claim: EmailClaim | None) -> bool:
        return claim is not None and self._mail.id in {claim.waiting, claim.sending}


def address_taken_mail(owner: EmailClaim, now: datetime) -> OutgoingMail:
    """Return the message to the owner of an address: the same one all day, so that nobody can flood a mailbox."""
    return OutgoingMail(
        id=f"{MailKind.ADDRESS_TAKEN}-{owner.account_id}-{now:%Y-%m-%d}",
        kind=MailKind.ADDRESS_TAKEN,
        account_id=owner.account_id,
        created_at=now,
    )
