"""What is tried again, how often and after which pause."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import botocore.retries.standard
import botocore.session
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ChecksumError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)
from botocore.retries.standard import ExponentialBackoff, RetryContext, RetryEventAdapter, StandardRetryConditions
from botocore.retries.standard import ThrottledRetryableChecker as Throttled
from botocore.retries.standard import ThrottlingErrorDetector as Detector
from botocore.retries.standard import TransientRetryableChecker as Transient

from shared.adapters.aws.retries import Retries
from shared.adapters.aws.transport import MalformedResponseError, StaleConnectionError

URL = "https://dynamodb.example.com"
BROKEN: list[BotoCoreError] = [
    ConnectTimeoutError(endpoint_url=URL),
    ConnectionClosedError(endpoint_url=URL),
    EndpointConnectionError(endpoint_url=URL),
    ReadTimeoutError(endpoint_url=URL),
    ResponseStreamingError(error="any"),
    SSLError(endpoint_url=URL, error="any"),
    StaleConnectionError(endpoint_url=URL),
]
NO_ANSWERS = [*BROKEN, NoCredentialsError(), CredentialRetrievalError(provider="any", error_msg="any")]
CODES = [
    *Throttled._THROTTLED_ERROR_CODES,
    *Transient._TRANSIENT_ERROR_CODES,
    "ReplicatedWriteConflictException",
    "AccessDeniedException",
    "ConditionalCheckFailedException",
    "InternalServerError",
    "ResourceNotFoundException",
    "TransactionCanceledException",
    "TransactionConflictException",
    "ValidationException",
    "403",
]
OK: dict[str, Any] = {}


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "GetItem")


class Line:
    """Answers every time with what comes next: an answer, or an error to raise."""

    def __init__(self, *answers: Exception | dict[str, Any], max_attempts: int = 3) -> None:
        self.answers = deque(answers)
        self.fresh: list[bool] = []
        self.pauses: list[float] = []
        self.retries = Retries(
            max_attempts=max_attempts, transient_pause_seconds=0.025, random=lambda: 1.0, wait=self.pauses.append
        )

    def send(self, fresh: bool) -> dict[str, Any]:
        self.fresh.append(fresh)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return {**answer, "ResponseMetadata": {}}

    def run(self, *, repeatable: bool = True) -> dict[str, Any]:
        return self.retries.run(self.send, repeatable=repeatable)


@pytest.fixture(scope="module")
def botocores() -> Callable[[Exception], bool]:
    """Whether botocore's standard mode would try again after an error in a PutItem."""
    operation = botocore.session.Session().get_service_model("dynamodb").operation_model("PutItem")
    conditions = StandardRetryConditions(max_attempts=3)

    class Answer:
        headers: dict[str, str] = {}  # noqa: RUF012 - as botocore has it

        def __init__(self, status: int) -> None:
            self.status_code = status

    def is_retryable(error: Exception) -> bool:
        context = RetryContext(attempt_number=1, operation_model=operation, caught_exception=error)
        if isinstance(error, ClientError):
            answer = Answer(error.response["ResponseMetadata"]["HTTPStatusCode"])
            context = RetryContext(1, operation, error.response, answer)
        return bool(conditions.is_retryable(context))

    return is_retryable


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 501, 502, 503, 504, 505])
@pytest.mark.parametrize("code", CODES)
def test_answers_are_tried_again_when_botocore_would(
    botocores: Callable[[Exception], bool], code: str, status: int
) -> None:
    line = Line(refusal(code, status), OK)
    if botocores(refusal(code, status)):
        assert line.run()["ResponseMetadata"] == {"RetryAttempts": 1}
    else:
        with pytest.raises(ClientError) as refused:
            line.run()
        assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 0


@pytest.mark.parametrize("error", NO_ANSWERS, ids=lambda error: type(error).__name__)
def test_failures_of_the_network_are_tried_again_when_botocore_would(
    botocores: Callable[[Exception], bool], error: BotoCoreError
) -> None:
    line = Line(error, OK)
    if botocores(error):
        line.run(repeatable=False)
        assert line.pauses == [0.025]
    else:
        with pytest.raises(type(error)):
            line.run()
        assert not line.pauses


