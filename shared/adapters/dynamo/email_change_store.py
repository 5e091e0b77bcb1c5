"""Moves of accounts between e-mail addresses, in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.account_conditions import account_races, book_changes, take_address
from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.account_side_writes import (
    add_event,
    add_mail,
    add_side_write,
    add_token,
    move_erasure,
)
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem
from shared.domain.accounts.account import EmailClaim

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.services.ports.email_changes import EmailMove


class DynamoEmailChanges:
    """A ports.EmailChangeStore."""

    def __init__(self, database: Database, *, accounts_table: str, contacts_table: str, outbox_table: str) -> None:
        self._database = database
        self._accounts_table = accounts_table
        self._outbox_table = outbox_table
        self._profiles = database.bind(ProfileItem, accounts_table)
        self._claims = database.bind(ClaimItem, accounts_table)
        self._books = database.bind(BookItem, contacts_table)

    def move(self, move: EmailMove, *, held_until: datetime, now: datetime) -> None:
        """See ports.EmailChangeStore."""
        account_id = move.after.id
        claim = EmailClaim(canonical_email=move.after.canonical_email, account_id=account_id)
        held = EmailClaim.held(move.before, until=held_until)

        def claims(transaction: TransactWrite) -> None:
            table = self._accounts_table
            take_address(transaction, self._database, table, claim, replaces=move.replaces, now=now)
            transaction.update(
                self._claims(*ClaimItem.key(held.canonical_email)),
                actions=ClaimItem.changes(held),
                condition=ClaimItem.account_id == account_id,
            )

        self._carry_out(move, claims)

    def move_back(self, move: EmailMove) -> None:
        """See ports.EmailChangeStore."""
        account_id = move.after.id
        claim = EmailClaim(canonical_email=move.after.canonical_email, account_id=account_id)

        def claims(transaction: TransactWrite) -> None:
            transaction.delete(
                self._claims(*ClaimItem.key(move.before.canonical_email)), condition=ClaimItem.account_id == account_id
            )
            transaction.update(
                self._claims(*ClaimItem.key(claim.canonical_email)),
                actions=ClaimItem.changes(claim),
                condition=ClaimItem.held_for == account_id,
            )

        self._carry_out(move, claims)

    def _carry_out(self, move: EmailMove, claims: Callable[[TransactWrite], None]) -> None:
        account = move.after
        with account_races(), self._database.transaction() as transaction:
            claims(transaction)
            transaction.update(
                self._profiles(*ProfileItem.key(account.id)),
                actions=[
                    *ProfileItem.changes(account, replaces=move.before),
                    ProfileItem.email.set(account.email),
                    ProfileItem.canonical_email.set(account.canonical_email),
                ],
                condition=ProfileItem.version == account.version - 1,
            )
            transaction.update(
                self._books(account.book_id, BOOK_ITEM_ID),
                actions=book_changes(account, move.before),
                condition=BookItem.item_id.exists(),
            )
            move_erasure(transaction, self._database, self._accounts_table, account, replaces=move.before)
            add_token(transaction, self._database, self._accounts_table, move.token)
            add_mail(transaction, self._database, self._outbox_table, move.mail)
            add_event(transaction, self._database, self._accounts_table, move.event)
            for side in move.sides:
                add_side_write(transaction, self._database, self._accounts_table, side)
