"""The account of a caller, as it is now: account routes do not believe what a token says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY
from shared.domain.accounts.errors import AccountDisabledError, SessionEndedError, StepUpRequiredError
from shared.domain.errors import AccountGoneError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.books.access import Caller
    from shared.services.ports.sessions import SessionStore


RAISES = (AccountDisabledError, AccountGoneError, SessionEndedError)


class CurrentAccounts:
    """Reads accounts for their callers, and checks that the session of the caller is alive."""

    def __init__(self, store: SessionStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def of(self, caller: Caller) -> Account:
        """Return the account. This takes one read, of the account and the session.

        A token of the former type has no session; it is good until it expires, unless all sessions were ended. Nor has
        a personal access token. Raises AccountGoneError, AccountDisabledError, SessionEndedError,
        InvalidAccessTokenError, StepUpRequiredError for a caller who must be fresh and is not, StoreUnavailableError.
        """
        now = self._now()
        account, session = self._store.find(caller.account_id, caller.session_id or NOBODY, now=now)
        if account is None:
            raise AccountGoneError("the account no longer exists")
        if account.disabled_at is not None:
            raise AccountDisabledError("this account is disabled")
        if session is None and caller.session_id is not None:
            raise _ended()
        caller.require_valid(account.not_before, since=None if session is None else session.created_at)
        if not (session is None or session.is_alive(now)):
            raise _ended()
        if caller.must_be_fresh and not (session is not None and session.is_fresh(now)):
            raise StepUpRequiredError("prove again who you are: POST /api/v1/auth/step-up")
        return account


def _ended() -> SessionEndedError:
    return SessionEndedError("this session has ended: sign in again")
