"""Registering: a use case of its own, as it is the only one of an account's that hashes a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import UNVERIFIED_ACCOUNT_TTL, Account, EmailClaim, VerificationToken
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind, OutgoingMail
from shared.services.accounts.attempts import MAX_ATTEMPTS, account_busy, pause
from shared.services.accounts.input import Registration
from shared.services.mail.verification import KEYRING, new_verification
from shared.services.ports.conflicts import ClaimTakenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import Outbox
    from shared.services.ports.security import PasswordHasher, Secrets
    from shared.services.timing import Timing

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class Registrations:
    """How an account begins. No answer tells whether an address has one, and none takes more work than the others."""

    def __init__(
        self,
        store: AccountStore,
        outbox: Outbox,
        hasher: PasswordHasher,
        secrets: Secrets,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        timing: Timing,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._hasher = hasher
        self._secrets = secrets
        self._now = now
        self._new_id = new_id
        self._timing = timing

    def register(self, registration: Registration) -> None:
        """Make an account and queue the mail that proves its address.

        An unverified account that has the address gives way to the new one, wholly. The owner of a verified one is sent
        a mail, at most once a day, and nothing else happens. One hash and two requests to the store, whatever the case.
        Raises InvalidInputError naming every broken rule, SecretsUnavailableError, and StoreUnavailableError; after the
        last two the same call may be made again.
        """
        registration = registration.checked()
        now = self._now()
        account = self._new_account(registration, now)
        token, mail = new_verification(
            account.id, account.canonical_email, self._secrets.keyring(KEYRING), now=now, new_id=self._new_id
        )
        owner = self._claim(account, token, mail, now)
        if owner is not None:
            self._outbox.add(_address_taken_mail(owner, now))

    def _new_account(self, registration: Registration, now: datetime) -> Account:
        return Account(
            id=self._new_id(),
            email=registration.email,
            canonical_email=canonical_email(registration.email),
            password_hash=self._hasher.hash(registration.password),
            full_name=registration.full_name,
            locale=registration.locale,
            created_at=now,
            updated_at=now,
            expires_at=(now + UNVERIFIED_ACCOUNT_TTL).replace(microsecond=0),
        )

    def _claim(
        self, account: Account, token: VerificationToken, mail: OutgoingMail, now: datetime
    ) -> EmailClaim | None:
        """Store the account unless its address belongs to a verified one; then return the claim of that one.

        A registration that finds another one to have taken the address since it began is done as well: as far as
        anybody can tell, the other came after it and replaced it.
        """
        first: EmailClaim | None = None
        replaces: EmailClaim | None = None
        for attempt in range(MAX_ATTEMPTS):
            pause(self._timing, attempt)
            try:
                self._store.register(account, token, mail, replaces=replaces, now=now)
            except ClaimTakenError as taken:
                replaces = taken.claim or self._store.find_claim(account.canonical_email, now=now)
            else:
                if attempt == 0:
                    # A taken address takes two requests, so a free one does, too.
                    self._store.find_claim(account.canonical_email, now=now)
                return None
            if replaces is not None and replaces.is_verified:
                return replaces
            if first is not None and replaces is not None and replaces.account_id != first.account_id:
                return None
            first = first or replaces
        raise account_busy()


def _address_taken_mail(owner: EmailClaim, now: datetime) -> OutgoingMail:
    """Return the mail to the owner of an address: the same one all day, so that nobody can fill a mailbox with it."""
    return OutgoingMail(
        id=f"{MailKind.ADDRESS_TAKEN}.{owner.account_id}.{now:%Y-%m-%d}",
        kind=MailKind.ADDRESS_TAKEN,
        account_id=owner.account_id,
        created_at=now,
    )
