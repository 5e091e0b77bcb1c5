"""Avatars: the picture of an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.errors import (
    AccountGoneError,
    AvatarUnavailableError,
    EmailNotVerifiedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.pictures.reading import read_picture
from shared.services.accounts.attempts import account_busy
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.avatars import AvatarStore

RAISES = (AvatarUnavailableError, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError)
MAX_ATTEMPTS = 3
"""Fewer than other changes of an account have: each one sends the picture again, and waits for no pause."""


class Avatars:
    """Changing the own picture. Whatever fails, and wherever, the same call can be made again and puts all right.

    The keeper of the pictures goes first and the account second, because the keeper is the one that fails: when it
    does, the account says what it said before. Each account has one place there, so that nothing is ever left over.
    """

    def __init__(self, accounts: AccountStore, pictures: AvatarStore, *, now: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._pictures = pictures
        self._now = now

    def upload(self, account_id: str, file: bytes) -> Account:
        """Make the picture in the file the account's, and return the account.

        Raises InvalidPictureError, AccountGoneError, EmailNotVerifiedError, AvatarUnavailableError and
        StoreUnavailableError.
        """
        picture = read_picture(file)
        return self._change(account_id, lambda: self._pictures.put(account_id, picture))

    def delete(self, account_id: str) -> Account:
        """Remove the account's picture, if it has one, and return the account. Raises what ``upload`` raises."""

        def remove() -> None:
            self._pictures.delete(account_id)

        return self._change(account_id, remove)

    def _change(self, account_id: str, change: Callable[[], str | None]) -> Account:
        """Change what the keeper has, then what the account says, if that is as it was before; otherwise both again.

        Every change makes a new version of the account, also one that finds nothing to delete: that is how of two at
        the same time the earlier one notices the later one, whose picture or lack of one would not fit its URL.
        """
        for _ in range(MAX_ATTEMPTS):
            account = self._verified(account_id)
            url = change()
            changed = replace(account, avatar_url=url, updated_at=self._now(), version=account.version + 1)
            try:
                self._accounts.update_avatar(changed)
            except AccountChangedError:
                continue
            return changed
        raise account_busy()

    def _verified(self, account_id: str) -> Account:
        """Return the account. One that nobody has proved is gone in a week, and its picture would be left behind."""
        account = self._accounts.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        if not account.is_verified:
            raise EmailNotVerifiedError("follow the link in the mail that we sent you")
        return account
