"""Suppressed addresses in DynamoDB's Accounts table: ``EMAIL#canonical / SUPPRESSION``, beside the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError

from shared.adapters.dynamo.account_items import ClaimItem, ProfileItem
from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.adapters.dynamo.faults import is_failed_condition, read_faults, write_faults
from shared.domain.expiry import unless_expired
from shared.domain.suppressions import Suppression, SuppressionReason

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.dynamo.database import Database

SUPPRESSION = "SUPPRESSION"
HELD_SUPPRESSION_PREFIX = "SUPPRESSION#"


class SuppressionItem(AccountsTableItem):
    """An entry of the list."""

    canonical_email = UnicodeAttribute()
    account_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    at = MillisecondsAttribute()

    def to_suppression(self) -> Suppression:
        """Return the entry."""
        assert self.expires_at is not None
        return Suppression(
            canonical_email=self.canonical_email,
            account_id=self.account_id,
            reason=self.reason,
            at=self.at,
            expires_at=self.expires_at,
        )


class HeldSuppressionItem(AccountsTableItem):
    """That there is an entry for an account: ``ACCOUNT#id / SUPPRESSION#canonical``. Only its eraser reads it."""

    @classmethod
    def of(cls, suppression: Suppression) -> Self:
        """Return the item of an entry."""
        partition, _ = ProfileItem.key(suppression.account_id)
        sort_key = f"{HELD_SUPPRESSION_PREFIX}{suppression.canonical_email}"
        return cls(partition, sort_key, expires_at=suppression.expires_at)


class DynamoSuppressions:
    """A ports.SuppressionList."""

    def __init__(self, database: Database, *, accounts_table: str) -> None:
        self._items = database.bind(SuppressionItem, accounts_table)
        self._held = database.bind(HeldSuppressionItem, accounts_table)

    def find(self, canonical_email: str, *, now: datetime) -> Suppression | None:
        """See ports.SuppressionList."""
        with read_faults():
            try:
                item = self._items.get(*_key(canonical_email), consistent_read=True)
            except SuppressionItem.DoesNotExist:
                return None
        return unless_expired(item.to_suppression(), now)

    def add(self, suppression: Suppression, *, now: datetime) -> None:
        """See ports.SuppressionList. Writes with two PutItem, the entry last, so that none is ever lost sight of.

        It is put whole: nothing of an earlier one applies to it.
        """
        absent = SuppressionItem.pk.does_not_exist() | (SuppressionItem.expires_at <= now.replace(microsecond=0))
        same = SuppressionItem.reason == suppression.reason
        replaceable = absent | (same & (SuppressionItem.at < suppression.at))
        if suppression.reason == SuppressionReason.COMPLAINT:
            replaceable |= ~same
        item = self._items(
            *_key(suppression.canonical_email),
            canonical_email=suppression.canonical_email,
            account_id=suppression.account_id,
            reason=suppression.reason,
            at=suppression.at,
            expires_at=suppression.expires_at,
        )
        try:
            with write_faults():
                self._held.of(suppression).save()
                item.save(condition=replaceable)
        except PutError as error:
            if not is_failed_condition(error):
                raise


def _key(canonical_email: str) -> tuple[str, str]:
    return ClaimItem.key(canonical_email)[0], SUPPRESSION
