"""The personal access tokens of an account, as its owner makes, sees and revokes them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from shared.domain.accounts.personal_tokens import MAX_TOKENS, PersonalToken, PersonalTokens, hash_of
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import (
    EmailNotVerifiedError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts
from shared.services.state_writer import Plan, StateWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.personal_token_rules import PersonalTokenDraft
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Origin
    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.books.access import Caller
    from shared.services.ports.personal_tokens import PersonalTokenStore, PersonalTokenUses
    from shared.services.timing import Timing

RAISES = (*current_accounts.RAISES, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPersonalToken:
    """A new token with its ``text``, which is told once."""

    token: PersonalToken
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPersonalToken:
    """A token, and the hour in which it was last used, if that is known."""

    token: PersonalToken
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a write is decided on: the account, the tokens that work, and all that are stored."""

    account: Account
    tokens: PersonalTokens
    stored: PersonalTokens


class OwnPersonalTokens:
    """Reads and writes the tokens of callers, each time the list of them on the condition that nobody else has.

    Methods raise what ``CurrentAccounts.of`` raises; those that write also OutcomeUnknownError, and
    StoreUnavailableError if others win every race.
    """

    def __init__(
        self,
        store: PersonalTokenStore,
        uses: PersonalTokenUses,
        accounts: CurrentAccounts,
        records: SecurityRecords,
        *,
        timing: Timing,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        new_token: Callable[[], str],
    ) -> None:
        self._store = store
        self._uses = uses
        self._accounts = accounts
        self._records = records
        self._writer = StateWriter(timing=timing)
        self._now = now
        self._new_id = new_id
        self._new_token = new_token

    def all(self, caller: Caller) -> Sequence[ListedPersonalToken]:
        """Return the tokens that work, the latest first. This takes three reads, or two if there are none.

        When they were last used is left out if that cannot be read.
        """
        state = self._read(caller)
        tokens = sorted(state.tokens.tokens.values(), key=lambda token: (token.created_at, token.id), reverse=True)
        used: Mapping[str, datetime] = {}
        if tokens:
            with suppress(StoreUnavailableError):
                used = self._uses.latest([token.hash for token in tokens])
        return [ListedPersonalToken(token=token, last_used_at=used.get(token.hash)) for token in tokens]

    def create(self, caller: Caller, draft: PersonalTokenDraft, origin: Origin) -> NewPersonalToken:
        """Make a token, and tell the owner, in one transaction. This takes two reads and a write.

        Raises InvalidInputError, also if there are ``MAX_TOKENS``, and EmailNotVerifiedError.
        """
        now, token_id, text = self._now(), self._new_id(), self._new_token()
        checked = draft.checked(now)
        event = self._records.act(caller, SecurityEventKind.PERSONAL_TOKEN_CREATED, origin, now)
        notice = self._records.mail(caller.account_id, MailKind.PERSONAL_TOKEN_CREATED, now)

        def decide(state: _State) -> Plan[_State, NewPersonalToken]:
            if not state.account.is_verified:
                raise EmailNotVerifiedError("follow the link in the message that we sent you")
            if len(state.tokens.tokens) >= MAX_TOKENS:
                detail = f"An account has at most {MAX_TOKENS} tokens."
                raise InvalidInputError(FieldProblem(pointer="", code="too_many", detail=detail))
            token = PersonalToken(
                id=token_id,
                account_id=state.account.id,
                hash=hash_of(text) or "",
                name=checked.name,
                scopes=checked.scopes,
                created_at=state.account.issued_at(now),
                expires_at=checked.expires_at,
            )
            changed = state.tokens.with_token(token)
            return Plan(
                answer=NewPersonalToken(token=token, text=text),
                commit=self._commit(state, changed, event, notice),
                has_happened=lambda later: _has_token(later.stored, token_id, since=changed.version),
            )

        return self._carry_out(caller, decide)

    def revoke(self, caller: Caller, token_id: str, origin: Origin) -> None:
        """Revoke a token: it works for no request that comes later. This takes two reads and a write.

        Raises PersonalTokenNotFoundError.
        """
        event = self._records.act(caller, SecurityEventKind.PERSONAL_TOKEN_REVOKED, origin, self._now())

        def decide(state: _State) -> Plan[_State, None]:
            return Plan(
                answer=None,
                commit=self._commit(state, state.tokens.without(token_id), event),
                has_happened=lambda later: token_id not in later.tokens.tokens,
            )

        self._carry_out(caller, decide)

    def _carry_out(self, caller: Caller, decide: Callable[[_State], Plan[_State, Answer]]) -> Answer:
        return self._writer.carry_out(
            lambda: self._read(caller),
            decide,
            version=lambda state: (state.account.version, state.tokens.version),
        )

    def _read(self, caller: Caller) -> _State:
        """Return the account with the tokens that work; the next write forgets the others."""
        account = self._accounts.of(caller)
        stored = self._store.get(account.id)
        alive = stored.alive(self._now(), since=account.personal_tokens_since)
        return _State(account=account, tokens=alive, stored=stored)

    def _commit(
        self, state: _State, tokens: PersonalTokens, event: SecurityEvent, mail: OutgoingMail | None = None
    ) -> Callable[[], None]:
        return lambda: self._store.put(tokens, before=state.stored, account=state.account, event=event, mail=mail)


def _has_token(later: PersonalTokens, token_id: str, *, since: int) -> bool:
    """Return whether a new token was stored in the version ``since``.

    Raises OutcomeUnknownError if it is not there, but may have been, since the tokens have changed again.
    """
    if token_id in later.tokens:
        return True
    if later.version >= since:
        raise OutcomeUnknownError("the tokens have changed again since")
    return False
