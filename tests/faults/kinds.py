"""The ways in which a call can fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import ProtocolError
from urllib3.exceptions import ReadTimeoutError as PictureTimeoutError

from shared.adapters.aws.transport import MalformedResponseError
from tests.faults.network import Answer, Call, http_answer
from tests.support.faulty_client import answer

_URL = "https://service.example.com/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """A way to fail. ``arrives``: the call is carried out, but only the fault comes back.

    ``error`` is what botocore raises, ``picture`` what Cloudinary responds or its connection raises. ``is_ours``: the
    deployment is wrong, and no retry would help.
    """

    name: str
    error: Callable[[Call], Any]
    picture: Callable[[], Any] = lambda: None
    operations: tuple[str, ...] = ()
    arrives: bool = False
    lasts: bool = False
    is_ours: bool = False

    def can_meet(self, call: Call) -> bool:
        if self.operations and call.operation not in self.operations:
            return False
        return call.is_write or not self.arrives

    def happen(self, call: Call, carry_out: Callable[[], Answer]) -> Answer:
        if self.arrives and call.is_write:
            with suppress(ClientError):  # a failed condition is a response, too, and is lost
                carry_out()
        outcome = self.picture() if call.service == "Cloudinary" else self.error(call)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A batch of which DynamoDB reads nothing and says so, which is not an error."""

    name: str = "nothing of the batch is read"
    lasts: bool = False
    arrives: bool = False
    is_ours: bool = False

    def can_meet(self, call: Call) -> bool:
        return call.operation == "BatchGetItem"

    def happen(self, call: Call, carry_out: Callable[[], Answer]) -> Answer:
        if not self.can_meet(call):
            return carry_out()
        return {"Responses": {}, "UnprocessedKeys": call.request["RequestItems"]}


_THROTTLED: Mapping[str, str] = {
    "DynamoDB": "ThrottlingException",
    "EventBridge": "ThrottlingException",
    "S3": "SlowDown",
    "SQS": "RequestThrottled",
    "SES": "TooManyRequestsException",
    "SSM": "ThrottlingException",
}


def _throttled(call: Call) -> Any:
    return answer(_THROTTLED[call.service])


def _cancelled_by_throttling(call: Call) -> Any:
    return _cancelled(call, "ThrottlingError")


def _conflict(call: Call) -> Any:
    if call.operation == "TransactWriteItems":
        return _cancelled(call, "TransactionConflict")
    return answer("TransactionConflictException")


def _cancelled(call: Call, reason: str) -> Any:
    return answer(
        "TransactionCanceledException", reasons=["None"] * (len(call.request["TransactItems"]) - 1) + [reason]
    )


def _timeout(_: Call) -> Any:
    return ReadTimeoutError(endpoint_url=_URL)


def _reset(_: Call) -> Any:
    return ConnectionClosedError(endpoint_url=_URL)


def _failure(_: Call) -> Any:
    return answer("InternalServerError", status=500)


def _malformed(_: Call) -> Any:
    return MalformedResponseError(endpoint_url=_URL, error="an unfriendly text")


def _denied(_: Call) -> Any:
    return answer("AccessDeniedException")


def _picture_timeout() -> Any:
    return PictureTimeoutError(HTTPSConnectionPool("service.example.com"), _URL, "Read timed out.")


def _picture_reset() -> Any:
    return ProtocolError("Connection aborted.")


def _picture_answer(status: int, body: str = '{"error": {"message": "an unfriendly text"}}') -> Callable[[], Answer]:
    return lambda: http_answer(status, body)


PROBLEM_TYPES: tuple[ProblemType | Unread, ...] = (
    ProblemType(name="throttled", error=_throttled, picture=_picture_answer(420)),
    ProblemType(name="throttled from here on", error=_throttled, picture=_picture_answer(420), lasts=True),
    ProblemType(name="cancelled by throttling", error=_cancelled_by_throttling, operations=("TransactWriteItems",)),
    ProblemType(
        name="conflict",
        error=_conflict,
        operations=("DeleteItem", "PutItem", "TransactWriteItems", "UpdateItem"),
    ),
    ProblemType(name="timeout", error=_timeout, picture=_picture_timeout),
    ProblemType(name="timeout from here on", error=_timeout, picture=_picture_timeout, lasts=True),
    ProblemType(name="reset", error=_reset, picture=_picture_reset),
    ProblemType(name="server error", error=_failure, picture=_picture_answer(500)),
    ProblemType(name="malformed answer", error=_malformed, picture=_picture_answer(200, "{")),
    ProblemType(name="timeout once done", error=_timeout, picture=_picture_timeout, arrives=True),
    ProblemType(name="reset once done", error=_reset, picture=_picture_reset, arrives=True),
    ProblemType(name="server error once done", error=_failure, picture=_picture_answer(500), arrives=True),
    ProblemType(name="malformed answer once done", error=_malformed, picture=_picture_answer(200, "{"), arrives=True),
    ProblemType(name="timeouts once done", error=_timeout, picture=_picture_timeout, arrives=True, lasts=True),
    ProblemType(name="access denied", error=_denied, picture=_picture_answer(401), is_ours=True),
    Unread(),
    Unread(name="nothing of any batch is read", lasts=True),
)
