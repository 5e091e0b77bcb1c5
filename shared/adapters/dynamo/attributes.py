"""PynamoDB attributes for whole numbers, points in time, and texts in lists and maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pynamodb.attributes import Attribute
from pynamodb.constants import LIST, MAP, NUMBER, STRING

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SECOND = timedelta(seconds=1)


class IntegerAttribute(Attribute[int]):
    """A whole number."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        """Return the number in decimal."""
        return str(value)

    def deserialize(self, value: str) -> int:
        """Return the number."""
        return int(value)


def time_of(milliseconds: str) -> datetime:
    """Return a point in time, in UTC, from the milliseconds since 1970-01-01 UTC in decimal."""
    return _EPOCH + int(milliseconds) * _MILLISECOND


class MillisecondsAttribute(Attribute[datetime]):
    """A point in time as milliseconds since 1970-01-01 UTC; what is finer is cut off."""

    attr_type = NUMBER

    def serialize(self, value: datetime) -> str:
        """Return the milliseconds in decimal."""
        return str((value - _EPOCH) // _MILLISECOND)

    def deserialize(self, value: str) -> datetime:
        """Return the time in UTC."""
        return time_of(value)


class ExpiryAttribute(Attribute[datetime]):
    """When an item ceases to exist, as seconds since 1970-01-01 UTC (what DynamoDB's TTL reads), rounded up.

    DynamoDB deletes days late, so whoever reads such an item compares.
    """

    attr_type = NUMBER

    def serialize(self, value: datetime) -> str:
        """Return the seconds in decimal."""
        return str(-((_EPOCH - value) // _SECOND))

    def deserialize(self, value: str) -> datetime:
        """Return the time in UTC."""
        return _EPOCH + int(value) * _SECOND


class TextListAttribute(Attribute[Sequence[str]]):
    """Texts in order."""

    attr_type = LIST

    def serialize(self, value: Sequence[str]) -> list[dict[str, str]]:
        """Return the texts with their type."""
        return [{STRING: text} for text in value]

    def deserialize(self, value: Sequence[Mapping[str, str]]) -> list[str]:
        """Return the texts."""
        return [text[STRING] for text in value]


class TextMapAttribute(Attribute[Mapping[str, str]]):
    """Texts by any text."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the texts with their type."""
        return {key: {STRING: text} for key, text in value.items()}

    def deserialize(self, value: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return the texts."""
        return {key: text[STRING] for key, text in value.items()}
