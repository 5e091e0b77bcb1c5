"""Database errors become the errors of the ports by their code, whatever their text says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ChecksumError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    ReadTimeoutError,
    SSLError,
)
from pynamodb.exceptions import (
    DoesNotExist,
    GetError,
    PutError,
    PynamoDBException,
    QueryError,
    TransactWriteError,
    UpdateError,
)

from shared.adapters.aws.transport import MalformedResponseError
from shared.adapters.dynamo.database import Client, Database
from shared.adapters.dynamo.faults import is_failed, is_failed_condition, lost_races, read_faults, write_faults
from shared.domain.errors import BookFullError, OutcomeUnknownError, StoreUnavailableError
from tests.support.faulty_client import TRANSACTION, Fault, FaultyClient, answer

URL = "http://127.0.0.1"
TRANSPORT = [
    ChecksumError(checksum_type="crc32", expected_checksum="1", actual_checksum="2"),
    ConnectTimeoutError(endpoint_url=URL),
    ConnectionClosedError(endpoint_url=URL),
    CredentialRetrievalError(provider="container-role", error_msg="any"),
    EndpointConnectionError(endpoint_url=URL),
    HTTPClientError(error="any"),
    IncompleteReadError(actual_bytes=1, expected_bytes=2),
    ReadTimeoutError(endpoint_url=URL),
    MalformedResponseError(endpoint_url=URL, error="not JSON"),
    SSLError(endpoint_url=URL, error="any"),
]
FAILED = ["InternalServerError", "InternalFailure", "ServiceUnavailable", "TransactionInProgressException"]
THROTTLED = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "TransactionConflictException",
]
OURS = [
    "AccessDeniedException",
    "ResourceNotFoundException",
    "ValidationException",
    "IdempotentParameterMismatchException",
]


class Unreachable:
    """The client behind a network that fails before it."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, object]) -> dict[str, object]:
        raise AssertionError(operation_name)


def failing(operation: str, error: Exception) -> Database:
    client: Client = Unreachable()
    faulty = FaultyClient(client)
    faulty.faults.append(Fault(operation=operation, error=error))
    return Database(faulty)


def get(error: Exception) -> None:
    with read_faults():
        failing("DescribeTable", error).connection.dispatch("DescribeTable", {"TableName": "any"})


def transact(error: Exception) -> None:
    with write_faults():
        failing(TRANSACTION, error).connection.transact_write_items([], [], [], [])


def raised_by(use: Callable[[Exception], None], error: Exception) -> BaseException:
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - any class, to be looked at
        use(error)
    return caught.value


@pytest.mark.parametrize("error", TRANSPORT, ids=lambda error: type(error).__name__)
def test_a_broken_connection_leaves_a_write_in_doubt_and_a_read_undone(error: Exception) -> None:
    assert type(raised_by(transact, error)) is OutcomeUnknownError
    assert type(raised_by(get, error)) is StoreUnavailableError


@pytest.mark.parametrize("code", FAILED)
def test_a_database_that_failed_leaves_a_write_in_doubt_and_a_read_undone(code: str) -> None:
    assert type(raised_by(transact, answer(code))) is OutcomeUnknownError
    assert type(raised_by(get, answer(code))) is StoreUnavailableError


def test_any_answer_of_5xx_is_a_failure() -> None:
    assert type(raised_by(transact, answer("503", status=503))) is OutcomeUnknownError
    assert type(raised_by(get, answer("Unheard", status=500))) is StoreUnavailableError


@pytest.mark.parametrize("code", THROTTLED)
def test_a_throttled_write_was_certainly_not_written(code: str) -> None:
    assert type(raised_by(transact, answer(code))) is StoreUnavailableError
    assert type(raised_by(get, answer(code))) is StoreUnavailableError


