"""Avatars: the picture of an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.errors import (
    AvatarUnavailableError,
    EmailNotVerifiedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.pictures.reading import read_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.accounts.account import Account
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.avatars import AvatarStore

RAISES = (AvatarUnavailableError, EmailNotVerifiedError, OutcomeUnknownError, StoreUnavailableError)
MAX_ATTEMPTS = 3
"""Fewer than other changes of an account have: each one sends the picture again."""


class Avatars:
    """Changing the own picture. Whatever fails, and wherever, the same call can be made again and puts all right.

    The keeper of the pictures goes first and the account second, because the keeper is the one that fails: when it
    does, the account says what it said before. Each account has one place there, so that nothing is ever left over.
    """

    def __init__(self, writer: AccountWriter, pictures: AvatarStore) -> None:
        self._writer = writer
        self._pictures = pictures

    def upload(self, account_id: str, file: bytes) -> Account:
        """Make the picture in the file the account's, and return the account.

        Raises InvalidPictureError, EmailNotVerifiedError, AvatarUnavailableError, and what ``AccountWriter.change``
        raises.
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

        def decide(account: Account) -> Account:
            if not account.is_verified:
                # It is gone in a week, and its picture would be left behind.
                raise EmailNotVerifiedError("follow the link in the mail that we sent you")
            return replace(account, avatar_url=change())

        return self._writer.change(account_id, decide, attempts=MAX_ATTEMPTS)
