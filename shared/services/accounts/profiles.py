"""The profile of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import (
    AccountGoneError,
    BookFullError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.text.name_orders import tailoring_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.accounts.input import ProfileUpdate
    from shared.services.accounts.writer import AccountWriter
    from shared.services.ports.accounts import AccountStore
    from shared.services.ports.phone_numbers import PhoneNumbers

RAISES = (BookFullError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError)


class Profiles:
    """Reads and changes the profile of an account."""

    def __init__(
        self,
        store: AccountStore,
        writer: AccountWriter,
        phone_numbers: PhoneNumbers,
        *,
        announce_phone_filling: Callable[[Account], Operation],
        announce_name_ordering: Callable[[Account], Operation],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._writer = writer
        self._phone_numbers = phone_numbers
        self._announce_phone_filling = announce_phone_filling
        self._announce_name_ordering = announce_name_ordering
        self._now = now

    def get(self, account_id: str) -> Account:
        """Return the account. Raises AccountGoneError, StoreUnavailableError."""
        account = self._store.find_account(account_id, now=self._now())
        if account is None:
            raise AccountGoneError("the account no longer exists")
        return account

    def update(self, account_id: str, update: ProfileUpdate) -> Account:
        """Change a profile and return the account; the settings of its book change in the same transaction.

        A new phone region begins the operation that fills in the numbers which could not be read without it; a locale
        whose names are in another order begins the one that brings the contacts into that order. Raises
        InvalidInputError naming every broken rule, TasksUnavailableError, and what ``AccountWriter.change`` raises.
        """
        update = update.checked(self._phone_numbers)

        def decide(account: Account) -> Account | None:
            updated = update.applied_to(account)
            return None if updated == account else updated

        return self._writer.change(account_id, decide, begins=self._begun)

    def _begun(self, before: Account, after: Account) -> list[Operation]:
        """Return the operations that a change of the settings begins, after sending their messages."""
        if not after.is_verified:
            return []
        begun = []
        if after.settings.phone_region not in ("", before.settings.phone_region):
            begun.append(self._announce_phone_filling(after))
        if after.locale != before.locale and tailoring_for(after.locale) != tailoring_for(before.locale):
            begun.append(self._announce_name_ordering(after))
        return begun
