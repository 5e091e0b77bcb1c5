"""Both transports bring objects to S3 and back, and both see the same when that fails."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError
from moto import mock_aws

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Client, ClientConfig, Transport
from tests.support.misbehaving_server import Behaviour, answering, closing, resetting, server, silent
from tests.support.transports import lean_transport, moto_transport

_NUMBERS = count(1)
PATIENCE = ClientConfig(connect_seconds=1.0, read_seconds=5.0, max_attempts=2)
Call = Callable[..., dict[str, Any]]


def botocores(endpoint_url: str, monkeypatch: pytest.MonkeyPatch) -> Transport:
    for name, value in StandIn(endpoint_url=endpoint_url).environment.items():
        if name != "AWS_ENDPOINT_URL":
            monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    return BotocoreTransport(region=REGION, endpoint_url=endpoint_url)


@pytest.fixture(params=["lean", "botocore", "lean and moto", "a bucket with dots"])
def call(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Operations on a new bucket."""
    bucket = f"bucket-{next(_NUMBERS)}" if request.param != "a bucket with dots" else f"bucket.{next(_NUMBERS)}.dots"
    if request.param == "lean and moto":
        with mock_aws():
            boto3.client("s3", region_name=REGION).create_bucket(Bucket=bucket)
            yield of(moto_transport().client("s3", PATIENCE), bucket)
        return
    aws: StandIn = request.getfixturevalue("stand_in")
    aws.client("s3").create_bucket(Bucket=bucket)
    url = aws.endpoint_url
    transport = botocores(url, monkeypatch) if request.param == "botocore" else lean_transport(url)
    yield of(transport.client("s3", PATIENCE), bucket)


def of(client: Client, bucket: str) -> Call:
    return lambda operation, **arguments: client.call(operation, {"Bucket": bucket, **arguments})


def refusal(call: Call, operation: str, **arguments: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call(operation, **arguments)
    answer: Any = refused.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


BODIES = [b"", b"a", bytes(range(256)) * 20_000, "щ".encode()]


@pytest.mark.parametrize("body", BODIES, ids=len)
def test_an_object_comes_back_as_it_was_stored(call: Call, body: bytes) -> None:
    stored = call("PutObject", Key="key", Body=body)
    found = call("GetObject", Key="key")
    assert found["Body"] == body
    assert found["ETag"] == stored["ETag"]


def test_a_key_may_have_any_characters(call: Call) -> None:
    keys = ["a b", "a+b", "a%20b", "щ/ї", "a//b", "a&b=c?d#e", "'\"!~*()", "."]
    for key in keys:
        call("PutObject", Key=f"x/{key}", Body=key.encode())
    assert [call("GetObject", Key=f"x/{key}")["Body"].decode() for key in keys] == keys
    assert {each["Key"] for each in call("ListObjectsV2", Prefix="x/")["Contents"]} == {f"x/{key}" for key in keys}


def test_what_is_not_there_is_not_found(call: Call) -> None:
    assert refusal(call, "GetObject", Key="none") == ("NoSuchKey", 404)
    assert refusal(call, "GetObject", Key="none", Bucket=f"none-{next(_NUMBERS)}") == ("NoSuchBucket", 404)


def test_only_the_first_creates_an_object(call: Call) -> None:
    call("PutObject", Key="key", Body=b"first", IfNoneMatch="*")
    assert refusal(call, "PutObject", Key="key", Body=b"second", IfNoneMatch="*") == ("PreconditionFailed", 412)
    assert call("GetObject", Key="key")["Body"] == b"first"


def test_only_what_is_still_the_same_is_replaced(call: Call) -> None:
    etag = call("PutObject", Key="key", Body=b"first")["ETag"]
    call("PutObject", Key="key", Body=b"second", IfMatch=etag)
    assert refusal(call, "PutObject", Key="key", Body=b"third", IfMatch=etag) == ("PreconditionFailed", 412)
    assert call("GetObject", Key="key")["Body"] == b"second"


def test_what_is_deleted_is_gone_and_may_be_deleted_again(call: Call) -> None:
    call("PutObject", Key="key", Body=b"a")
    call("DeleteObject", Key="key")
    call("DeleteObject", Key="key")
    assert refusal(call, "GetObject", Key="key") == ("NoSuchKey", 404)


def test_a_list_has_what_begins_with_the_prefix_in_order(call: Call) -> None:
    for key in ("a/2", "a/1", "b/1", "a"):
        call("PutObject", Key=key, Body=b"")
    listed = call("ListObjectsV2", Prefix="a/")
    assert ([each["Key"] for each in listed["Contents"]], listed["IsTruncated"]) == (["a/1", "a/2"], False)
    part = call("ListObjectsV2", Prefix="a", MaxKeys=2)
    assert ([each["Key"] for each in part["Contents"]], part["IsTruncated"]) == (["a", "a/1"], True)
    assert call("ListObjectsV2", Prefix="none").get("Contents", []) == []


@pytest.fixture(params=["lean", "botocore"])
def client_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Call]:
    def client_of(url: str, *, attempts: int = 1) -> Call:
        config = ClientConfig(connect_seconds=1.0, read_seconds=0.6, max_attempts=attempts)
        transport: Transport = lean_transport(url) if request.param == "lean" else botocores(url, monkeypatch)
        return of(transport.client("s3", config), "bucket")

    return client_of


