"""The items of the Ephemeral table: receipts of requests, and the buckets of rate limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.adapters.dynamo.reading import Item, members
from shared.domain.limits import BucketState
from shared.services.ports.receipts import Receipt

if TYPE_CHECKING:
    from datetime import datetime

    from pynamodb.expressions.condition import Condition

LIMIT_PREFIX = "LIMIT#"
_RECEIPT_PREFIX = "RECEIPT#"


class ReceiptItem(Model):
    """The receipt of a request with an Idempotency-Key."""

    pk = UnicodeAttribute(hash_key=True)
    fingerprint = UnicodeAttribute()
    made_id = UnicodeAttribute(default="")
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """Return the item of a receipt."""
        return cls(
            receipt_item_id(receipt.key),
            fingerprint=receipt.fingerprint,
            made_id=receipt.made_id,
            expires_at=receipt.expires_at,
        )

    @classmethod
    def read(cls, item: Item) -> Receipt:
        """Return the receipt of an item."""
        values = members(cls, item)
        return Receipt(
            key=values["pk"].removeprefix(_RECEIPT_PREFIX),
            fingerprint=values["fingerprint"],
            made_id=values["made_id"],
            expires_at=values["expires_at"],
        )


def absent_or_expired(at: datetime) -> Condition:
    """Return the condition that there is no receipt in the way, or one that expired by then."""
    absent: Condition = ReceiptItem.pk.does_not_exist()
    expired: Condition = ReceiptItem.expires_at <= at.replace(microsecond=0)
    both: Condition = absent | expired
    return both


def receipt_item_id(key: str) -> str:
    """Return the key of the item of the receipt with this key."""
    return f"{_RECEIPT_PREFIX}{key}"


class BucketItem(Model):
    """The state of a bucket. It contains no address and no network, not even in its key, which is hashed."""

    pk = UnicodeAttribute(hash_key=True)
    full_at = MillisecondsAttribute()
    failures = IntegerAttribute(default=0)
    not_before = MillisecondsAttribute(null=True)
    has_turn = BooleanAttribute(default=False)
    known_until = MillisecondsAttribute(null=True)
    early_failures = IntegerAttribute(null=True)
    early_not_before = MillisecondsAttribute(null=True)
    version = IntegerAttribute()
    forgotten_at = MillisecondsAttribute()
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, key: str, state: BucketState) -> Self:
        """Return the item of a bucket. ``expires_at`` is for DynamoDB's TTL, which counts in seconds."""
        return cls(
            LIMIT_PREFIX + key,
            full_at=state.full_at,
            failures=state.failures,
            not_before=state.not_before,
            has_turn=state.has_turn,
            known_until=state.known_until,
            early_failures=state.early_failures or None,
            early_not_before=state.early_not_before,
            version=state.version,
            forgotten_at=state.expires_at,
            expires_at=state.expires_at,
        )

    def to_bucket(self) -> BucketState:
        """Return the state of the bucket."""
        return BucketState(
            full_at=self.full_at,
            failures=self.failures,
            not_before=self.not_before,
            has_turn=self.has_turn,
            known_until=self.known_until,
            early_failures=self.early_failures or 0,
            early_not_before=self.early_not_before,
            version=self.version,
            expires_at=self.forgotten_at,
        )
