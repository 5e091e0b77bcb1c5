"""Exports of everything that there is of an account, in one archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.domain.errors import (
    BookBusyError,
    EmailNotVerifiedError,
    FilesUnavailableError,
    HistoryGoneError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.operations import Operation, OperationKind
from shared.services.accounts import current_accounts
from shared.services.exchange.json_files import as_json
from shared.services.exchange.names import GATHERED, account_piece_name
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.books.access import Caller
    from shared.services.contacts.past.moments import PastMoments
    from shared.services.exchange.account_records import AccountRecords
    from shared.services.exchange.exports import MadeExports
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookStore
    from shared.services.ports.exchange_files import DownloadLink, ExchangeFiles

RAISES = (
    *current_accounts.RAISES,
    BookBusyError,
    EmailNotVerifiedError,
    FilesUnavailableError,
    HistoryGoneError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)


class AccountExporter:
    """Starts exports of accounts. What is known of the account is gathered by the request, so the worker reads none."""

    def __init__(
        self,
        accounts: CurrentAccounts,
        records: AccountRecords,
        books: BookStore,
        moments: PastMoments,
        files: ExchangeFiles,
        starter: OperationStarter,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._accounts = accounts
        self._records = records
        self._books = books
        self._moments = moments
        self._files = files
        self._starter = starter
        self._now = now
        self._new_id = new_id

    def start(self, caller: Caller) -> Operation:
        """Start the export of the caller's account, with contacts as they are now.

        Raises EmailNotVerifiedError, FilesUnavailableError, what ``CurrentAccounts.of`` and ``PastMoments.find`` raise,
        and what ``OperationStarter.go_on`` raises.
        """
        account = self._accounts.of(caller)
        if not account.is_verified:
            raise EmailNotVerifiedError("follow the link in the message that we sent you")
        now, book_id = self._now(), account.book_id
        then = self._moments.find(book_id, load_book(self._books, book_id).book.revision)
        operation = Operation(
            id=self._new_id(),
            kind=OperationKind.EXPORT_ACCOUNT,
            actor=account.id,
            created_at=now,
            updated_at=now,
            parameters={
                "revision": then.revision,
                "media_type": "application/zip",
                "file_name": f"address-book-{now:%Y-%m-%d}.zip",
            },
        )
        gathered = json.dumps({name: as_json(value) for name, value in self._records.of(account, now).items()})
        self._files.put(book_id, account_piece_name(operation.id, 0, GATHERED), gathered.encode())
        return self._starter.go_on(book_id, operation)


class AccountExports:
    """Reads exports of accounts."""

    def __init__(self, accounts: CurrentAccounts, made: MadeExports) -> None:
        self._accounts = accounts
        self._made = made

    def get(self, caller: Caller, export_id: str) -> tuple[Operation, DownloadLink | None]:
        """Return the operation of an export of the caller's, and a link to its file, if there is one.

        Takes two reads. Raises ExportNotFoundError, StoreUnavailableError, and what ``CurrentAccounts.of`` raises.
        """
        account = self._accounts.of(caller)
        operation = self._made.find(account.book_id, export_id, OperationKind.EXPORT_ACCOUNT)
        return operation, self._made.link(account.book_id, operation)
