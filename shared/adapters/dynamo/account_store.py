"""Accounts in DynamoDB: the Accounts table, and what its transactions write to the Contacts and Outbox tables."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from pynamodb.exceptions import TransactWriteError, UpdateError

from shared.adapters.dynamo.account_conditions import account_races, book_changes, is_still, take_address
from shared.adapters.dynamo.account_items import (
    ClaimItem,
    ProfileItem,
    WaitingItem,
)
from shared.adapters.dynamo.account_side_writes import add_event, add_side_write, add_token, move_erasure
from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.batch_get import find_items
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem
from shared.adapters.dynamo.faults import is_failed_condition, lost_races, read_faults, write_faults
from shared.adapters.dynamo.mail_items import MailItem
from shared.adapters.dynamo.operation_writes import add_operation
from shared.adapters.dynamo.reading import TableReader
from shared.adapters.dynamo.verification_token_items import TokenItem
from shared.domain.accounts.account import Account, EmailClaim, VerificationToken
from shared.domain.books import Book
from shared.domain.expiry import unless_expired
from shared.domain.mails import OutgoingMail
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError
from shared.services.ports.operations import OperationWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.action_tokens import ActionToken
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.operations import Operation
    from shared.services.ports.side_writes import SideWrite

_Item = TypeVar("_Item", bound=AccountsTableItem)


class DynamoAccountStore:
    """A ports.AccountStore."""

    def __init__(
        self,
        database: Database,
        *,
        accounts_table: str,
        contacts_table: str,
        outbox_table: str,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._contacts_table = contacts_table
        self._wait = wait
        self._profiles = database.bind(ProfileItem, accounts_table)
        self._waiting = database.bind(WaitingItem, accounts_table)
        self._claims = database.bind(ClaimItem, accounts_table)
        self._tokens = database.bind(TokenItem, accounts_table)
        self._reader = TableReader(database.connection, accounts_table)
        self._books = database.bind(BookItem, contacts_table)
        self._mails = database.bind(MailItem, outbox_table)

    def find_claim(self, canonical_email: str, *, now: datetime) -> EmailClaim | None:
        """See ports.AccountStore."""
        item = _get(self._claims, ClaimItem.key(canonical_email))
        return unless_expired(item.to_claim(), now) if item else None

    def find_account(self, account_id: str, *, now: datetime) -> Account | None:
        """See ports.AccountStore."""
        item = self._reader.get(*ProfileItem.key(account_id))
        return unless_expired(ProfileItem.read(item), now) if item else None

    def find_token(self, token_hash: str, *, now: datetime) -> VerificationToken | None:
        """See ports.AccountStore."""
        item = _get(self._tokens, TokenItem.key(token_hash))
        return unless_expired(item.to_token(), now) if item else None

    def find_account_and_token(
        self, account_id: str, token_hash: str, *, now: datetime
    ) -> tuple[Account | None, VerificationToken | None]:
        """See ports.AccountStore."""
        keys = [ProfileItem.key(account_id), TokenItem.key(token_hash)]
        profile, token = find_items(self._database.connection, self._accounts_table, keys, wait=self._wait)
        return (
            unless_expired(ProfileItem.read(profile), now) if profile else None,
            unless_expired(self._tokens.from_raw_data(token).to_token(), now) if token else None,
        )

    def register(
        self,
        account: Account,
        claim: EmailClaim,
        token: VerificationToken,
        mail: OutgoingMail,
        *,
        replaces: EmailClaim | None,
        now: datetime,
    ) -> None:
        """See ports.AccountStore."""
        try:
            with write_faults(), self._database.transaction() as transaction:
                take_address(transaction, self._database, self._accounts_table, claim, replaces=replaces, now=now)
                transaction.save(self._profiles.of(account), condition=ProfileItem.pk.does_not_exist())
                transaction.save(self._tokens.of(token))
                transaction.save(self._mails.of(mail))
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            # The claim follows the deletes.
            raise ClaimTakenError(self._claims.standing(reasons[2 if replaces else 0], now)) from error

    def renew_token(
        self, claim: EmailClaim, token: VerificationToken, mail: OutgoingMail, *, replaces: EmailClaim
    ) -> None:
        """See ports.AccountStore."""
        with account_races(), self._database.transaction() as transaction:
            self._update_claim(transaction, claim, replaces)
            self._prolong(transaction, claim)
            transaction.save(self._tokens.of(token))
            transaction.delete(self._tokens(*TokenItem.key(replaces.token_hash or "")))
            transaction.save(self._mails.of(mail))

    def postpone(self, claim: EmailClaim, account: Account | None, mail: OutgoingMail, *, replaces: EmailClaim) -> None:
        """See ports.AccountStore."""
        with account_races(), self._database.transaction() as transaction:
            self._update_claim(transaction, claim, replaces)
            self._prolong(transaction, claim)
            if account is not None:
                transaction.save(self._waiting.of(account))
            transaction.save(self._mails.of(mail))

    def find_waiting(self, account_id: str, *, now: datetime) -> Account | None:
        """See ports.AccountStore."""
        item = self._reader.get(*WaitingItem.key(account_id))
        return unless_expired(WaitingItem.read(item), now) if item else None

    def update_claim(self, claim: EmailClaim, *, replaces: EmailClaim) -> None:
        """See ports.AccountStore."""
        with account_races(), self._database.transaction() as transaction:
            self._update_claim(transaction, claim, replaces)

    def verify(self, account: Account, token: VerificationToken) -> None:
        """See ports.AccountStore."""
        assert account.verified_at is not None
        assert token.used_at is not None
        book = Book.new(account.book_id, account.settings, account.not_before, account.disabled_at)
        with account_races(), self._database.transaction() as transaction:
            transaction.update(
                self._profiles(*ProfileItem.key(account.id)),
                actions=[
                    *ProfileItem.new_version(account),
                    ProfileItem.verified_at.set(account.verified_at),
                    ProfileItem.verified_by.set(token.hash),
                    ProfileItem.expires_at.remove(),
                ],
                condition=ProfileItem.version == account.version - 1,
            )
            transaction.update(
                self._tokens(*TokenItem.key(token.hash)),
                actions=[TokenItem.used_at.set(token.used_at)],
                condition=TokenItem.pk.exists(),
            )
            transaction.update(
                self._claims(*ClaimItem.key(account.canonical_email)),
                actions=ClaimItem.changes(EmailClaim(canonical_email=account.canonical_email, account_id=account.id)),
                condition=ClaimItem.token_hash == token.hash,
            )
            transaction.save(self._books.of(book), condition=BookItem.item_id.does_not_exist())

    def rehash(self, account: Account) -> None:
        """See ports.AccountStore."""
        try:
            with write_faults():
                self._profiles(*ProfileItem.key(account.id)).update(
                    actions=ProfileItem.rehashing(account),
                    condition=ProfileItem.version == account.version - 1,
                )
        except UpdateError as error:
            if not is_failed_condition(error):
                raise
            raise AccountChangedError("the account is no longer the version that was read") from error

    def update(
        self,
        account: Account,
        *,
        replaces: Account,
        operations: Sequence[Operation] = (),
        events: Sequence[SecurityEvent] = (),
        tokens: Sequence[ActionToken] = (),
        mails: Sequence[OutgoingMail] = (),
        sides: Sequence[SideWrite] = (),
    ) -> None:
        """See ports.AccountStore."""
        with account_races(), self._database.transaction() as transaction:
            transaction.update(
                self._profiles(*ProfileItem.key(account.id)),
                actions=ProfileItem.changes(account, replaces=replaces),
                condition=ProfileItem.version == account.version - 1,
            )
            if account.is_verified and (changes := book_changes(account, replaces)):
                transaction.update(
                    self._books(account.book_id, BOOK_ITEM_ID), actions=changes, condition=BookItem.item_id.exists()
                )
            move_erasure(transaction, self._database, self._accounts_table, account, replaces=replaces)
            for operation in operations:
                add_operation(
                    transaction, self._database, self._contacts_table, account.book_id, OperationWrite(after=operation)
                )
            for event in events:
                add_event(transaction, self._database, self._accounts_table, event)
            for token in tokens:
                add_token(transaction, self._database, self._accounts_table, token)
            for mail in mails:
                transaction.save(self._mails.of(mail))
            for side in sides:
                add_side_write(transaction, self._database, self._accounts_table, side)

    def _update_claim(self, transaction: TransactWrite, claim: EmailClaim, replaces: EmailClaim) -> None:
        item = self._claims(*ClaimItem.key(claim.canonical_email))
        transaction.update(item, actions=ClaimItem.changes(claim), condition=is_still(replaces))

    def _prolong(self, transaction: TransactWrite, claim: EmailClaim) -> None:
        """Let the account of an unverified claim live as long as the claim."""
        assert claim.expires_at is not None
        transaction.update(
            self._profiles(*ProfileItem.key(claim.account_id)),
            actions=[ProfileItem.expires_at.set(claim.expires_at)],
            condition=ProfileItem.pk.exists(),
        )


def _get(model: type[_Item], key: tuple[str, str]) -> _Item | None:
    with read_faults():
        try:
            return model.get(*key, consistent_read=True)
        except model.DoesNotExist:
            return None
