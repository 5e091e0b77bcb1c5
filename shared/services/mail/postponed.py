"""Registrations, and new tokens, that wait for their message: an address is sent only so many in an hour.

Everything such a registration changes happens after its message was handed over. So the link mailed last works until a
newer one is on its way, whoever registers the address meanwhile, and however long the provider is down. After a crash
between the two the message is sent twice, and until then its link does not work; the older one does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import UNVERIFIED_ACCOUNT_TTL, Account, EmailClaim, VerificationToken
from shared.services.state_writer import Plan, StateWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.mails import OutgoingMail
    from shared.services.ports.accounts import AccountStore
    from shared.services.timing import Timing


class PostponedRegistrations(StateWriter):
    """Lets registrations take effect whose messages had to wait."""

    def __init__(self, accounts: AccountStore, *, timing: Timing) -> None:
        super().__init__(timing=timing)
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

        def plan(claim: EmailClaim) -> Plan[EmailClaim | None, bool]:
            if claim.sending == mail.id:
                return Plan(answer=True)
            if claim.waiting != mail.id:
                return Plan(answer=False)
            counted = replace(claim, waiting=None, sending=mail.id, mailed_at=claim.mailed(now))
            return Plan(
                answer=True,
                commit=lambda: self._accounts.update_claim(counted, replaces=claim),
                has_happened=lambda current: current == counted,
            )

        return account if self._change(account.canonical_email, now, plan) else None

    def take_effect(self, account: Account, sent: OutgoingMail, raw_token: str, now: datetime) -> None:
        """Store the account, or its new token, together with its message as sent.

        This changes nothing if the address has been verified meanwhile, or registered by somebody whose message was not
        postponed: to any observer, that came later. Raises StoreUnavailableError.
        """
        token = VerificationToken.of(raw_token, account.id, account.canonical_email, now=now)
        fresh = replace(account, expires_at=(now + UNVERIFIED_ACCOUNT_TTL).replace(microsecond=0))

        def plan(claim: EmailClaim) -> Plan[EmailClaim | None, bool]:
            if claim.sending != sent.id:
                return Plan(answer=False)
            changed = replace(claim, token_hash=token.hash, sending=None)

            def commit() -> None:
                if claim.account_id == account.id:
                    self._accounts.renew_token(changed.prolonged(token.expires_at), token, sent, replaces=claim)
                else:
                    registered = replace(changed, account_id=account.id, expires_at=fresh.expires_at)
                    self._accounts.register(fresh, registered, token, sent, replaces=claim, now=now)

            return Plan(
                answer=True,
                commit=commit,
                has_happened=lambda current: current is not None and current.token_hash == token.hash,
            )

        self._change(account.canonical_email, now, plan)

    def _change(self, address: str, now: datetime, plan: Callable[[EmailClaim], Plan[EmailClaim | None, bool]]) -> bool:
        """Change the claim of an address as planned, unless it is verified or gone; return the plan's answer."""

        def decide(claim: EmailClaim | None) -> Plan[EmailClaim | None, bool]:
            return Plan(answer=False) if claim is None or claim.is_verified else plan(claim)

        return self.carry_out(lambda: self._accounts.find_claim(address, now=now), decide, version=lambda claim: claim)
