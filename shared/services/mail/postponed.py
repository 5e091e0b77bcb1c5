"""Registrations, and new tokens, that wait for their message: an address is sent only so many in an hour.

Everything such a registration changes happens after its message was handed over. So the link mailed last works until a
newer one is on its way, whoever registers the address meanwhile, and however long the provider is down. After a crash
between the two the message is sent twice, and until then its link does not work; the older one does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import UNVERIFIED_ACCOUNT_TTL, Account, EmailClaim, VerificationToken
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import StoreConflictError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.mails import OutgoingMail
    from shared.services.ports.accounts import AccountStore

MAX_ATTEMPTS = 8
"""Attempts at a write while others change the claim."""


class PostponedRegistrations:
    """Lets registrations take effect whose messages had to wait."""

    def __init__(self, accounts: AccountStore) -> None:
        self._accounts = accounts

    def begin(self, mail: OutgoingMail, now: datetime) -> Account | None:
        """Count a message whose turn has come, and return the account that it is about.

        From then on no later registration takes its place. Returns None if one did before, or if the address has been
        verified. Calling it again changes nothing. Raises StoreUnavailableError.
        """
        account = self._accounts.find_waiting(mail.account_id, now=now)
        account = account or self._accounts.find_account(mail.account_id, now=now)
        if account is None:
            return None

        def count(claim: EmailClaim) -> None:
            if claim.sending == mail.id:
                return
            counted = replace(claim, waiting=None, sending=mail.id, mailed_at=claim.mailed(now))
            self._accounts.update_claim(counted, replaces=claim)

        def is_awaited(claim: EmailClaim) -> bool:
            return mail.id in {claim.waiting, claim.sending}

        return account if self._change(account.canonical_email, now, count, only_if=is_awaited) else None

    def take_effect(self, account: Account, sent: OutgoingMail, raw_token: str, now: datetime) -> None:
        """Store the account, or its new token, together with its message as sent.

        This changes nothing if the address has been verified meanwhile, or registered by somebody whose message was not
        postponed: to any observer, that came later. Raises StoreUnavailableError.
        """
        token = VerificationToken.of(raw_token, account.id, account.canonical_email, now=now)
        fresh = replace(account, expires_at=(now + UNVERIFIED_ACCOUNT_TTL).replace(microsecond=0))

        def change(claim: EmailClaim) -> None:
            changed = replace(claim, token_hash=token.hash, sending=None)
            if claim.account_id == account.id:
                self._accounts.renew_token(changed.prolonged(token.expires_at), token, sent, replaces=claim)
            else:
                changed = replace(changed, account_id=account.id, expires_at=fresh.expires_at)
                self._accounts.register(fresh, changed, token, sent, replaces=claim, now=now)

        self._change(account.canonical_email, now, change, only_if=lambda claim: claim.sending == sent.id)

    def _change(
        self,
        address: str,
        now: datetime,
        change: Callable[[EmailClaim], None],
        *,
        only_if: Callable[[EmailClaim], bool],
    ) -> bool:
        """Change the claim if it is unverified and as required; return whether it was."""
        for _ in range(MAX_ATTEMPTS):
            claim = self._accounts.find_claim(address, now=now)
            if claim is None or claim.is_verified or not only_if(claim):
                return False
            try:
                change(claim)
            except StoreConflictError:
                continue
            return True
        raise StoreUnavailableError("others are registering the address at the same time")