@pytest.mark.parametrize(
    "error",
    [
        ChecksumError(checksum_type="crc32", expected_checksum="1", actual_checksum="2"),
        MalformedResponseError(endpoint_url=URL, error="any"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_answer_that_was_damaged_is_asked_for_again(error: Exception) -> None:
    assert Line(error, OK).run()["ResponseMetadata"] == {"RetryAttempts": 1}


def test_attempts_come_to_an_end_and_the_last_error_is_raised() -> None:
    line = Line(*[refusal("ThrottlingException") for _ in range(3)])
    with pytest.raises(ClientError) as refused:
        line.run()
    assert (len(line.fresh), refused.value.response["ResponseMetadata"]["RetryAttempts"]) == (3, 2)


def test_what_is_impatient_is_tried_once() -> None:
    line = Line(ReadTimeoutError(endpoint_url=URL), max_attempts=1)
    with pytest.raises(ReadTimeoutError):
        line.run()
    assert (len(line.fresh), line.pauses) == (1, [])


@pytest.mark.parametrize("error", [refusal("ThrottlingException"), ReadTimeoutError(endpoint_url=URL)])
def test_pauses_grow_as_those_of_the_aws_sdks(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.retries.standard, "NEW_RETRIES_ENABLED", True)
    backoff = ExponentialBackoff(
        random=lambda: 1.0, service_name="dynamodb", throttling_detector=Detector(RetryEventAdapter())
    )
    parsed = error.response if isinstance(error, ClientError) else None
    expected = [backoff.delay_amount(RetryContext(attempt, parsed_response=parsed)) for attempt in range(1, 12)]
    line = Line(*[error] * 11, OK, max_attempts=12)
    line.run(repeatable=False)
    assert line.pauses == expected
    assert max(line.pauses) <= 20


def test_a_pause_has_any_length_up_to_its_bound() -> None:
    pauses: list[float] = []
    chances = iter([0.0, 0.5])
    retries = Retries(max_attempts=3, transient_pause_seconds=0.05, random=lambda: next(chances), wait=pauses.append)
    retries.run(Line(refusal("500", 500), refusal("500", 500), OK).send, repeatable=True)
    assert pauses == [0.0, 0.05]


def test_a_read_that_met_a_stale_connection_is_sent_again_at_once_on_a_fresh_one() -> None:
    line = Line(StaleConnectionError(endpoint_url=URL), OK, max_attempts=1)
    assert line.run()["ResponseMetadata"] == {"RetryAttempts": 1}
    assert (line.fresh, line.pauses) == ([False, True], [])


def test_a_request_that_a_stale_connection_may_have_carried_counts_as_sent() -> None:
    line = Line(StaleConnectionError(endpoint_url=URL), refusal("ThrottlingException"), max_attempts=1)
    with pytest.raises(ClientError) as refused:
        line.run()
    assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 1


def test_that_is_done_once_and_later_ones_are_failures_like_any_other() -> None:
    line = Line(*[StaleConnectionError(endpoint_url=URL)] * 3, max_attempts=2)
    with pytest.raises(StaleConnectionError):
        line.run()
    assert (line.fresh, line.pauses) == ([False, True, True], [0.025])


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("error", BROKEN, ids=lambda error: type(error).__name__)
def test_after_a_connection_has_failed_every_attempt_takes_a_fresh_one(error: BotoCoreError, repeatable: bool) -> None:
    line = Line(error, refusal("ThrottlingException"), refusal("500", 500), OK, max_attempts=4)
    line.run(repeatable=repeatable)
    assert line.fresh == [False, True, True, True]


@pytest.mark.parametrize(
    "error",
    [
        refusal("ThrottlingException"),
        refusal("500", 500),
        ChecksumError(checksum_type="crc32", expected_checksum="1", actual_checksum="2"),
        MalformedResponseError(endpoint_url=URL, error="any"),
    ],
)
def test_a_connection_that_brought_an_answer_is_used_again(error: Exception) -> None:
    line = Line(error, error, OK)
    line.run()
    assert line.fresh == [False, False, False]


def test_a_write_without_a_token_is_not_sent_again_besides_its_attempts() -> None:
    line = Line(StaleConnectionError(endpoint_url=URL), max_attempts=1)
    with pytest.raises(StaleConnectionError):
        line.run(repeatable=False)


def test_nothing_is_tried_again_once_too_much_was_and_a_success_earns_it_back() -> None:
    error = ReadTimeoutError(endpoint_url=URL)
    line = Line(*[error] * 101, OK, *[error, error], *[OK] * 5, error, OK, max_attempts=101)
    with pytest.raises(ReadTimeoutError):
        line.run()
    assert len(line.pauses) == 100
    line.run()
    for _ in range(2):
        with pytest.raises(ReadTimeoutError):
            line.run()
    for _ in range(5):
        line.run()
    assert line.run()["ResponseMetadata"] == {"RetryAttempts": 1}


def test_a_success_gives_back_what_its_attempts_took() -> None:
    line = Line(*[ReadTimeoutError(endpoint_url=URL), OK] * 200, max_attempts=2)
    assert [line.run()["ResponseMetadata"]["RetryAttempts"] for _ in range(200)] == [1] * 200


def test_other_errors_pass() -> None:
    line = Line(ValueError("ours"))
    with pytest.raises(ValueError, match="ours"):
        line.run()
