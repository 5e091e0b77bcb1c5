"""PynamoDB attributes for whole numbers, points in time, lists and maps; updates of attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import Attribute
from pynamodb.constants import LIST, MAP, NUMBER, STRING

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action
    from pynamodb.models import Model

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
    """Return the point in time, in UTC, that is this many milliseconds (decimal) after 1970-01-01 UTC."""
    return _EPOCH + timedelta(milliseconds=int(milliseconds))


def milliseconds_of(time: datetime) -> str:
    """Return a point in time as milliseconds (decimal) since 1970-01-01 UTC; anything finer is truncated."""
    return str((time - _EPOCH) // _MILLISECOND)


class MillisecondsAttribute(Attribute[datetime]):
    """A point in time as milliseconds since 1970-01-01 UTC; anything finer is truncated."""

    attr_type = NUMBER

    def serialize(self, value: datetime) -> str:
        """Return the milliseconds in decimal."""
        return milliseconds_of(value)

    def deserialize(self, value: str) -> datetime:
        """Return the time in UTC."""
        return time_of(value)


class SecondsAttribute(Attribute[datetime]):
    """A point in time as seconds since 1970-01-01 UTC, rounded up."""

    attr_type = NUMBER

    def serialize(self, value: datetime) -> str:
        """Return the seconds in decimal."""
        return str(-((_EPOCH - value) // _SECOND))

    def deserialize(self, value: str) -> datetime:
        """Return the time in UTC."""
        return _EPOCH + int(value) * _SECOND


class ExpiryAttribute(SecondsAttribute):
    """When an item expires, in the format of DynamoDB's TTL.

    DynamoDB deletes expired items up to days late, so readers must compare the time.
    """


class TextListAttribute(Attribute[Sequence[str]]):
    """Strings in order."""

    attr_type = LIST

    def serialize(self, value: Sequence[str]) -> list[dict[str, str]]:
        """Return the strings with their type."""
        return [{STRING: text} for text in value]

    def deserialize(self, value: Sequence[Mapping[str, str]]) -> list[str]:
        """Return the strings."""
        return [text[STRING] for text in value]


class IntegerListAttribute(Attribute[Sequence[int]]):
    """Whole numbers in order."""

    attr_type = LIST

    def serialize(self, value: Sequence[int]) -> list[dict[str, str]]:
        """Return the numbers, in decimal, with their type."""
        return [{NUMBER: str(number)} for number in value]

    def deserialize(self, value: Sequence[Mapping[str, str]]) -> list[int]:
        """Return the numbers."""
        return [int(number[NUMBER]) for number in value]


class MomentsAttribute(Attribute[Sequence[datetime]]):
    """Points in time, in order, each as ``MillisecondsAttribute`` stores one."""

    attr_type = LIST

    def serialize(self, value: Sequence[datetime]) -> list[dict[str, str]]:
        """Return the milliseconds with their type."""
        return [{NUMBER: milliseconds_of(time)} for time in value]

    def deserialize(self, value: Sequence[Mapping[str, str]]) -> list[datetime]:
        """Return the times in UTC."""
        return [time_of(each[NUMBER]) for each in value]


class TextMapAttribute(Attribute[Mapping[str, str]]):
    """Strings keyed by strings."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the strings with their type."""
        return {key: {STRING: text} for key, text in value.items()}

    def deserialize(self, value: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return the strings."""
        return {key: text[STRING] for key, text in value.items()}


class CountMapAttribute(Attribute[Mapping[str, int]]):
    """Whole numbers keyed by strings."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, int]) -> dict[str, dict[str, str]]:
        """Return the numbers with their type."""
        return {key: {NUMBER: str(count)} for key, count in value.items()}

    def deserialize(self, value: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
        """Return the numbers."""
        return {key: int(count[NUMBER]) for key, count in value.items()}


def stored(attribute: Attribute[Any], value: object) -> Action:
    """Return the update that stores a value, or that there is none.

    The value is serialized here: PynamoDB would take a tuple for one value of the list that it stands for.
    """
    return attribute.remove() if value is None else attribute.set({attribute.attr_type: attribute.serialize(value)})


def all_stored(item: Model) -> list[Action]:
    """Return the updates that store everything that the model of an item declares, besides its keys.

    To put the item instead would remove the attributes that only newer code knows.
    """
    attributes = item.get_attributes().items()
    return [stored(one, getattr(item, name)) for name, one in attributes if not (one.is_hash_key or one.is_range_key)]
