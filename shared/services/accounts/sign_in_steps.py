"""What comes after the first factor of a sign-in, whichever it was: a session, or the question for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from shared.domain.accounts.errors import AccountDisabledError
from shared.domain.accounts.second_factors import SECOND_FACTOR, FirstFactor, SecondFactorNeeded, methods_of
from shared.services.accounts.issuing import IssuedTokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.challenges import Challenges
    from shared.services.accounts.sessions import Sessions
    from shared.services.ports.proofs import ProofUse

SignedIn: TypeAlias = IssuedTokens | SecondFactorNeeded


class SignInSteps:
    """Goes on with sign-ins. Whoever has checked a password, a passkey or an identity calls ``go_on``."""

    def __init__(self, sessions: Sessions, challenges: Callable[[], Challenges]) -> None:
        """``challenges`` is called for accounts with a second factor only."""
        self._sessions = sessions
        self._challenges = challenges

    def go_on(
        self,
        account: Account,
        origin: Origin,
        proved: FirstFactor,
        *,
        read_at: datetime,
        uses: Sequence[ProofUse] = (),
    ) -> SignedIn:
        """Begin a session; or, if the account has a second factor that is not proved yet, return what asks for it.

        ``read_at`` is as for ``Sessions.start``, and for the challenge of the second step.
        The first takes one write, the second no request. ``uses`` is what the proof of both factors uses up, in the
        same write as the session; a proof of one factor is used up before.
        Raises AccountDisabledError, ProofUsedError for ``uses``, and what ``Sessions.start`` raises.
        """
        if proved.is_both or not account.second_factors:
            return self._sessions.start(account, origin, read_at=read_at, uses=uses)
        if account.disabled_at is not None:
            raise AccountDisabledError("this account is disabled")
        began_at = account.issued_at(read_at)
        challenge = self._challenges().new(SECOND_FACTOR, account.id, at=began_at)
        return SecondFactorNeeded(
            challenge=f"{account.id}.{challenge}",
            methods=methods_of(account),
            expires_in_seconds=SECOND_FACTOR.ttl.seconds,
            account_id=account.id,
        )
