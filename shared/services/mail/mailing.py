"""Sends the messages in the outbox, at least once each.

The outbox's stream, or the sweeper, names a message. An attempt to send it holds a lease, so that the two do not both
send it. A crash between the provider's response and the update of the outbox leaves the message pending, and it is sent
twice. Updating first would lose it instead, and a lost verification message means an account that nobody can use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.account import VERIFICATION_TOKEN_TTL
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import (
    MailLeasedError,
    MailRefusedError,
    MailRejectedError,
    OutcomeUnknownError,
    TemporarilyUnavailableError,
    UnknownMailError,
)
from shared.domain.mails import STREAM_TIME, MailKind, MailState, OutgoingMail
from shared.services.mail.postponed import PostponedRegistrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.mail.rendering import Rendering
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.mail import MailSender, Outbox, RenderedMail, SuppressionList
    from shared.services.timing import Timing

LEASE_SECONDS = 120
"""Longer than a function that sends mail may run."""
GIVE_UP_AFTER = VERIFICATION_TOKEN_TTL
SWEEP_LIMIT = 500
SWEEP_TIME = timedelta(seconds=60)
"""No attempt starts after this; the last one may take until the function's timeout."""
MAX_REFUSED = 1000
"""How many refused messages a process remembers."""
KEPT = {
    MailState.SENT: timedelta(days=7),
    MailState.SUPERSEDED: timedelta(days=7),
    MailState.SUPPRESSED: timedelta(days=7),
    MailState.FAILED: timedelta(days=30),
}
"""How long a finished message can be looked up."""

_KINDS = frozenset(MailKind)

_Ending = tuple[MailState, str]
"""How an attempt ended, and the kind of failure, which is empty for none."""
_SENT: _Ending = (MailState.SENT, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """The result of a sweep: the messages it finished, one way or another, and the ids of those left to the next sweep.

    ``faults`` are errors that retrying will not fix; their messages, too, are left to the next sweep.
    """

    ended: tuple[OutgoingMail, ...]
    postponed: tuple[str, ...]
    faults: tuple[Exception, ...] = ()


class Mailing:
    """Sends pending messages."""

    def __init__(
        self,
        outbox: Outbox,
        accounts: AccountStore,
        rendering: Rendering,
        sender: MailSender,
        suppressions: SuppressionList,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        timing: Timing,
    ) -> None:
        self._outbox = outbox
        self._accounts = accounts
        self._postponed = PostponedRegistrations(accounts, timing=timing)
        self._rendering = rendering
        self._sender = sender
        self._suppressions = suppressions
        self._now = now
        self._new_id = new_id
        self._accepted = 0
        """How many messages the provider has accepted from this process."""
        self._refused: dict[str, int] = {}
        """How many it had accepted when it first refused a message, by the id of that."""

    def deliver(self, mail_id: str) -> OutgoingMail | None:
        """Try to send a message; return it in its final state, or None if it is not pending.

        It ends SENT; SUPERSEDED when its token or account no longer exists; SUPPRESSED when nothing may be sent to its
        address; or FAILED, with the kind of failure, when the provider refuses it for good or it is older than
        a token may get. A refusal that may be due to our sender is final only if the provider has accepted
        another message since it first refused this one. Any error leaves it pending: MailUnavailableError,
        SecretsUnavailableError and StoreUnavailableError call for another attempt, MailLeasedError for one after the
        lease of another attempt, which may have crashed, is over, and MailPostponedError for one by the sweeper.
        """
        now = self._now()
        mail = self._started(mail_id, now)
        if mail is None:
            return None
        try:
            state, failure = self._attempt(mail, now)
        except Exception as error:
            failure = str(error) if isinstance(error, MailRefusedError) else type(error).__name__
            self._finish(replace(mail, failure=failure))
            raise
        ended = replace(mail, state=state, failure=failure, expires_at=now + KEPT[state])
        self._finish(ended)
        return ended

    def sweep(self) -> SweepReport:
        """Deliver what the stream failed to deliver in its time, oldest first; a message that fails stops no other.

        Whatever there is no time for is left to the next sweep and not reported. A message that another attempt holds
        is reported by that attempt.

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
            except Exception as error:  # noqa: BLE001 - reported, so that all other messages have their turn
                faults.append(error)
            else:
                ended += [mail] if mail else []
        return SweepReport(ended=tuple(ended), postponed=tuple(postponed), faults=tuple(faults))

    def _started(self, mail_id: str, now: datetime) -> OutgoingMail | None:
        """Start an attempt. If the response to that is lost, ask again as the same owner: the lease may be ours."""
        owner = self._new_id()
        try:
            return self._outbox.start_attempt(mail_id, now=now, lease_seconds=LEASE_SECONDS, owner=owner)
        except OutcomeUnknownError:
            return self._outbox.start_attempt(mail_id, now=now, lease_seconds=LEASE_SECONDS, owner=owner)

    def _finish(self, mail: OutgoingMail) -> None:
        """Store the state. If the response to that is lost, store it again: a lease left behind holds the mail up."""
        try:
            self._outbox.finish(mail)
        except OutcomeUnknownError:
            self._outbox.finish(mail)

    def _attempt(self, mail: OutgoingMail, now: datetime) -> _Ending:
        """Make an attempt. Raises UnknownMailError, and what calls for another attempt."""
        if mail.kind not in _KINDS:
            raise UnknownMailError("this code does not know the kind of the message")
        if mail.created_at + GIVE_UP_AFTER <= now:
            return MailState.FAILED, "TooOld"
        attempt = self._send if mail.due_at is None else self._send_postponed
        try:
            return attempt(mail, now)
        except MailRejectedError as error:
            return MailState.FAILED, str(error)
        except MailRefusedError as error:
            if not self._is_verdict(mail.id):
                raise
            return MailState.FAILED, str(error)

    def _send(self, mail: OutgoingMail, now: datetime) -> _Ending:
        return self._pass_on(mail, self._rendering.rendered(mail, now), now)

    def _send_postponed(self, mail: OutgoingMail, now: datetime) -> _Ending:
        """Send a message that had to wait, and only then let what it says take effect."""
        raw_token = self._rendering.raw_token(mail)
        postponed = self._postponed.begin(mail, now)
        if postponed is None:
            return MailState.SUPERSEDED, ""
        ending = self._pass_on(mail, self._rendering.verifying(mail, postponed, raw_token, sent_at=now), now)
        if ending == _SENT:
            sent = replace(mail, state=MailState.SENT, failure="", expires_at=now + KEPT[MailState.SENT])
            self._postponed.take_effect(postponed, sent, raw_token, now)
        return ending

    def _pass_on(self, mail: OutgoingMail, rendered: RenderedMail | None, now: datetime) -> _Ending:
        """Hand a message to the provider, unless nobody is to get it. Raises what its sender raises."""
        if rendered is None:
            return MailState.SUPERSEDED, ""
        suppression = self._suppressions.find(canonical_email(rendered.to), now=now)
        if suppression is not None and suppression.applies_to(mail.account_id):
            return MailState.SUPPRESSED, suppression.reason
        self._sender.send(rendered, mail_id=mail.id)
        self._accepted += 1
        self._refused.pop(mail.id, None)
        return _SENT

    def _is_verdict(self, mail_id: str) -> bool:
        """Return whether a refusal is about this message: others have been accepted since the first one.

        While the sender is at fault, none is. This is remembered per process, since the stream has one at a time;
        another one begins anew, which only takes longer.
        """
        if mail_id not in self._refused and len(self._refused) >= MAX_REFUSED:
            self._refused.clear()
        return self._refused.setdefault(mail_id, self._accepted) < self._accepted
