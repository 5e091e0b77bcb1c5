"""What writes of accounts depend on, and what follows from them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.attributes import stored
from shared.adapters.dynamo.book_items import BookItem
from shared.adapters.dynamo.faults import lost_races, write_faults
from shared.adapters.dynamo.verification_token_items import TokenItem
from shared.domain.accounts.account import ADMIN_ROLE
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pynamodb.expressions.condition import Condition
    from pynamodb.expressions.update import Action
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.domain.accounts.account import Account, EmailClaim


@contextmanager
def account_races() -> Iterator[None]:
    """Raise AccountChangedError when a condition of the transaction fails or another transaction holds an item."""
    try:
        with write_faults():
            yield
    except TransactWriteError as error:
        if lost_races(error) is None:
            raise
        raise AccountChangedError("the account is no longer the version that was read") from error


def book_changes(account: Account, replaces: Account) -> list[Action]:
    """Return the updates of a book that follow those of its account."""
    changes = [] if account.settings == replaces.settings else BookItem.settings_changes(account.settings)
    if account.not_before is not None and account.not_before != replaces.not_before:
        changes += BookItem.not_before_changes(account.not_before)
    if account.disabled_at != replaces.disabled_at:
        changes.append(stored(BookItem.disabled_at, account.disabled_at))
    if account.erase_at != replaces.erase_at:
        changes.append(stored(BookItem.erase_at, account.erase_at))
    return changes


def require_admin(transaction: TransactWrite, database: Database, accounts_table: str, account_id: str) -> None:
    """Add the condition that an account is that of an administrator, as ``Account.is_admin`` has it."""
    is_admin = (ProfileItem.role == ADMIN_ROLE) & ProfileItem.disabled_at.does_not_exist()
    profiles = database.bind(ProfileItem, accounts_table)
    transaction.condition_check(profiles, *ProfileItem.key(account_id), condition=is_admin)


def take_address(
    transaction: TransactWrite,
    database: Database,
    accounts_table: str,
    claim: EmailClaim,
    *,
    replaces: EmailClaim | None,
    now: datetime,
) -> None:
    """Add the claim on an address that nobody has, or that is held for the account of the claim.

    Or, with ``replaces``, on one whose claim still is that; its account goes.

    A failed condition tells which claim is there: ``ClaimItem.standing``. What goes is two deletes, which PynamoDB
    sends first.
    """
    unclaimed = ClaimItem.pk.does_not_exist() | (ClaimItem.expires_at <= now.replace(microsecond=0))
    condition = is_still(replaces) if replaces else unclaimed | (ClaimItem.held_for == claim.account_id)
    claims = database.bind(ClaimItem, accounts_table)
    transaction.save(claims.of(claim), condition=condition, return_values=ALL_OLD)
    if replaces:
        profiles, tokens = database.bind(ProfileItem, accounts_table), database.bind(TokenItem, accounts_table)
        transaction.delete(profiles(*ProfileItem.key(replaces.account_id)))
        transaction.delete(tokens(*TokenItem.key(replaces.token_hash or "")))


def is_still(claim: EmailClaim) -> Condition:
    """Return the condition that the claim is unchanged: a token belongs to one version of one account only."""
    token, waiting, sending = (
        name.does_not_exist() if value is None else name == value
        for name, value in (
            (ClaimItem.token_hash, claim.token_hash),
            (ClaimItem.waiting, claim.waiting),
            (ClaimItem.sending, claim.sending),
        )
    )
    same: Condition = token & waiting & sending
    return same
