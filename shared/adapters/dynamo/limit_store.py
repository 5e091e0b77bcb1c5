"""Tallies in DynamoDB's Ephemeral table."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.constants import PUT_ITEM
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.adapters.dynamo.faults import item_in_the_way
from shared.domain.errors import StoreUnavailableError
from shared.domain.expiry import unless_expired
from shared.domain.limits import Tally
from shared.services.ports.conflicts import TallyChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shared.adapters.dynamo.database import Database

_PREFIX = "LIMIT#"


class TallyItem(Model):
    """A tally. It holds no address and no network, not even in its key, which is hashed."""

    pk = UnicodeAttribute(hash_key=True)
    full_at = MillisecondsAttribute()
    failures = IntegerAttribute()
    not_before = MillisecondsAttribute(null=True)
    has_turn = BooleanAttribute()
    known_until = MillisecondsAttribute(null=True)
    version = IntegerAttribute()
    forgotten_at = MillisecondsAttribute()
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, key: str, tally: Tally) -> Self:
        """Return the item of a tally. ``expires_at`` is for DynamoDB, which counts in seconds."""
        return cls(
            _PREFIX + key,
            full_at=tally.full_at,
            failures=tally.failures,
            not_before=tally.not_before,
            has_turn=tally.has_turn,
            known_until=tally.known_until,
            version=tally.version,
            forgotten_at=tally.expires_at,
            expires_at=tally.expires_at,
        )

    def to_tally(self) -> Tally:
        """Return the tally."""
        return Tally(
            full_at=self.full_at,
            failures=self.failures,
            not_before=self.not_before,
            has_turn=self.has_turn,
            known_until=self.known_until,
            version=self.version,
            expires_at=self.forgotten_at,
        )


class DynamoLimitStore:
    """A ports.LimitStore.

    Whatever goes wrong is StoreUnavailableError, wrong deployments included: nobody is kept from signing in because
    the table that counts attempts is missing.
    """

    def __init__(self, database: Database, *, ephemeral_table: str) -> None:
        self._connection = database.connection
        self._tallies = database.bind(TallyItem, ephemeral_table)

    def find(self, key: str, *, now: datetime) -> Tally | None:
        """See ports.LimitStore."""
        with _any_fault():
            try:
                tally = self._tallies.get(_PREFIX + key, consistent_read=True).to_tally()
            except TallyItem.DoesNotExist:
                return None
        return unless_expired(tally, now)

    def swap(self, key: str, tally: Tally, *, expected: Tally | None, now: datetime) -> None:
        """See ports.LimitStore."""
        if expected is None:
            condition = TallyItem.pk.does_not_exist() | (TallyItem.forgotten_at <= now)
        else:
            condition = TallyItem.version == expected.version
        item = self._tallies.of(key, tally)
        request = item.get_save_kwargs_from_instance(condition, return_values_on_condition_failure="ALL_OLD")
        with _any_fault():
            try:
                self._connection.dispatch(PUT_ITEM, request)
            except ClientError as error:
                raise TallyChangedError(self._current(error, now)) from error

    def _current(self, error: ClientError, now: datetime) -> Tally | None:
        """Return the tally that stood in the way."""
        item = item_in_the_way(error)
        return unless_expired(self._tallies.from_raw_data(item).to_tally(), now) if item else None


@contextmanager
def _any_fault() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, PynamoDBException) as error:
        cause = getattr(error, "cause", None) or error
        code = cause.response["Error"].get("Code") if isinstance(cause, ClientError) else type(cause).__name__
        raise StoreUnavailableError(f"limits cannot be counted: {code}") from error
