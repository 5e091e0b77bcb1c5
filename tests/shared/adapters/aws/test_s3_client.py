"""What S3 is asked, at which host, and what is made of its answers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.s3_messages import answer_of
from shared.adapters.aws.services import Endpoint
from shared.adapters.aws.transport import ClientConfig, MalformedResponseError, StaleConnectionError
from tests.support.transports import lean_transport, parsed_request

PATIENCE = ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=3)
URL = "https://s3.example.com"
NO_SUCH_KEY = (
    b'<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>It is <Code>not</Code> there</Message></Error>'
)
LIST = b"<ListBucketResult><IsTruncated>false</IsTruncated>%b</ListBucketResult>"


@dataclass(slots=True)
class Wire:
    """HttpExchanges that answer with the next answer, and note what went to which host."""

    answers: deque[HttpResponse | Exception] = field(default_factory=deque)
    endpoints: list[str] = field(default_factory=list)
    sent: list[tuple[bytes, bytes]] = field(default_factory=list)
    fresh: list[bool] = field(default_factory=list)

    def open(self, endpoint: Endpoint) -> Wire:
        self.endpoints.append(endpoint.url)
        return self

    def connect(self, config: ClientConfig) -> None:
        raise AssertionError("nobody asked for it")

    def exchange(self, request: bytes, config: ClientConfig, *, body: bytes = b"", fresh: bool = False) -> HttpResponse:
        self.sent.append((request, body))
        self.fresh.append(fresh)
        answer = self.answers.popleft() if self.answers else HttpResponse(200, {"etag": '"1"'}, b"")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def call(self, operation: str, /, *, endpoint_url: str = "", bucket: str = "bucket", **arguments: Any) -> Any:
        client = lean_transport(endpoint_url, exchange=self.open).client("s3", PATIENCE)
        return client.call(operation, {"Bucket": bucket, **arguments})


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_an_object_is_stored_by_a_whole_request(wire: Wire) -> None:
    body = b"bytes" * 1_000
    answer = wire.call("PutObject", Key="a b/щ", Body=body, IfMatch='"1"', ContentType="application/octet-stream")
    [(request, sent)] = wire.sent
    method, path, headers, _ = parsed_request(request + sent)
    assert (method, path, answer["ETag"]) == ("PUT", "/a%20b/%D1%89", '"1"')
    assert headers["host"] == "bucket.s3.us-east-1.amazonaws.com"
    assert headers["if-match"] == '"1"'
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-amz-content-sha256"] == sha256(body).hexdigest()
    assert "SignedHeaders=content-type;host;if-match;x-amz-content-sha256;x-amz-date," in headers["authorization"]
    assert sent is body, "nobody copies a large object to send it"


@pytest.mark.parametrize("operation", ["GetObject", "DeleteObject"])
def test_what_has_no_body_claims_none(wire: Wire, operation: str) -> None:
    wire.call(operation, Key="key")
    method, path, headers, _ = parsed_request(wire.sent[0][0])
    assert (method, path) == (operation[:3].upper() if operation == "GetObject" else "DELETE", "/key")
    assert "content-length" not in headers
    assert headers["x-amz-content-sha256"] == sha256(b"").hexdigest()


def test_an_empty_object_has_a_length(wire: Wire) -> None:
    wire.call("PutObject", Key="key", Body=b"", IfNoneMatch="*")
    assert parsed_request(wire.sent[0][0])[2]["content-length"] == "0"


def test_a_list_is_asked_for_by_its_prefix(wire: Wire) -> None:
    wire.answers.append(HttpResponse(200, {}, LIST % b"<Contents><Key>a+b%2B%D1%89</Key><Size>1</Size></Contents>"))
    answer = wire.call("ListObjectsV2", Prefix="a b/+&=", MaxKeys=5)
    assert parsed_request(wire.sent[0][0])[1] == "/?encoding-type=url&list-type=2&max-keys=5&prefix=a%20b%2F%2B%26%3D"
    assert (answer["Contents"], answer["IsTruncated"]) == ([{"Key": "a b+щ", "Size": 1}], False)


def test_a_file_is_sent_in_parts_that_are_joined(wire: Wire) -> None:
    begun = b"<InitiateMultipartUploadResult><UploadId>a+b/c</UploadId></InitiateMultipartUploadResult>"
    wire.answers.append(HttpResponse(200, {}, begun))
    assert wire.call("CreateMultipartUpload", Key="key")["UploadId"] == "a+b/c"
    wire.call("UploadPart", Key="key", UploadId="a+b/c", PartNumber=2, Body=b"part")
    parts = {"Parts": [{"PartNumber": 1, "ETag": '"1"'}, {"PartNumber": 2, "ETag": '"2"'}]}
    wire.call("CompleteMultipartUpload", Key="key", UploadId="a+b/c", MultipartUpload=parts)
    requests = [parsed_request(head + body) for head, body in wire.sent]
    assert [(method, path) for method, path, *_ in requests] == [
        ("POST", "/key?uploads="),
        ("PUT", "/key?partNumber=2&uploadId=a%2Bb%2Fc"),
        ("POST", "/key?uploadId=a%2Bb%2Fc"),
    ]
    assert [int(headers["content-length"]) for _, _, headers, _ in requests] == [0, 4, len(wire.sent[2][1])]
    assert b'<Part><PartNumber>2</PartNumber><ETag>"2"</ETag></Part></CompleteMultipartUpload>' in wire.sent[2][1]


def test_parts_that_could_not_be_joined_are_told_late(wire: Wire) -> None:
    wire.answers.append(HttpResponse(200, {}, b"<Error><Code>NoSuchUpload</Code></Error>"))
    with pytest.raises(ClientError, match="NoSuchUpload"):
        wire.call("CompleteMultipartUpload", Key="key", UploadId="1", MultipartUpload={"Parts": []})


def test_an_upload_without_an_id_makes_no_sense(wire: Wire) -> None:
    with pytest.raises(MalformedResponseError):
        wire.call("CreateMultipartUpload", Key="key")


@pytest.mark.parametrize(
    ("bucket", "endpoint_url", "place"),
    [
        ("my-bucket", "", ("https://my-bucket.s3.us-east-1.amazonaws.com", "/key")),
        ("with.dots", "", ("https://s3.us-east-1.amazonaws.com", "/with.dots/key")),
        ("Large_Old", "", ("https://s3.us-east-1.amazonaws.com", "/Large_Old/key")),
        ("-odd", "", ("https://s3.us-east-1.amazonaws.com", "/-odd/key")),
        ("my-bucket", "http://127.0.0.1:4566", ("http://127.0.0.1:4566", "/my-bucket/key")),
    ],
)
def test_a_bucket_has_a_host_of_its_own_where_that_can_be(
    wire: Wire, bucket: str, endpoint_url: str, place: tuple[str, str]
) -> None:
    wire.call("GetObject", endpoint_url=endpoint_url, bucket=bucket, Key="key")
    _, path, headers, _ = parsed_request(wire.sent[0][0])
    assert (wire.endpoints, path) == ([place[0]], place[1])
    assert headers["host"] == place[0].partition("://")[2]


def test_a_list_of_a_bucket_in_the_path_is_asked_of_the_bucket(wire: Wire) -> None:
    wire.answers.append(HttpResponse(200, {}, LIST % b""))
    wire.call("ListObjectsV2", endpoint_url="http://127.0.0.1:4566", Prefix="p")
    assert parsed_request(wire.sent[0][0])[1].partition("?")[0] == "/bucket"


def test_requests_to_a_bucket_share_their_connections(wire: Wire) -> None:
    client = lean_transport(exchange=wire.open).client("s3", PATIENCE)
    for _ in range(2):
        client.call("GetObject", {"Bucket": "bucket", "Key": "key"})
    client._make_api_call("GetObject", {"Bucket": "other", "Key": "key"})
    assert [url.split(".")[0] for url in wire.endpoints] == ["https://bucket", "https://other"]
    assert client.connect is None


FAILURES = [
    HttpResponse(503, {}, b"<Error><Code>SlowDown</Code></Error>"),
    HttpResponse(500, {}, b"<Error><Code>InternalError</Code></Error>"),
    HttpResponse(503, {}, b"<html>no</html>"),
    HttpResponse(400, {}, b"<Error><Code>RequestTimeout</Code></Error>"),
    ReadTimeoutError(endpoint_url=URL),
    StaleConnectionError(endpoint_url=URL),
]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("operation", ["GetObject", "PutObject", "DeleteObject"])
def test_what_fails_once_is_sent_again(wire: Wire, operation: str, failure: HttpResponse | Exception) -> None:
    wire.answers.append(failure)
    answer = wire.call(operation, Key="key", Body=b"bytes")
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert [body for _, body in wire.sent] == [b"bytes"] * 2
    assert wire.fresh == [False, isinstance(failure, Exception)]


REFUSALS = {
    404: b"<Error><Code>NoSuchKey</Code></Error>",
    403: b"<Error><Code>AccessDenied</Code></Error>",
    409: b"<Error><Code>ConditionalRequestConflict</Code></Error>",
    412: b"<Error><Code>PreconditionFailed</Code></Error>",
}


@pytest.mark.parametrize("status", REFUSALS)
def test_what_is_refused_is_not_sent_again(wire: Wire, status: int) -> None:
    wire.answers.append(HttpResponse(status, {"x-amz-request-id": "id"}, REFUSALS[status]))
    with pytest.raises(ClientError) as refused:
        wire.call("PutObject", Key="key", Body=b"")
    assert REFUSALS[status] == f"<Error><Code>{refused.value.response['Error']['Code']}</Code></Error>".encode()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert refused.value.response["ResponseMetadata"]["RequestId"] == "id"
    assert len(wire.sent) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (NO_SUCH_KEY, "NoSuchKey"),
        (b"", "404"),
        (b"<html><Code>X</Code></html>", "404"),
        (b"<Error><Code>", "404"),
        (b"<Error><Code></Code></Error>", "404"),
        (b"<Error><Code>&#65;</Code></Error>", "404"),
        (b"<Error><Code>two words</Code></Error>", "404"),
        (b"<Error><Code>" + b"A" * 65 + b"</Code></Error>", "404"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Error><Code>&a;</Code></Error>', "404"),
        (b"<Error><Code>\xff</Code></Error>", "404"),
    ],
)
def test_an_error_has_the_code_in_its_body_or_that_of_its_status(body: bytes, code: str) -> None:
    with pytest.raises(ClientError) as failed:
        answer_of(HttpResponse(404, {}, body), "GetObject", URL)
    assert failed.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"<ListBucketResult><Contents><Key>a",
        b"<Error><Code>InternalError</Code></Error>",
        LIST % b"<Contents><Key>\xff</Key></Contents>",
        LIST % b"<Contents><Key>%FF</Key></Contents>",
    ],
)
def test_a_list_that_cannot_be_read_whole_is_none(body: bytes) -> None:
    with pytest.raises(MalformedResponseError):
        answer_of(HttpResponse(200, {}, body), "ListObjectsV2", URL)


@given(st.sampled_from(["GetObject", "PutObject", "DeleteObject", "ListObjectsV2"]), st.integers(200, 599), st.binary())
def test_no_answer_is_beyond_reading(operation: str, status: int, body: bytes) -> None:
    try:
        answer = answer_of(HttpResponse(status, {}, body), operation, URL)
    except (ClientError, HTTPClientError):
        return
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status < 300


def test_what_nobody_uses_is_not_there(wire: Wire) -> None:
    with pytest.raises(KeyError):
        wire.call("DeleteBucket")
