"""What a database call can fail with, told apart by error code and never by text, as the errors of the ports.

Codes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and the
Errors sections of the operations. Codes that are not here mean a bug or a wrong deployment (a missing table, a missing
permission, a malformed request): those errors are left as they are.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import (
    BotoCoreError,
    ChecksumError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
)
from botocore.exceptions import (
    ConnectionError as TransportError,
)
from pynamodb.exceptions import CancellationReason, PynamoDBException, TransactWriteError

from shared.domain.errors import OutcomeUnknownError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REFUSED = frozenset({
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "TransactionConflictException",
})  # fmt: skip
"""Nothing was written; the same request may succeed later."""

_UNANSWERED = frozenset({
    "InternalFailure",
    "InternalServerError",
    "RequestTimeout",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "TransactionInProgressException",
})  # fmt: skip
"""A write may have been carried out, or still be under way."""

_REFUSED_IN_TRANSACTION = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})
_CONFLICT = "TransactionConflict"
_CONDITION = "ConditionalCheckFailed"
_FAILED_CONDITION = "ConditionalCheckFailedException"
"""The same of a single write."""

_TRANSPORT_FAULTS = (ChecksumError, CredentialRetrievalError, HTTPClientError, IncompleteReadError, TransportError)
"""Without keys nothing is sent, but what the client tried while it had some may have arrived."""
_ANY_FAULT = (BotoCoreError, ClientError, PynamoDBException)


@contextmanager
def read_faults() -> Iterator[None]:
    """Around reads: raises StoreUnavailableError when the database throttles, fails or does not answer."""
    try:
        yield
    except _ANY_FAULT as error:
        if _happened(error) is not None:
            raise StoreUnavailableError(f"the database could not be read: {_name(error)}") from error
        raise


@contextmanager
def write_faults() -> Iterator[None]:
    """Around writes: raises StoreUnavailableError when nothing was written, OutcomeUnknownError when that is uncertain.

    Failed conditions pass through, to be looked at with ``is_failed_condition`` and ``lost_races``.
    """
    try:
        yield
    except _ANY_FAULT as error:
        fault = _happened(error)
        if fault is not None:
            raise fault(f"the database could not be written: {_name(error)}") from error
        raise


def is_failed_condition(error: PynamoDBException) -> bool:
    """Tell whether a single write (not a transaction) failed because of its condition."""
    return error.cause_response_code == _FAILED_CONDITION


def item_in_the_way(error: ClientError) -> Any:
    """Return the item that failed the condition of a write which asked for it (ALL_OLD); None when there is none.

    PynamoDB's copy of botocore's error has no item. Raises the error when the write failed for another reason.
    """
    if error.response["Error"]["Code"] != _FAILED_CONDITION:
        raise error
    answer: Any = error.__cause__
    return answer.response.get("Item")


def lost_races(error: TransactWriteError) -> Sequence[CancellationReason | None] | None:
    """Return the cancellation reasons of a transaction that came too late, or None when it failed for any other reason.

    One for each item, in the order of ``Database.transaction``; None for an item that did not stand in the way.
    """
    reasons = error.cancellation_reasons
    codes = {reason.code for reason in reasons if reason is not None}
    return reasons if codes and codes <= {_CONDITION, _CONFLICT} else None


def is_conflict(reason: CancellationReason | None) -> bool:
    """Tell whether another transaction was at the same item at the same time."""
    return reason is not None and reason.code == _CONFLICT


def _happened(error: Exception) -> type[StoreUnavailableError] | None:
    """Return what became of a write that ended in ``error``; None when the error is no fault of the database."""
    cause = getattr(error, "cause", None) or error
    if isinstance(cause, _TRANSPORT_FAULTS):
        return OutcomeUnknownError
    if not isinstance(cause, ClientError):
        return None
    # PynamoDB's copy of botocore's error has no metadata.
    answer = cause.__cause__ if isinstance(cause.__cause__, ClientError) else cause
    metadata = answer.response.get("ResponseMetadata", {})
    if answer.response["Error"].get("Code") in _UNANSWERED or metadata.get("HTTPStatusCode", 0) >= 500:
        return OutcomeUnknownError
    if _is_refusal(error, answer.response["Error"].get("Code"), retried := metadata.get("RetryAttempts", 0) > 0):
        # What the client tried before it was refused may have arrived.
        return OutcomeUnknownError if retried else StoreUnavailableError
    return None


def _is_refusal(error: Exception, code: str | None, retried: bool) -> bool:
    if not isinstance(error, TransactWriteError):
        return code in _REFUSED
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    return code in _REFUSED or bool(codes & _REFUSED_IN_TRANSACTION) or (retried and _CONFLICT in codes)


def _name(error: Exception) -> str:
    """Return the error's code, or the name of its class: neither holds data of a request."""
    cause = getattr(error, "cause", None) or error
    return str(cause.response["Error"].get("Code")) if isinstance(cause, ClientError) else type(cause).__name__
