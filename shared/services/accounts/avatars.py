"""Changing the avatar of an account."""

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
from shared.services.accounts import current_accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.accounts.account import Account
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.avatars import AvatarStore

RAISES = (
    *current_accounts.RAISES,
    AvatarUnavailableError,
    EmailNotVerifiedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
MAX_ATTEMPTS = 3
"""Fewer than for other changes of an account, since each attempt sends the picture again."""


class Avatars:
    """Changes avatars. Whatever fails, repeating the same call completes the change.

    The avatar store is changed before the account, because the store is more likely to fail: if it does, the account
    stays as it was. Each account has one place in the store, so no picture is ever left behind.
    """

    def __init__(self, writer: AccountWriter, pictures: AvatarStore) -> None:
        self._writer = writer
        self._pictures = pictures

    def upload(self, caller: Caller, file: bytes) -> Account:
        """Make the picture in the file the avatar of the account, and return the account.

        Raises InvalidPictureError, EmailNotVerifiedError, AvatarUnavailableError, and what ``AccountWriter.change``
        raises.
        """
        picture = read_picture(file)
        return self._change(caller, lambda: self._pictures.put(caller.account_id, picture))

    def delete(self, caller: Caller) -> Account:
        """Delete the avatar of the account, if it has one, and return the account.

        Raises what ``upload`` raises, except for InvalidPictureError.
        """

        def remove() -> None:
            self._pictures.delete(caller.account_id)

        return self._change(caller, remove)

    def _change(self, caller: Caller, change: Callable[[], str | None]) -> Account:
        """Change the store, then the account if its version is still the same; otherwise repeat both steps.

        Every change makes a new version of the account, even if there was nothing to delete. So if two changes overlap,
        one notices the other, and the account never has a URL that does not match the picture in the store.
        """

        def decide(account: Account) -> Account:
            if not account.is_verified:
                # An unverified account expires within a week, and its picture would be left behind.
                raise EmailNotVerifiedError("follow the link in the message that we sent you")
            return replace(account, avatar_url=change())

        return self._writer.change(caller, decide, attempts=MAX_ATTEMPTS)
