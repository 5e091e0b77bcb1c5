"""Where accounts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
    from shared.domain.mails import OutgoingMail


class AccountStore(Protocol):
    """Accounts, claims on addresses, verification tokens. What has expired is absent, deleted or not."""

    def find_claim(self, canonical_email: str, *, now: datetime) -> EmailClaim | None:
        """Return who claims the address (strongly consistent), or None."""
        ...

    def find_account(self, account_id: str, *, now: datetime) -> Account | None:
        """Return the account (strongly consistent), or None."""
        ...

    def find_token(self, token_hash: str, *, now: datetime) -> VerificationToken | None:
        """Return what is known of a verification token, used ones included until they expire, or None."""
        ...

    def find_account_and_token(
        self, account_id: str, token_hash: str, *, now: datetime
    ) -> tuple[Account | None, VerificationToken | None]:
        """Return what ``find_account`` and ``find_token`` return, with one request."""
        ...

    def register(
        self,
        account: Account,
        token: VerificationToken,
        mail: OutgoingMail,
        *,
        replaces: EmailClaim | None,
        now: datetime,
    ) -> None:
        """Create account, claim, token and mail in one transaction.

        ``replaces`` (unverified) goes with its account and token.

        Raises ClaimTakenError, with the claim that stands in the way, when the claim is not ``replaces``.
        """
        ...

    def renew_token(
        self, claim: EmailClaim, token: VerificationToken, mail: OutgoingMail, *, replaces: EmailClaim
    ) -> None:
        """Put ``token`` and its mail in the place of the token that ``replaces`` names: one transaction.

        ``claim`` is the new version; its expiry becomes the account's, too. Raises AccountChangedError when the claim
        stored is not ``replaces``.
        """
        ...

    def verify(self, account: Account, token: VerificationToken) -> None:
        """Store the account as verified, mark the token used, make the claim permanent, create the book: all or none.

        Both arguments are new versions. The account stored must be the version before, the token one that is stored
        and that the claim names, as it does until it is used. Raises AccountChangedError.
        """
        ...

    def update_profile(self, account: Account) -> None:
        """Store the new version of a profile, and its settings on the book when verified: one transaction.

        Raises AccountChangedError.
        """
        ...

    def update_avatar(self, account: Account) -> None:
        """Store the new version's ``avatar_url``. Raises AccountChangedError."""
        ...
