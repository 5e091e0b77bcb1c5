"""Moving an account from one e-mail address to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail
    from shared.services.ports.side_writes import SideWrite


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailMove:
    """A verified account before and after, and what is stored with the move: a token, its message, and an event.

    ``sides`` are what else is written with it. ``replaces``, an unverified claim on the new address, is removed
    together with its account and token.
    """

    before: Account
    after: Account
    token: ActionToken
    mail: OutgoingMail
    event: SecurityEvent
    sides: Sequence[SideWrite] = ()
    replaces: EmailClaim | None = None


class EmailChangeStore(Protocol):
    """Moves accounts, each time in one transaction, which also writes ``not_before`` to the book."""

    def move(self, move: EmailMove, *, held_until: datetime, now: datetime) -> None:
        """Claim the new address, and hold the old one for the account: nobody else can register it until then.

        Raises AccountChangedError if the account is another version, or if the new address is held for anybody else, or
        claimed by anybody but the claim that the move replaces.
        """
        ...

    def move_back(self, move: EmailMove) -> None:
        """Claim the address that is held for the account again, and give up the present one.

        Raises AccountChangedError if the account is another version, or if the address is not held for it.
        """
        ...
