"""Sending what is in the outbox, at least once.

A record of the outbox's stream, or the sweeper, names a mail. An attempt at it holds a lease, so that the two do not
both send it. A crash between the provider's answer and the mark in the outbox leaves the mail pending, and it is sent
twice: marking first would lose it, and a lost verification mail is an account that nobody can use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.account import VERIFICATION_TOKEN_TTL, Account, token_hash
from shared.domain.errors import MailLeasedError, MailRejectedError, TemporarilyUnavailableError
from shared.domain.mails import MailKind, MailState, OutgoingMail
from shared.services.mail import templates as mail_templates
from shared.services.mail.verification import KEYRING, raw_token_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import MailSender, Outbox, RenderedMail
    from shared.services.ports.security import Secrets

VERIFICATION_PATH = "/api/v1/auth/verify-email"
LEASE_SECONDS = 120
"""Longer than a function that sends mail may run."""
STREAM_TIME = timedelta(minutes=15)
"""For so long the stream tries; then the mail is the sweeper's."""
GIVE_UP_AFTER = VERIFICATION_TOKEN_TTL
SWEEP_LIMIT = 500
SWEEP_TIME = timedelta(seconds=60)
"""No mail is begun after it: the last one has until the function's end."""
KEPT = {
    MailState.SENT: timedelta(days=7),
    MailState.SUPERSEDED: timedelta(days=7),
    MailState.FAILED: timedelta(days=30),
}
"""How long a finished mail can be looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What a sweep came to: the mails that it ended, one way or another, and the ids of those left to the next one.

    ``faults`` are what no other try will mend; their mails, too, are left to the next sweep.
    """

    ended: tuple[OutgoingMail, ...]
    postponed: tuple[str, ...]
    faults: tuple[Exception, ...] = ()


class Mailing:
    """Sends pending mails."""

    def __init__(
        self,
        outbox: Outbox,
        accounts: AccountStore,
        secrets: Secrets,
        sender: MailSender,
        *,
        now: Callable[[], datetime],
        public_url: str,
    ) -> None:
        self._outbox = outbox
        self._accounts = accounts
        self._secrets = secrets
        self._sender = sender
        self._now = now
        self._public_url = public_url

    def deliver(self, mail_id: str) -> OutgoingMail | None:
        """Try to send a mail; return it as it ended, or None when it is not pending.

        It ends SENT; SUPERSEDED when its token or account is no longer there; or FAILED, with the kind of failure, when
        the provider refuses it for good or it is as old as a token may get. Whatever is raised leaves it pending:
        MailUnavailableError, SecretsUnavailableError and StoreUnavailableError ask for another try, MailLeasedError for
        one when the lease of somebody else, who may have broken off, has ended.
        """
        now = self._now()
        mail = self._outbox.start_attempt(mail_id, now=now, lease_seconds=LEASE_SECONDS)
        if mail is None:
            return None
        try:
            state, failure = self._attempt(mail, now)
        except Exception as error:
            self._outbox.finish(replace(mail, failure=type(error).__name__))
            raise
        ended = replace(mail, state=state, failure=failure, expires_at=now + KEPT[state])
        self._outbox.finish(ended)
        return ended

    def sweep(self) -> SweepReport:
        """Deliver what the stream has not delivered in its time, the oldest first; one mail that fails stops no other.

        What it has no time for is left to the next sweep, and not in the report. A mail that somebody is at is
        that one's to tell of.

        Raises StoreUnavailableError when the outbox cannot be read.
        """
        ended: list[OutgoingMail] = []
        postponed: list[str] = []
        faults: list[Exception] = []
        began = self._now()
        for mail_id in self._outbox.list_pending(created_before=began - STREAM_TIME, limit=SWEEP_LIMIT):
            if self._now() - began >= SWEEP_TIME:
                break
            try:
                mail = self.deliver(mail_id)
            except MailLeasedError:
                continue
            except TemporarilyUnavailableError:
                postponed.append(mail_id)
            except Exception as error:  # noqa: BLE001 - reported, so that every other mail has its turn
                faults.append(error)
            else:
                ended += [mail] if mail else []
        return SweepReport(ended=tuple(ended), postponed=tuple(postponed), faults=tuple(faults))

    def _attempt(self, mail: OutgoingMail, now: datetime) -> tuple[MailState, str]:
        """Return how the attempt ended and, when it failed, the kind of failure."""
        if mail.created_at + GIVE_UP_AFTER <= now:
            return MailState.FAILED, "TooOld"
        try:
            rendered = self._rendered(mail, now)
            if rendered is None:
                return MailState.SUPERSEDED, ""
            self._sender.send(rendered, mail_id=mail.id)
        except MailRejectedError as error:
            return MailState.FAILED, str(error)
        return MailState.SENT, ""

    def _rendered(self, mail: OutgoingMail, now: datetime) -> RenderedMail | None:
        """Return the mail, or None when its account is gone, or its token: used, expired, or replaced by a newer one.

        One request to the store. Raises MailRejectedError when the token's key is gone, SecretsUnavailableError.
        """
        if mail.kind is not MailKind.VERIFY_EMAIL:
            return self._addressed(mail, self._accounts.find_account(mail.account_id, now=now))
        raw_token = raw_token_of(mail, self._secrets.keyring(KEYRING))
        account, token = self._accounts.find_account_and_token(mail.account_id, token_hash(raw_token), now=now)
        if token is None or token.used_at is not None:
            return None
        return self._addressed(
            mail,
            account,
            link=f"{self._public_url}{VERIFICATION_PATH}?token={raw_token}",
            hours=f"{VERIFICATION_TOKEN_TTL / timedelta(hours=1):g}",
            until=f"{mail.created_at + VERIFICATION_TOKEN_TTL:%Y-%m-%d %H:%M} UTC",
        )

    def _addressed(self, mail: OutgoingMail, account: Account | None, **values: str) -> RenderedMail | None:
        if account is None:
            return None
        return mail_templates.render(mail.kind, values, to=account.email, locale=account.locale)
