"""The profile of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import AccountGoneError, BookFullError, OutcomeUnknownError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.services.accounts.input import ProfileUpdate
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.phone_numbers import PhoneNumbers

RAISES = (BookFullError, OutcomeUnknownError, StoreUnavailableError)


class Profiles:
    """Reads and changes the profile of an account."""

    def __init__(
        self, store: AccountStore, writer: AccountWriter, phone_numbers: PhoneNumbers, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._writer = writer
        self._phone_numbers = phone_numbers
        self._now = now

    def get(self, account_id: str) -> Account:
        """Return the account. Raises AccountGoneError, StoreUnavailableError."""
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        return account

    def update(self, account_id: str, update: ProfileUpdate) -> Account:
        """Change a profile and return the account; the settings of its book change in the same transaction.

        Raises InvalidInputError naming every broken rule, and what ``AccountWriter.change`` raises.
        """
        update = update.checked(self._phone_numbers)

        def decide(account: Account) -> Account | None:
            updated = update.applied_to(account)
            return None if updated == account else updated

        return self._writer.change(account_id, decide)
