"""Builds the export, the deletion and the erasure of accounts, apart from others: few functions have to do with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.services.accounts.deletion import AccountDeletion
    from shared.services.accounts.deletion_undoing import DeletionUndoing
    from shared.services.accounts.erasing import Erasing
    from shared.services.exchange.account_exports import AccountExporter, AccountExports
    from shared.services.ports.erasing import Eraser
    from shared.wiring.passwords import PasswordsWiring


class LeavingWiring:
    """The deletion and the export of accounts, built on first access from the rest of the wiring."""

    def __init__(self, wired: PasswordsWiring) -> None:
        self._wired = wired

    @cached_property
    def deletion(self) -> AccountDeletion:
        """Deleting one's own account."""
        from shared.services.accounts.deletion import AccountDeletion

        wired = self._wired
        return AccountDeletion(wired.account_writer, wired.action_links, wired.security_records, now=sources.now)

    @cached_property
    def undoing(self) -> DeletionUndoing:
        """Undoing the deletion of accounts."""
        from shared.services.accounts.deletion_undoing import DeletionUndoing

        wired = self._wired
        return DeletionUndoing(wired.action_tokens, wired.account_writer, wired.security_records, now=sources.now)

    @cached_property
    def exporter(self) -> AccountExporter:
        """What starts exports of accounts."""
        from shared.services.exchange.account_exports import AccountExporter
        from shared.services.exchange.account_records import AccountRecords, AccountStores

        wired = self._wired
        stores = AccountStores(
            sessions=wired.session_store,
            events=wired.security_event_store,
            factors=wired.factor_store,
            passkeys=wired.passkey_store,
            identities=wired.identity_store,
            tokens=wired.personal_token_store,
        )
        return AccountExporter(
            wired.current_accounts,
            AccountRecords(stores),
            wired.book_store,
            wired.past.moments,
            wired.exchange_files,
            wired.operation_starter,
            now=sources.now,
            new_id=sources.new_id,
        )

    @cached_property
    def exports(self) -> AccountExports:
        """Reads of exports of accounts."""
        from shared.services.exchange.account_exports import AccountExports

        return AccountExports(self._wired.current_accounts, self._wired.made_exports)

    @cached_property
    def erasing(self) -> Erasing:
        """Erasing of accounts."""
        from shared.services.accounts.erasing import Erasing

        wired = self._wired
        return Erasing(wired.erasure_register, self.erasers, now=sources.now, shuffle=sources.randomness.shuffle)

    @property
    def erasers(self) -> Sequence[Eraser]:
        """What each area erases. Pictures and feeds come first: what is in the book names them."""
        from shared.services.accounts.avatar_eraser import AvatarEraser
        from shared.services.calendars.erasing import FeedEraser
        from shared.services.contacts.erasing import PhotoEraser, SnapshotEraser
        from shared.services.exchange.erasing import FileEraser

        wired = self._wired
        return (
            AvatarEraser(wired.avatar_store),
            PhotoEraser(wired.photo_register, wired.stored_photos),
            FeedEraser(wired.calendar_feed_store),
            SnapshotEraser(wired.snapshot_store),
            FileEraser(wired.exchange_files),
            *wired.table_erasers,
        )
