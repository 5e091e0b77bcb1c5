"""The store of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.mails import OutgoingMail
    from shared.domain.operations import Operation
    from shared.services.ports.side_writes import SideWrite


class AccountStore(Protocol):
    """Accounts, claims on addresses, verification tokens. Expired ones count as absent, whether deleted or not."""

    def find_claim(self, canonical_email: str, *, now: datetime) -> EmailClaim | None:
        """Return the claim on the address (strongly consistent), or None."""
        ...

    def find_account(self, account_id: str, *, now: datetime) -> Account | None:
        """Return the account (strongly consistent), or None."""
        ...

    def find_token(self, token_hash: str, *, now: datetime) -> VerificationToken | None:
        """Return a verification token, or None. A used one is found until it expires."""
        ...

    def find_account_and_token(
        self, account_id: str, token_hash: str, *, now: datetime
    ) -> tuple[Account | None, VerificationToken | None]:
        """Return what ``find_account`` and ``find_token`` return, with a single request."""
        ...

    def register(
        self,
        account: Account,
        claim: EmailClaim,
        token: VerificationToken,
        mail: OutgoingMail,
        *,
        replaces: EmailClaim | None,
        now: datetime,
    ) -> None:
        """Store account, claim, token and message in one transaction.

        ``replaces``, an unverified claim, is removed together with its account and token.

        Raises ClaimTakenError, with the conflicting claim, when the stored claim is not ``replaces``.
        """
        ...

    def renew_token(
        self, claim: EmailClaim, token: VerificationToken, mail: OutgoingMail, *, replaces: EmailClaim
    ) -> None:
        """Replace the token of the claim ``replaces`` by ``token`` and its message, in one transaction.

        ``claim`` is the new version; its expiry becomes the account's, too. Raises AccountChangedError when the stored
        claim is not ``replaces``.
        """
        ...

    def postpone(self, claim: EmailClaim, account: Account | None, mail: OutgoingMail, *, replaces: EmailClaim) -> None:
        """Store a message that has to wait, with the account, if it is a new one, that takes effect when it is sent.

        One transaction with the new version of the unverified claim ``replaces``, whose expiry becomes that of its
        account, too. Raises AccountChangedError when the stored claim is not ``replaces``.
        """
        ...

    def find_waiting(self, account_id: str, *, now: datetime) -> Account | None:
        """Return an account that has not taken effect yet, or None."""
        ...

    def update_claim(self, claim: EmailClaim, *, replaces: EmailClaim) -> None:
        """Store the new version of an unverified claim. Raises AccountChangedError."""
        ...

    def verify(self, account: Account, token: VerificationToken) -> None:
        """Store the account as verified, mark the token used, make the claim permanent, create the book: all or none.

        Both arguments are new versions. The stored account must be the previous version; the token must be stored and
        named by the claim, which names it until it is used. Raises AccountChangedError.
        """
        ...

    def rehash(self, account: Account) -> None:
        """Store a new hash of the same password, and whether that is short; ``account`` is the new version.

        Raises AccountChangedError when the account stored is not the version before.
        """
        ...

    def update(
        self,
        account: Account,
        *,
        replaces: Account,
        operations: Sequence[Operation] = (),
        events: Sequence[SecurityEvent] = (),
        tokens: Sequence[ActionToken] = (),
        mails: Sequence[OutgoingMail] = (),
        sides: Sequence[SideWrite] = (),
    ) -> None:
        """Store what differs from ``replaces``, the version before.

        The book of a verified account gets its settings, ``not_before`` and ``disabled_at``. ``operations`` are new
        ones of that book; ``events`` and ``mails`` tell of the change, and ``tokens`` go with the latter. ``sides`` are
        what else is written with it. All in one transaction.
        Neither ``id``, ``email``, ``verified_at`` nor ``expires_at`` are changed by it. Raises AccountChangedError when
        the account stored is another version, or a condition of ``sides`` does not hold.
        """
        ...
