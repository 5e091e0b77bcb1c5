"""Translates the failures of a database call, told apart by code and never by text, into the errors of the ports.

Codes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and the
Errors sections of the operations. A code that is not listed here indicates a bug or a wrong deployment (a missing
table, a missing permission, a malformed request): such errors are left as they are.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

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

from shared.domain.errors import BookFullError, OutcomeUnknownError, StoreUnavailableError

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
"""The write may have been carried out, or may still be in progress."""

_REFUSED_IN_TRANSACTION = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})
_CONFLICT = "TransactionConflict"
_CONDITION = "ConditionalCheckFailed"
_FAILED_CONDITION = "ConditionalCheckFailedException"
"""The same for a single write."""
_COLLECTION_FULL = frozenset({"ItemCollectionSizeLimitExceeded", "ItemCollectionSizeLimitExceededException"})
"""A partition key with local indexes, which is a book, holds 10 GB; the reason in a transaction, and the error."""

_TRANSPORT_FAULTS = (ChecksumError, CredentialRetrievalError, HTTPClientError, IncompleteReadError, TransportError)
"""Without keys nothing is sent, but earlier attempts, made while the client had some, may have arrived."""
_ANY_FAULT = (BotoCoreError, ClientError, PynamoDBException)


@contextmanager
def read_faults() -> Iterator[None]:
    """Raise StoreUnavailableError when a read in this block is throttled, fails or gets no response."""
    try:
        yield
    except _ANY_FAULT as error:
        if _outcome_error(error) is not None:
            raise StoreUnavailableError(f"the database could not be read: {_name(error)}") from error
        raise


@contextmanager
def write_faults() -> Iterator[None]:
    """Raise StoreUnavailableError if a write in this block did not happen, OutcomeUnknownError if that is uncertain.

    Raises BookFullError if the book has the size that it can have. Failed conditions pass through; examine them with
    ``is_failed_condition`` and ``lost_races``.
    """
    try:
        yield
    except _ANY_FAULT as error:
        if _codes(error) & _COLLECTION_FULL and lost_races(error) is None:
            raise BookFullError("the book has reached the size that can be stored") from error
        fault = _outcome_error(error)
        if fault is not None:
            raise fault(f"the database could not be written: {_name(error)}") from error
        raise


def is_failed_condition(error: PynamoDBException) -> bool:
    """Return whether a single write (not a transaction) failed because of its condition."""
    return error.cause_response_code == _FAILED_CONDITION


def item_in_the_way(error: ClientError) -> Any:
    """Return the item that failed a write's condition, if the write asked for it (ALL_OLD); None if there is none.

    PynamoDB's copy of botocore's error lacks the item. Raises ``error`` if the write failed for another reason.
    """
    if error.response["Error"]["Code"] != _FAILED_CONDITION:
        raise error
    original: Any = error.__cause__
    return original.response.get("Item")


def lost_races(error: Exception) -> Sequence[CancellationReason | None] | None:
    """Return the cancellation reasons of a transaction that lost a race, or None if it failed for any other reason.

    There is one for each item, in the order of ``Database.transaction``; None for an item without a conflict. A race
    may have been lost for a full book, too: once it is won, only that is left.
    """
    races = {_CONDITION, _CONFLICT}
    codes = _codes(error)
    if not isinstance(error, TransactWriteError) or not codes & races or codes - races - _COLLECTION_FULL:
        return None
    return error.cancellation_reasons


def is_failed(reason: CancellationReason | None) -> TypeGuard[CancellationReason]:
    """Return whether the condition on an item of a transaction did not hold."""
    return reason is not None and reason.code == _CONDITION


def _codes(error: Exception) -> set[str]:
    """Return the reasons for which a transaction was cancelled, or the code of another error."""
    if isinstance(error, TransactWriteError) and error.cancellation_reasons:
        return {reason.code for reason in error.cancellation_reasons if reason is not None}
    cause = getattr(error, "cause", None) or error
    return {str(cause.response["Error"].get("Code"))} if isinstance(cause, ClientError) else set()


def _outcome_error(error: Exception) -> type[StoreUnavailableError] | None:
    """Return the error for a write that failed with ``error``; None if that is not a fault of the database."""
    cause = getattr(error, "cause", None) or error
    if isinstance(cause, _TRANSPORT_FAULTS):
        return OutcomeUnknownError
    if not isinstance(cause, ClientError):
        return None
    # PynamoDB's copy of botocore's error lacks the metadata.
    original = cause.__cause__ if isinstance(cause.__cause__, ClientError) else cause
    metadata = original.response.get("ResponseMetadata", {})
    if original.response["Error"].get("Code") in _UNANSWERED or metadata.get("HTTPStatusCode", 0) >= 500:
        return OutcomeUnknownError
    if _is_refusal(error, original.response["Error"].get("Code"), retried := metadata.get("RetryAttempts", 0) > 0):
        # An earlier attempt of the client may have arrived before this one was refused.
        return OutcomeUnknownError if retried else StoreUnavailableError
    return None


def _is_refusal(error: Exception, code: str | None, retried: bool) -> bool:
    if not isinstance(error, TransactWriteError):
        return code in _REFUSED
    codes = _codes(error)
    return code in _REFUSED or bool(codes & _REFUSED_IN_TRANSACTION) or (retried and _CONFLICT in codes)


def _name(error: Exception) -> str:
    """Return the error's code, or its class name: neither contains request data."""
    cause = getattr(error, "cause", None) or error
    return str(cause.response["Error"].get("Code")) if isinstance(cause, ClientError) else type(cause).__name__
