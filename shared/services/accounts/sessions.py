"""Sessions: beginning and ending them.

A session begins with ``Sessions.start``, goes on with ``Refreshing`` and ends with ``SessionEnding``. To end the other
sessions together with what else changes of an account, make ``Account.without_sessions`` part of the change: the store
writes it to the profile and to the head of the book, which is what account routes and contacts routes look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import AccountDeletedError, AccountDisabledError
from shared.domain.accounts.refresh_tokens import RefreshToken
from shared.domain.accounts.security_events import SecurityEvent, SecurityEventKind
from shared.domain.accounts.sessions import Origin, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.issuing import IssuedTokens, TokenIssuer
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.sessions import SessionStore


class Sessions:
    """Begins sessions."""

    def __init__(
        self,
        store: SessionStore,
        issuer: TokenIssuer,
        *,
        new_id: Callable[[], str],
        new_secret: Callable[[], bytes],
    ) -> None:
        self._store = store
        self._issuer = issuer
        self._new_id = new_id
        self._new_secret = new_secret

    def start(
        self,
        account: Account,
        origin: Origin,
        *,
        read_at: datetime,
        uses: Sequence[ProofUse] = (),
        events: Sequence[SecurityEvent] = (),
        mails: Sequence[OutgoingMail] = (),
    ) -> IssuedTokens:
        """Begin a session of an account whose owner has just proved who they are, and return its tokens.

        ``read_at`` is when the account was read, or before: the session counts as begun then, so that whatever ends all
        sessions while the proof is checked, which takes a third of a second for a password, ends this one, too.
        In the same write, ``uses`` are used up, and ``events`` and ``mails`` stored that tell of that. Those who sign
        in by ``SignInSteps`` need not call it. Raises ProofUsedError if one of the ``uses`` was used before,
        AccountDisabledError, AccountDeletedError, SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError;
        after the last one there may be a session that nobody has the tokens of.
        """
        if account.disabled_at is not None:
            raise AccountDisabledError("this account is disabled")
        if account.erase_at is not None:
            raise AccountDeletedError(
                f"it is erased at {account.erase_at:%Y-%m-%dT%H:%MZ}; the link in the message that we sent undoes that"
            )
        began_at = account.issued_at(read_at)
        token = RefreshToken(account_id=account.id, session_id=self._new_id(), secret=self._new_secret())
        issued = self._issuer.issue(account, token, began_at)
        session = Session.begun(token.session_id, account.id, current=token.hash, origin=origin, at=began_at)
        self._store.add(session, self._signed_in(session), uses=uses, events=events, mails=mails)
        return issued

    def _signed_in(self, session: Session) -> SecurityEvent:
        return SecurityEvent(
            id=self._new_id(),
            account_id=session.account_id,
            kind=SecurityEventKind.SIGNED_IN,
            at=session.created_at,
            origin=session.origin,
            session_id=session.id,
        )
