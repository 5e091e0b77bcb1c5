"""The caller's own passkeys: listing, renaming and removing them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import PasskeyNotFoundError
from shared.domain.accounts.passkeys import MAX_NAME_LENGTH, PasskeysChange
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import FieldProblem, InvalidInputError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.mails import MailKind
from shared.domain.text.cleaning import clean, has_control_characters
from shared.services.accounts import current_accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import Passkey
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.passkeys import PasskeyStore

RAISES = (*current_accounts.RAISES, OutcomeUnknownError, StoreUnavailableError)


class Passkeys:
    """Reads and changes passkeys. Methods for callers raise what ``CurrentAccounts.of`` raises."""

    def __init__(
        self,
        store: PasskeyStore,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._writer = writer
        self._records = records
        self._now = now

    def all(self, caller: Caller) -> Sequence[Passkey]:
        """Return all passkeys, the latest first. This takes two reads."""
        account = self._accounts.of(caller)
        return sorted(self._store.list_all(account.id), key=lambda each: (each.created_at, each.id), reverse=True)

    def rename(self, caller: Caller, passkey_id: str, name: str) -> Passkey:
        """Give a passkey another name, and return it. This takes two reads and a write.

        Raises InvalidInputError (``/name``), PasskeyNotFoundError.
        """
        name = checked_name(name)
        account = self._accounts.of(caller)
        _, passkey = self._store.find(account.id, passkey_id, now=self._now())
        if passkey is None or not self._store.rename(account.id, passkey_id, name):
            raise _absent()
        return replace(passkey, name=name)

    def remove(self, caller: Caller, passkey_id: str, origin: Origin) -> None:
        """Remove a passkey, with an event and a message. This takes two reads and a write.

        Raises PasskeyNotFoundError, and what ``AccountWriter.change`` raises.
        """
        now = self._now()
        removed: list[Passkey] = []

        def decide(account: Account) -> Account:
            _, passkey = self._store.find(account.id, passkey_id, now=now)
            if passkey is None:
                raise _absent()
            removed[:] = [passkey]
            return account.without_passkeys({passkey_id})

        kind = SecurityEventKind.PASSKEY_REMOVED
        event = self._records.act(caller, kind, origin, now)
        mail = self._records.mail(caller.account_id, MailKind.PASSKEY_REMOVED, now)
        self._writer.change(
            caller, decide, events=[event], mails=[mail], sides=lambda: [PasskeysChange(removed=tuple(removed))]
        )


def checked_name(name: str) -> str:
    """Return a name of a passkey without what cannot be seen at its ends. Raises InvalidInputError (``/name``)."""
    cleaned = clean(name)
    if not 0 < len(cleaned) <= MAX_NAME_LENGTH or has_control_characters(cleaned):
        detail = f"A passkey has a name of 1 to {MAX_NAME_LENGTH} characters, without control characters."
        raise InvalidInputError(FieldProblem(pointer="/name", code="invalid_name", detail=detail))
    return cleaned


def _absent() -> PasskeyNotFoundError:
    return PasskeyNotFoundError("there is no such passkey")
