"""Identities in DynamoDB's Accounts table: each an item beside the profile of its account, and a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.constants import STRING
from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.account_conditions import account_races, take_address
from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.account_side_writes import add_event, add_mail
from shared.adapters.dynamo.book_items import BookItem
from shared.adapters.dynamo.faults import is_failed, lost_races, write_faults
from shared.adapters.dynamo.identity_items import IDENTITY_PREFIX, IdentityClaimItem, IdentityItem
from shared.adapters.dynamo.identity_writes import add_identity_removal
from shared.adapters.dynamo.reading import TableReader
from shared.domain.accounts.account import EmailClaim
from shared.domain.books import Book
from shared.services.ports.conflicts import AccountChangedError, ClaimTakenError, IdentityClaimedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.identities import Identity
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.services.ports.identities import IdentityChange


class DynamoIdentityStore:
    """A ports.IdentityStore."""

    def __init__(self, database: Database, *, accounts_table: str, contacts_table: str, outbox_table: str) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._outbox_table = outbox_table
        self._identities = database.bind(IdentityItem, accounts_table)
        self._claims = database.bind(IdentityClaimItem, accounts_table)
        self._addresses = database.bind(ClaimItem, accounts_table)
        self._profiles = database.bind(ProfileItem, accounts_table)
        self._books = database.bind(BookItem, contacts_table)
        self._reader = TableReader(database.connection, accounts_table)

    def find_owner(self, identity_id: str) -> str | None:
        """See ports.IdentityStore."""
        item = self._reader.get(*IdentityClaimItem.key(identity_id))
        return item["account_id"][STRING] if item else None

    def list_all(self, account_id: str) -> Sequence[Identity]:
        """See ports.IdentityStore. Reads with one Query."""
        partition, _ = IdentityItem.key(account_id, "")
        rows = self._reader.query_all(partition, IdentityItem.sk.startswith(IDENTITY_PREFIX))
        identities = [self._identities.from_raw_data(row).to_identity() for row in rows]
        return sorted(identities, key=lambda one: (one.created_at, one.id))

    def register(
        self, account: Account, identity: Identity, event: SecurityEvent, *, replaces: EmailClaim | None, now: datetime
    ) -> None:
        """See ports.IdentityStore."""
        address = EmailClaim(canonical_email=account.canonical_email, account_id=account.id)
        try:
            with write_faults(), self._database.transaction() as transaction:
                take_address(transaction, self._database, self._accounts_table, address, replaces=replaces, now=now)
                self._save(transaction, identity)
                transaction.save(self._profiles.of(account), condition=ProfileItem.pk.does_not_exist())
                book = Book.new(account.book_id, account.settings, account.not_before)
                transaction.save(self._books.of(book), condition=BookItem.item_id.does_not_exist())
                add_event(transaction, self._database, self._accounts_table, event)
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            # The two claims follow the deletes.
            address_reason, identity_reason = reasons[2:4] if replaces else reasons[:2]
            if is_failed(identity_reason):
                raise IdentityClaimedError from error
            raise ClaimTakenError(self._addresses.standing(address_reason, now)) from error

    def link(self, change: IdentityChange) -> None:
        """See ports.IdentityStore."""
        try:
            with write_faults(), self._database.transaction() as transaction:
                self._save(transaction, change.identity)
                self._change(transaction, change)
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            if is_failed(reasons[0]):
                raise IdentityClaimedError from error
            raise AccountChangedError("the account is no longer the version that was read") from error

    def unlink(self, change: IdentityChange) -> None:
        """See ports.IdentityStore."""
        with account_races(), self._database.transaction() as transaction:
            add_identity_removal(transaction, self._database, self._accounts_table, change.identity)
            self._change(transaction, change)

    def _save(self, transaction: TransactWrite, identity: Identity) -> None:
        """Add the claim, which nobody may have, and the identity to a transaction."""
        transaction.save(self._claims.of(identity), condition=IdentityClaimItem.pk.does_not_exist())
        transaction.save(self._identities.of(identity))

    def _change(self, transaction: TransactWrite, change: IdentityChange) -> None:
        transaction.update(
            self._profiles(*ProfileItem.key(change.account.id)),
            actions=ProfileItem.new_version(change.account),
            condition=ProfileItem.version == change.account.version - 1,
        )
        add_event(transaction, self._database, self._accounts_table, change.event)
        if change.mail is not None:
            add_mail(transaction, self._database, self._outbox_table, change.mail)
