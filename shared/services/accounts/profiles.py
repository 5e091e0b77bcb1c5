"""The profile of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import BookFullError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError
from shared.domain.text.name_orders import tailoring_for
from shared.services.accounts import current_accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.accounts.account import Account
    from shared.domain.operations import Operation
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.input import ProfileUpdate
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.phone_numbers import PhoneNumbers

RAISES = (
    *current_accounts.RAISES,
    BookFullError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)


class Profiles:
    """Reads and changes the profile of an account."""

    def __init__(
        self,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        phone_numbers: PhoneNumbers,
        *,
        announce_phone_filling: Callable[[Account], Operation],
        announce_name_ordering: Callable[[Account], Operation],
    ) -> None:
        self._accounts = accounts
        self._writer = writer
        self._phone_numbers = phone_numbers
        self._announce_phone_filling = announce_phone_filling
        self._announce_name_ordering = announce_name_ordering

    def get(self, caller: Caller) -> Account:
        """Return the account. Raises what ``CurrentAccounts.of`` raises."""
        return self._accounts.of(caller)

    def update(self, caller: Caller, update: ProfileUpdate) -> Account:
        """Change a profile and return the account; the settings of its book change in the same transaction.

        A new phone region begins the operation that fills in the numbers which could not be read without it; a locale
        whose names are in another order begins the one that brings the contacts into that order. Raises
        InvalidInputError naming every broken rule, TasksUnavailableError, and what ``AccountWriter.change`` raises.
        """
        update = update.checked(self._phone_numbers)

        def decide(account: Account) -> Account | None:
            updated = update.applied_to(account)
            return None if updated == account else updated

        return self._writer.change(caller, decide, begins=self._begun)

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