def xml(code: str) -> str:
    return f"<Error><Code>{code}</Code></Error>"


def half(connection: socket.socket) -> None:
    answering("200 OK", "half", length=100)(connection)
    resetting(connection)


def stuck(connection: socket.socket) -> None:
    answering("200 OK", "half", length=100)(connection)
    silent(connection)


FINE = answering("200 OK", "bytes", 'ETag: "1"')
FAILING: dict[str, Behaviour] = {
    "closes": closing,
    "breaks the connection": resetting,
    "says nothing": silent,
    "breaks off": answering("200 OK", "half", length=100),
    "breaks within the answer": half,
    "falls silent within the answer": stuck,
    "is no HTTP server": lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n\r\n"),
    "is slow down": answering("503 Slow Down", xml("SlowDown"), "Connection: close"),
    "fails": answering("500 Internal Server Error", xml("InternalError"), "Connection: close"),
    "is a gateway without a service": answering("503 Service Unavailable", "<html>no</html>", "Connection: close"),
}
TEMPORARY = (HTTPClientError, TransportError, ClientError)
READS = [("GetObject", {"Key": "key"})]
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("PutObject", {"Key": "key", "Body": b"bytes"}),
    ("DeleteObject", {"Key": "key"}),
]


@pytest.mark.parametrize("behaviour", FAILING)
@pytest.mark.parametrize(("operation", "arguments"), [*READS, *WRITES])
def test_what_fails_for_good_is_an_error_that_the_adapters_know(
    client_of: Callable[..., Call], operation: str, arguments: dict[str, Any], behaviour: str
) -> None:
    with server([FAILING[behaviour]]) as aws, pytest.raises(TEMPORARY) as failed:
        client_of(aws.url)(operation, **arguments)
    if isinstance(failed.value, ClientError):
        assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] in {500, 503}


@pytest.mark.parametrize("behaviour", FAILING)
def test_what_fails_once_is_not_noticed(client_of: Callable[..., Call], behaviour: str) -> None:
    with server([FAILING[behaviour]], [FINE]) as aws:
        assert client_of(aws.url, attempts=2)("GetObject", Key="key")["Body"] == b"bytes"
    assert len(aws.connections) == 2


@pytest.mark.parametrize("body", ["<html>", "<ListBucketResult><Contents>", "\x00"])
def test_a_list_that_makes_no_sense_is_a_failure(client_of: Callable[..., Call], body: str) -> None:
    """botocore makes an error of S3 of it, with the status 500."""
    with server([answering("200 OK", body, "Connection: close")]) as aws, pytest.raises(TEMPORARY) as failed:
        client_of(aws.url)("ListObjectsV2", Prefix="p")
    if isinstance(failed.value, ClientError):
        assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


def test_where_nobody_listens_there_is_no_object(client_of: Callable[..., Call]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(TransportError):
        client_of(url)("GetObject", Key="key")


LARGE = bytes(8_000_000)


def test_who_refuses_a_large_object_before_its_end_is_heard() -> None:
    refusing = answering("412 Precondition Failed", xml("PreconditionFailed"), "Connection: close")
    with server([refusing], reading_heads_only=True) as aws:
        call = of(lean_transport(aws.url).client("s3", PATIENCE), "bucket")
        assert refusal(call, "PutObject", Key="key", Body=LARGE) == ("PreconditionFailed", 412)


def test_a_large_object_may_take_longer_than_one_wait() -> None:
    config = ClientConfig(connect_seconds=1.0, read_seconds=1.0, max_attempts=1)
    body = bytes(40_000_000)  # more than the sockets hold by far, so that the client is still sending at the end

    def slow(connection: socket.socket) -> None:
        left = len(body)
        began = time.monotonic()
        while left > 0:
            if time.monotonic() - began < 1.5 * config.read_seconds:
                time.sleep(0.02)
            left -= len(connection.recv(100_000))
        FINE(connection)

    with server([slow], reading_heads_only=True) as aws:
        began = time.monotonic()
        lean_transport(aws.url).client("s3", config).call("PutObject", {"Bucket": "b", "Key": "k", "Body": body})
    assert time.monotonic() - began > config.read_seconds


def test_threads_share_a_client_and_nobody_gets_the_object_of_another(stand_in: StandIn) -> None:
    bucket = f"bucket-{next(_NUMBERS)}"
    stand_in.client("s3").create_bucket(Bucket=bucket)
    call = of(lean_transport(stand_in.endpoint_url).client("s3", PATIENCE), bucket)
    with ThreadPoolExecutor(16) as threads:
        keys = [f"key-{number}" for number in range(64)]
        list(threads.map(lambda key: call("PutObject", Key=key, Body=key.encode() * 1_000), keys))
        found = threads.map(lambda key: call("GetObject", Key=key)["Body"], keys)
        assert list(found) == [key.encode() * 1_000 for key in keys]
