"""What goes over the wire, and what is made of what comes back."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import botocore.retries.standard
import pytest
from botocore.exceptions import ClientError, NoCredentialsError, ReadTimeoutError
from botocore.retries.standard import ExponentialBackoff, RetryContext, RetryEventAdapter, ThrottlingErrorDetector

from shared.adapters.aws.credentials import AccessKeys, FixedCredentials
from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.services import SERVICES, Endpoint
from shared.adapters.aws.transport import ClientConfig, ServiceName, StaleConnectionError
from shared.adapters.dynamo.database import IMPATIENT, PATIENT
from tests.support.transports import KEYS, lean_transport, parsed_request

THROTTLED = HttpResponse(400, {}, b'{"__type": "ThrottlingException"}')
STALE = StaleConnectionError(endpoint_url="https://dynamodb.example.com")
WRITES = ["DeleteItem", "PutItem", "UpdateItem", "BatchWriteItem"]
READS = ["BatchGetItem", "DescribeTable", "GetItem", "Query"]


@dataclass(slots=True)
class Wire:
    """An HttpExchange that answers each request with the next answer, and with an empty one from then on."""

    endpoint: Endpoint | None = None
    answers: deque[HttpResponse | Exception] = field(default_factory=deque)
    requests: list[bytes] = field(default_factory=list)
    fresh: list[bool] = field(default_factory=list)
    configs: list[ClientConfig] = field(default_factory=list)

    def open(self, endpoint: Endpoint) -> Wire:
        assert self.endpoint is None, "clients of a service share their connections"
        self.endpoint = endpoint
        return self

    def connect(self, config: ClientConfig) -> None:
        self.configs.append(config)

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        self.requests.append(request)
        self.fresh.append(fresh)
        self.configs.append(config)
        answer = self.answers.popleft() if self.answers else HttpResponse(200, {}, b"{}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(parsed_request(request)[3]) for request in self.requests]


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_a_dynamodb_request_is_whole(wire: Wire) -> None:
    keys = AccessKeys(key_id="AKIDEXAMPLE", secret="secret", session_token="token")
    transport = lean_transport(exchange=wire.open, credentials=FixedCredentials(keys), clock=lambda: 1_779_019_199.9)
    transport.client("dynamodb", PATIENT).call("GetItem", {"TableName": "t", "Key": {"id": {"S": "щ"}}})
    method, path, headers, body = parsed_request(wire.requests[0])
    assert (method, path, body) == ("POST", "/", '{"TableName":"t","Key":{"id":{"S":"щ"}}}'.encode())
    authorization = headers["authorization"]
    assert dict(headers.items()).keys() >= {"user-agent", "content-length"}
    assert headers["accept-encoding"] == "identity"
    assert headers["host"] == "dynamodb.us-east-1.amazonaws.com"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert headers["x-amz-date"] == "20260517T115959Z"
    assert headers["x-amz-security-token"] == "token"
    assert authorization.startswith(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260517/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
    )


def test_a_mail_is_posted_to_its_path(wire: Wire) -> None:
    lean_transport(exchange=wire.open).client("sesv2", PATIENT).call("SendEmail", {"FromEmailAddress": "a@example.com"})
    _, path, headers, body = parsed_request(wire.requests[0])
    assert (path, headers["host"]) == ("/v2/email/outbound-emails", "email.us-east-1.amazonaws.com")
    assert "x-amz-target" not in headers
    assert "/us-east-1/ses/" in headers["authorization"]
    assert json.loads(body) == {"FromEmailAddress": "a@example.com"}


def test_parameters_are_asked_for_in_their_protocol(wire: Wire) -> None:
    lean_transport(exchange=wire.open).client("ssm", PATIENT).call("GetParameters", {"Names": ["a"]})
    _, _, headers, _ = parsed_request(wire.requests[0])
    assert headers["x-amz-target"] == "AmazonSSM.GetParameters"
    assert headers["content-type"] == "application/x-amz-json-1.1"


def test_a_transaction_without_a_token_gets_one_that_stays_the_same(wire: Wire) -> None:
    client = lean_transport(exchange=wire.open).client("dynamodb", PATIENT)
    arguments: dict[str, Any] = {"TransactItems": []}
    wire.answers += [THROTTLED, THROTTLED]
    client.call("TransactWriteItems", arguments)
    client.call("TransactWriteItems", arguments)
    tokens = [body["ClientRequestToken"] for body in wire.bodies()]
    assert tokens[0] == tokens[1] == tokens[2] != tokens[3]
    assert arguments == {"TransactItems": []}, "what the caller gave is the caller's"


def test_a_transaction_keeps_the_token_it_has(wire: Wire) -> None:
    client = lean_transport(exchange=wire.open).client("dynamodb", PATIENT)
    client._make_api_call("TransactWriteItems", {"TransactItems": [], "ClientRequestToken": "mine"})
    client.call("PutItem", {})
    assert wire.bodies() == [{"TransactItems": [], "ClientRequestToken": "mine"}, {}]


@pytest.mark.parametrize(
    ("service", "operation"),
    [*(("dynamodb", operation) for operation in (*READS, "TransactWriteItems")), ("ssm", "GetParameters")],
)
def test_reads_and_transactions_pass_over_a_stale_connection(wire: Wire, service: ServiceName, operation: str) -> None:
    client = lean_transport(exchange=wire.open).client(service, IMPATIENT)
    wire.answers.append(STALE)
    assert client.call(operation, {})["ResponseMetadata"]["RetryAttempts"] == 1
    assert wire.fresh == [False, True]


@pytest.mark.parametrize("operation", WRITES)
def test_a_write_that_met_a_stale_connection_is_in_doubt(wire: Wire, operation: str) -> None:
    client = lean_transport(exchange=wire.open).client("dynamodb", IMPATIENT)
    wire.answers.append(STALE)
    with pytest.raises(StaleConnectionError):
        client.call(operation, {})
    assert wire.fresh == [False]


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "s3"])
def test_the_first_pause_is_as_long_as_botocores(
    wire: Wire, service: ServiceName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(botocore.retries.standard, "NEW_RETRIES_ENABLED", True)
    botocores = ExponentialBackoff(
        random=lambda: 1.0, service_name=service, throttling_detector=ThrottlingErrorDetector(RetryEventAdapter())
    )
    pauses: list[float] = []
    client = lean_transport(exchange=wire.open, random=lambda: 1.0, wait=pauses.append).client(service, PATIENT)
    wire.answers.append(ReadTimeoutError(endpoint_url="https://aws.example.com"))
    client.call("Any", {})
    assert pauses == [botocores.delay_amount(RetryContext(1))]


def test_every_attempt_is_signed_anew(wire: Wire) -> None:
    seconds = iter([0.0, 1.0])
    client = lean_transport(exchange=wire.open, clock=lambda: next(seconds)).client("dynamodb", PATIENT)
    wire.answers.append(THROTTLED)
    client.call("GetItem", {})
    assert [parsed_request(request)[2]["x-amz-date"] for request in wire.requests] == [
        "19700101T000000Z",
        "19700101T000001Z",
    ]


def test_clients_of_a_service_share_connections_and_keep_their_patience(wire: Wire) -> None:
    transport = lean_transport(exchange=wire.open)
    patient, impatient = transport.client("dynamodb", PATIENT), transport.client("dynamodb", IMPATIENT)
    patient.call("GetItem", {})
    impatient.call("GetItem", {})
    assert impatient.connect is not None
    impatient.connect()
    assert wire.configs == [PATIENT, IMPATIENT, IMPATIENT]
    wire.answers += [THROTTLED]
    with pytest.raises(ClientError):
        impatient.call("GetItem", {})


@pytest.mark.parametrize("service", ["dynamodb", "sesv2", "ssm"])
def test_a_stand_in_is_asked_in_place_of_aws(wire: Wire, service: ServiceName) -> None:
    transport = lean_transport("http://127.0.0.1:4566", exchange=wire.open)
    transport.client(service, PATIENT).call("Any", {})
    assert wire.endpoint == Endpoint.parse("http://127.0.0.1:4566")
    assert parsed_request(wire.requests[0])[2]["host"] == "127.0.0.1:4566"


@pytest.mark.parametrize("keys", [("", ""), ("id", ""), ("", "secret")])
def test_without_keys_nothing_is_sent(wire: Wire, keys: tuple[str, str]) -> None:
    credentials = FixedCredentials(AccessKeys(key_id=keys[0], secret=keys[1]))
    client = lean_transport(exchange=wire.open, credentials=credentials).client("dynamodb", PATIENT)
    with pytest.raises(NoCredentialsError):
        client.call("GetItem", {})
    assert wire.requests == []


@pytest.mark.parametrize("token", ["token\n", "a\r\nx-injected: 1", "щ"])
def test_keys_that_would_break_a_request_are_refused(token: str) -> None:
    with pytest.raises(ValueError, match="line break") as refused:
        AccessKeys(key_id="id", secret="secret", session_token=token)
    assert token not in str(refused.value)


def test_keys_do_not_show_up_where_objects_are_printed() -> None:
    assert "secret" not in repr(KEYS)
