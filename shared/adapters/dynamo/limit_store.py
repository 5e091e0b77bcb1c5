"""The buckets of rate limits in DynamoDB's Ephemeral table."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.constants import PUT_ITEM, UPDATE_ITEM
from pynamodb.exceptions import PynamoDBException

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.ephemeral_items import LIMIT_PREFIX, BucketItem
from shared.adapters.dynamo.faults import item_in_the_way
from shared.domain.errors import StoreUnavailableError
from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import BucketChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.limits import BucketState


class DynamoLimitStore:
    """A ports.LimitStore.

    Every failure becomes StoreUnavailableError, even a wrong deployment: nobody must be kept from signing in because
    the table that counts attempts is missing.
    """

    def __init__(self, database: Database, *, ephemeral_table: str) -> None:
        self._connection = database.connection
        self._buckets = database.bind(BucketItem, ephemeral_table)

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        """See ports.LimitStore."""
        with _any_fault():
            try:
                state = self._buckets.get(LIMIT_PREFIX + key, consistent_read=True).to_bucket()
            except BucketItem.DoesNotExist:
                return None
        return unless_expired(state, now)

    def swap(self, key: str, state: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        """See ports.LimitStore."""
        item = self._buckets.of(key, state)
        if expected is None:
            absent = BucketItem.pk.does_not_exist() | (BucketItem.forgotten_at <= now)
            operation = PUT_ITEM
            request = item.get_save_kwargs_from_instance(absent, return_values_on_condition_failure="ALL_OLD")
        else:
            operation = UPDATE_ITEM
            request = item.get_update_kwargs_from_instance(
                all_stored(item),
                condition=BucketItem.version == expected.version,
                return_values_on_condition_failure="ALL_OLD",
            )
        with _any_fault():
            try:
                self._connection.dispatch(operation, request)
            except ClientError as error:
                raise BucketChangedError(self._current(error, now)) from error

    def _current(self, error: ClientError, now: datetime) -> BucketState | None:
        """Return the conflicting state of the bucket."""
        item = item_in_the_way(error)
        return unless_expired(self._buckets.from_raw_data(item).to_bucket(), now) if item else None


@contextmanager
def _any_fault() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, PynamoDBException) as error:
        cause = getattr(error, "cause", None) or error
        code = cause.response["Error"].get("Code") if isinstance(cause, ClientError) else type(cause).__name__
        raise StoreUnavailableError(f"limits cannot be counted: {code}") from error
