"""The profile of an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.errors import AccountGoneError, OutcomeUnknownError, StoreUnavailableError
from shared.services.accounts.attempts import MAX_ATTEMPTS, account_busy, pause
from shared.services.accounts.input import ProfileUpdate
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.phone_numbers import PhoneNumbers
    from shared.services.timing import Timing

RAISES = (OutcomeUnknownError, StoreUnavailableError)


class Profiles:
    """Reading and changing the profile of an account."""

    def __init__(
        self, store: AccountStore, phone_numbers: PhoneNumbers, *, now: Callable[[], datetime], timing: Timing
    ) -> None:
        self._store = store
        self._phone_numbers = phone_numbers
        self._now = now
        self._timing = timing

    def get(self, account_id: str) -> Account:
        """Return the account. Raises AccountGoneError, StoreUnavailableError."""
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        return account

    def update(self, account_id: str, update: ProfileUpdate) -> Account:
        """Change a profile and return the account; its book takes over the settings at the same moment.

        Raises InvalidInputError naming every broken rule, AccountGoneError, StoreUnavailableError.
        """
        update = update.checked(self._phone_numbers)
        for attempt in range(MAX_ATTEMPTS):
            pause(self._timing, attempt)
            account = self.get(account_id)
            updated = update.applied_to(account)
            if updated == account:
                return account
            updated = replace(updated, updated_at=self._now(), version=account.version + 1)
            try:
                self._store.update_profile(updated)
            except AccountChangedError:
                continue
            return updated
        raise account_busy()
