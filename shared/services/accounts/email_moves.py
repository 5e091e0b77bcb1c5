"""What the links in messages about a change of address do: confirm it at the new one, undo it at the old one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.account import Account, EmailClaim
from shared.domain.accounts.action_tokens import TTL, ActionToken, Purpose, hash_of_sent
from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.email_addresses import canonical_email
from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.services.accounts.writer import is_stored
from shared.services.ports.email_changes import EmailMove
from shared.services.state_writer import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.additions import Additions
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.mail.action_links import ActionLinks
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.action_tokens import ActionTokenStore
    from shared.services.ports.email_changes import EmailChangeStore
    from shared.services.ports.side_writes import SideWrite

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class EmailMoves:
    """Moves accounts to another address, and back. Each move ends all sessions."""

    def __init__(
        self,
        store: AccountStore,
        tokens: ActionTokenStore,
        moves: EmailChangeStore,
        writer: AccountWriter,
        links: ActionLinks,
        records: SecurityRecords,
        additions: Callable[[], Sequence[Additions]],
        *,
        now: Callable[[], datetime],
    ) -> None:
        """``additions`` is called when a move is undone."""
        self._additions = additions
        self._store = store
        self._tokens = tokens
        self._moves = moves
        self._writer = writer
        self._links = links
        self._records = records
        self._now = now

    def confirm(self, raw_token: str, origin: Origin) -> None:
        """Move the account to the address that the token was sent to, and tell the old address, with a link to undo it.

        What somebody has registered there, but not verified, is replaced: they have not shown to read its mail.
        The old address is held for the account for seven days. All of that is one transaction. Raises
        InvalidActionTokenError for a token that is unknown, used, expired or void, or if somebody else has the address
        by now, SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        token = self._found(Purpose.CHANGE_EMAIL, raw_token, now)
        event = self._records.event(token.account_id, SecurityEventKind.EMAIL_CHANGED, origin, now)

        def decide(account: Account) -> EmailMove:
            claim = self._claim(token.email, now)
            stands = None if claim is None or claim.held_for == account.id else claim
            if account.change_token_hash != token.hash or (stands is not None and stands.is_verified):
                raise _useless()
            undo, notice = self._links.new(MailKind.EMAIL_CHANGED, account.id, account.email, now)
            after = self._moved(account, token.email, now).with_undo(undo.hash, undo.expires_at, now)
            return EmailMove(before=account, after=after, token=undo, mail=notice, event=event, replaces=stands)

        held_until = (now + TTL[Purpose.UNDO_EMAIL_CHANGE]).replace(microsecond=0)
        self._carry_out(token, decide, lambda move: self._moves.move(move, held_until=held_until, now=now), now)

    def undo(self, raw_token: str, origin: Origin) -> None:
        """Move the account back to the address that the token was sent to, with a message to reset the password there.

        Whoever has changed the address may know the password, and may have added what lets them in again. So the
        account has no password until its owner chooses one: or they could sign in at once, and change the address
        anew, which voids the message. What was added since the change ends, and all personal access tokens; so do the
        links that undo later changes, which were sent to the addresses of whoever made them. Works as long as the
        address is held, even if the account has been moved on since. If it was deleted, that is undone, too. Raises
        what ``confirm`` raises.
        """
        now = self._now()
        token = self._found(Purpose.UNDO_EMAIL_CHANGE, raw_token, now)
        event = self._records.event(token.account_id, SecurityEventKind.EMAIL_CHANGE_UNDONE, origin, now)

        def decide(account: Account) -> EmailMove:
            held = self._claim(token.email, now)
            if held is None or held.held_for != account.id or not account.can_be_undone_by(token.hash):
                raise _useless()
            reset, message = self._links.new(MailKind.EMAIL_RESTORED, account.id, "", now)
            moved = self._moved(account, token.email, now, personal_tokens=True).undone_by(token.hash)
            after = replace(moved, password_hash="", password_is_short=False, reset_token_hash=reset.hash).kept()
            sides: list[SideWrite] = []
            for additions in self._additions():
                after, writes = additions.end(after, token.expires_at - TTL[token.purpose], now)
                sides += writes
            return EmailMove(before=account, after=after, token=reset, mail=message, event=event, sides=sides)

        self._carry_out(token, decide, self._moves.move_back, now)

    def _found(self, purpose: Purpose, raw_token: str, now: datetime) -> ActionToken:
        sent = hash_of_sent(raw_token)
        token = self._tokens.find(purpose, sent, now=now) if sent else None
        if token is None:
            raise _useless()
        return token

    def _carry_out(
        self,
        token: ActionToken,
        decide: Callable[[Account], EmailMove],
        commit: Callable[[EmailMove], None],
        now: datetime,
    ) -> None:
        def read() -> Account:
            account = self._store.find_account(token.account_id, now=now)
            if account is None:
                raise _useless()
            return account

        def plan(account: Account) -> Plan[Account, None]:
            move = decide(account)
            return Plan(
                answer=None,
                commit=lambda: commit(move),
                has_happened=lambda current: is_stored(move.after, current),
            )

        self._writer.carry_out(read, plan, version=lambda account: account.version)

    def _claim(self, email: str, now: datetime) -> EmailClaim | None:
        return self._store.find_claim(canonical_email(email), now=now)

    def _moved(self, account: Account, email: str, now: datetime, *, personal_tokens: bool = False) -> Account:
        """Return the account at another address; links that were sent before are void.

        So are all sessions and, if that is asked for, its personal access tokens.
        """
        moved = replace(
            account,
            email=email,
            canonical_email=canonical_email(email),
            new_email=None,
            change_token_hash=None,
            reset_token_hash=None,
            updated_at=now,
            version=account.version + 1,
        )
        return moved.without_sessions(now, personal_tokens=personal_tokens)


def _useless() -> InvalidActionTokenError:
    """Return the one error for every token that does not work, so that it tells nothing else."""
    return InvalidActionTokenError("the link is wrong, has been used, has expired, or is void")
