"""The errors of DynamoDB, as a caller sees them."""

from __future__ import annotations

from typing import Any

_SERVICE = "com.amazonaws.dynamodb.v20120810#"
_VALIDATION = "com.amazon.coral.validate#ValidationException"


class DynamoError(Exception):
    """A request that is answered with an error; ``kind`` is its name, ``members`` stand beside the message."""

    status = 400

    def __init__(self, kind: str, message: str, **members: Any) -> None:
        super().__init__(message)
        self.kind, self.message, self.members = kind, message, members

    @property
    def answer(self) -> dict[str, Any]:
        """Return the body of the response."""
        kind = _VALIDATION if self.kind == "ValidationException" else _SERVICE + self.kind
        return {"__type": kind, "message": self.message, **self.members}


class InternalError(DynamoError):
    """The request could not be carried out, for a reason that is not the caller's; it may be repeated."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__("InternalServerError", message)


class ConditionFailedError(DynamoError):
    """The condition of a write does not hold; ``item`` is what is stored, if the caller asked for it."""

    def __init__(self, item: dict[str, Any] | None = None) -> None:
        members = {"Item": item} if item else {}
        super().__init__("ConditionalCheckFailedException", "The conditional request failed", **members)
        self.item = item


class UnfitItemError(DynamoError):
    """An update cannot be applied to the item that is stored."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


def invalid(message: str) -> DynamoError:
    """Return the error of a request that is not valid."""
    return DynamoError("ValidationException", message)


def not_found(message: str = "Requested resource not found") -> DynamoError:
    """Return the error of a request for a table or stream that does not exist."""
    return DynamoError("ResourceNotFoundException", message)