@pytest.mark.parametrize("code", THROTTLED)
def test_a_write_that_was_throttled_on_a_second_try_is_in_doubt_because_of_the_first(code: str) -> None:
    assert type(raised_by(transact, answer(code, attempts=2))) is OutcomeUnknownError
    assert type(raised_by(get, answer(code, attempts=3))) is StoreUnavailableError


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_with_a_throttled_item_was_not_written(reason: str) -> None:
    error = answer("TransactionCanceledException", reasons=["None", reason])
    assert type(raised_by(transact, error)) is StoreUnavailableError


def test_a_conflict_on_a_second_try_may_be_with_the_first_one() -> None:
    reasons = ["None", "TransactionConflict"]
    again = answer("TransactionCanceledException", reasons=reasons, attempts=2)
    assert type(raised_by(transact, again)) is OutcomeUnknownError
    once = answer("TransactionCanceledException", reasons=reasons)
    assert type(raised_by(transact, once)) is TransactWriteError


@pytest.mark.parametrize("code", OURS)
def test_an_error_of_our_own_is_left_as_it_is(code: str) -> None:
    assert isinstance(raised_by(transact, answer(code)), TransactWriteError)
    assert isinstance(raised_by(get, answer(code)), ClientError)


def test_missing_credentials_are_left_as_they_are() -> None:
    assert isinstance(raised_by(get, NoCredentialsError()), NoCredentialsError)


def test_errors_of_the_code_around_a_call_pass_through() -> None:
    for error in (ValueError("ours"), DoesNotExist()):
        for faults in (read_faults, write_faults):
            with pytest.raises(type(error)), faults():
                raise error


def test_the_error_names_the_code_and_no_data() -> None:
    error = raised_by(transact, answer("InternalServerError", status=500))
    assert str(error) == "the database could not be written: InternalServerError"
    assert str(raised_by(get, ReadTimeoutError(endpoint_url=URL))) == "the database could not be read: ReadTimeoutError"


@pytest.mark.parametrize("wrapper", [GetError, PutError, QueryError, UpdateError])
def test_errors_are_found_in_the_wrappers_of_pynamodb(wrapper: type[PynamoDBException]) -> None:
    causes: list[BotoCoreError | ClientError] = [ReadTimeoutError(endpoint_url=URL), answer("InternalServerError")]
    for cause in causes:
        with pytest.raises(OutcomeUnknownError), write_faults():
            raise wrapper("any", cause)


def test_a_failed_condition_of_a_single_write_passes_and_is_known_by_its_code() -> None:
    with pytest.raises(PutError) as caught, write_faults():
        raise PutError("any", answer("ConditionalCheckFailedException"))
    assert is_failed_condition(caught.value)
    assert not is_failed_condition(PutError("ConditionalCheckFailedException", answer("ValidationException")))


def test_a_collection_that_is_full_is_a_full_book() -> None:
    reason = "ItemCollectionSizeLimitExceeded"
    for error in (answer("TransactionCanceledException", reasons=["None", reason]), answer(f"{reason}Exception")):
        assert type(raised_by(transact, error)) is BookFullError
    for wrapper in (PutError, UpdateError):
        with pytest.raises(BookFullError), write_faults():
            raise wrapper("any", answer(f"{reason}Exception"))


@pytest.mark.parametrize(
    ("reasons", "is_race"),
    [
        (["None", "ConditionalCheckFailed"], True),
        (["TransactionConflict", "ConditionalCheckFailed"], True),
        (["ValidationError", "ConditionalCheckFailed"], False),
        (["ItemCollectionSizeLimitExceeded", "ConditionalCheckFailed"], True),
        ([], False),
    ],
)
def test_only_conditions_and_conflicts_are_lost_races(reasons: list[str], is_race: bool) -> None:
    error = raised_by(transact, answer("TransactionCanceledException", reasons=reasons))
    assert isinstance(error, TransactWriteError)
    found = lost_races(error)
    assert (found is not None) is is_race
    if found is not None:
        assert [reason and reason.code for reason in found] == [None if code == "None" else code for code in reasons]
        assert [is_failed(reason) for reason in found] == [code == "ConditionalCheckFailed" for code in reasons]
