"""Bodies hold what botocore's would, and its errors."""

from __future__ import annotations

import json
import zlib
from typing import Any

import botocore.session
import pytest
from boto3.dynamodb.types import TypeSerializer
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ChecksumError, ClientError
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws.http_responses import HttpResponse
from shared.adapters.aws.json_bodies import decoded, encoded
from shared.adapters.aws.transport import MalformedResponseError

URL = "https://dynamodb.example.com"

_names = st.text(st.sampled_from("BSMLN#ab\"'йё🦊"), min_size=1, max_size=4)
_leaves = st.one_of(
    st.text(max_size=8).map(lambda text: {"S": text}),
    st.integers().map(lambda number: {"N": str(number)}),
    st.binary(max_size=8).map(lambda data: {"B": data}),
    st.lists(st.binary(max_size=4), min_size=1, max_size=2).map(lambda data: {"BS": data}),
    st.lists(st.text(max_size=4), min_size=1, max_size=2).map(lambda texts: {"SS": texts}),
    st.booleans().map(lambda truth: {"BOOL": truth}),
    st.just({"NULL": True}),
)
_attributes = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda values: {"L": values}),
        st.dictionaries(_names, inner, max_size=3).map(lambda values: {"M": values}),
    ),
    max_leaves=8,
)
items = st.dictionaries(_names, _attributes, max_size=4)


_SESSION = botocore.session.Session()


def answer(body: object = None, *, status: int = 200, raw: bytes | None = None, **headers: str) -> HttpResponse:
    text = json.dumps(body).encode() if raw is None else raw
    return HttpResponse(status, {name.replace("_", "-"): value for name, value in headers.items()}, text)


def read(of: HttpResponse) -> dict[str, Any]:
    return decoded(of, "GetItem", URL)


def refused(of: HttpResponse) -> dict[str, Any]:
    with pytest.raises(ClientError) as caught:
        read(of)
    response: dict[str, Any] = caught.value.response
    return response


@given(items)
def test_a_request_says_what_botocores_says(item: dict[str, Any]) -> None:
    model = _SESSION.get_service_model("dynamodb")
    arguments = {"TableName": "table", "Item": item}
    theirs = create_serializer("json", include_validation=False).serialize_to_request(
        arguments, model.operation_model("PutItem")
    )
    assert json.loads(encoded(arguments)) == json.loads(theirs["body"])


@given(st.lists(items, max_size=3))
def test_items_are_read_as_botocore_reads_them(found: list[dict[str, Any]]) -> None:
    body = encoded({"Items": found, "Count": len(found)})
    shape = _SESSION.get_service_model("dynamodb").operation_model("Query").output_shape
    theirs = create_parser("json").parse({"status_code": 200, "headers": {}, "body": body}, shape)
    ours = read(HttpResponse(200, {}, body))
    assert (ours["Items"], ours["Count"]) == (theirs["Items"], theirs["Count"]) == (found, len(found))


def test_a_request_is_short_and_keeps_its_letters() -> None:
    assert encoded({"A": {"S": "щ"}, "B": [1, True]}) == '{"A":{"S":"щ"},"B":[1,true]}'.encode()


def test_half_a_letter_is_left_to_aws_to_refuse() -> None:
    assert encoded({"S": "\ud800"}) == b'{"S":"\xed\xa0\x80"}'


def test_what_aws_takes_none_of_is_not_sent() -> None:
    with pytest.raises(TypeError, match="set"):
        encoded({"A": {1}})


def test_an_answer_carries_what_is_known_of_it() -> None:
    headers = {"x-amzn-requestid": "request", "x-amz-crc32": str(zlib.crc32(b"{}"))}
    assert read(HttpResponse(200, headers, b"{}"))["ResponseMetadata"] == {
        "RequestId": "request",
        "HTTPStatusCode": 200,
        "HTTPHeaders": headers,
    }


def test_an_empty_object_is_an_answer() -> None:
    assert read(answer(raw=b"{}")).keys() == {"ResponseMetadata"}


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_body_is_no_answer(status: int) -> None:
    with pytest.raises(MalformedResponseError):
        read(answer(raw=b"", status=status))


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_answer_whose_checksum_is_wrong_is_not_looked_at(status: int) -> None:
    with pytest.raises(ChecksumError):
        read(answer({"Item": {}}, status=status, x_amz_crc32="1"))


@pytest.mark.parametrize(
    "raw",
    [b"<html>", b"{", b"[]", b"1", b"null", b"\xff", b'{"A": {"B": "no base64"}}', b'{"A": {"BS": ["=="]}}'],
)
def test_an_answer_that_makes_no_sense_is_malformed_and_not_quoted(raw: bytes) -> None:
    with pytest.raises(MalformedResponseError) as malformed:
        read(answer(raw=raw))
    assert raw.decode(errors="replace") not in str(malformed.value)
    assert malformed.value.__cause__ is None


ERRORS: list[tuple[HttpResponse, str]] = [
    (answer({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "m"}, status=400), "json"),
    (answer({"__type": "ValidationException", "Message": "M"}, status=400), "json"),
    (answer({"__type": "com.amazon.coral#InternalFailure:http://internal.example.com"}, status=500), "json"),
    (answer({}, status=413), "json"),
    (answer(raw=b"<html>no</html>", status=503), "json"),
    (answer(raw=b"", status=502), "json"),
    (answer({"message": "m"}, status=400, x_amzn_errortype="MessageRejected"), "rest-json"),
    (answer({"message": "m"}, status=429, x_amzn_errortype="TooManyRequestsException:http://x"), "rest-json"),
    (answer({"code": "BadRequestException", "message": "m"}, status=400), "rest-json"),
    (answer({"Code": "AccessDenied"}, status=403), "rest-json"),
]


@pytest.mark.parametrize(("of", "protocol"), ERRORS)
def test_an_error_has_the_code_and_the_text_that_botocore_finds(of: HttpResponse, protocol: str) -> None:
    headers = AWSResponse(URL, of.status, dict(of.headers), None).headers
    theirs = create_parser(protocol).parse({"status_code": of.status, "headers": headers, "body": of.body}, None)
    ours = refused(of)
    assert ours["Error"]["Code"] == theirs["Error"]["Code"]
    if of.body.startswith(b"{"):  # for what is no JSON botocore has a text of its own
        assert ours["Error"]["Message"] == theirs["Error"]["Message"]
    assert ours["ResponseMetadata"]["HTTPStatusCode"] == of.status


def test_an_error_keeps_what_it_says_besides() -> None:
    old = {"revision": {"N": "7"}, "data": {"B": b"\x00"}}
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Item": old}]
    body = encoded({"__type": "a#TransactionCanceledException", "Message": "m", "CancellationReasons": reasons})
    response = refused(HttpResponse(400, {}, body))
    assert response["CancellationReasons"] == reasons
    assert response["Error"] == {"Code": "TransactionCanceledException", "Message": "m"}
    single = encoded({"__type": "a#ConditionalCheckFailedException", "message": "m", "Item": old})
    assert refused(HttpResponse(400, {}, single))["Item"] == old


def test_an_object_of_several_members_is_no_attribute() -> None:
    body = {"Other": {"B": "dGV4dA==", "S": "text"}, "Item": {"a": {"B": "dGV4dA=="}}}
    found = read(answer(body))
    assert (found["Other"], found["Item"]) == (body["Other"], {"a": {"B": b"text"}})


def test_an_error_of_an_unheard_status_is_an_error() -> None:
    assert refused(answer(raw=b"", status=599))["Error"] == {"Code": "599", "Message": ""}
    assert refused(answer(raw=b"", status=302))["Error"]["Code"] == "302"


def test_python_values_survive_the_way_to_the_wire_and_back() -> None:
    value = {"text": "щ", "bytes": b"\x00\xff", "list": [1, None, {"B": "not bytes"}]}
    item = {"value": TypeSerializer().serialize(value)}
    assert read(HttpResponse(200, {}, encoded({"Item": item})))["Item"] == {
        "value": {
            "M": {
                "text": {"S": "щ"},
                "bytes": {"B": b"\x00\xff"},
                "list": {"L": [{"N": "1"}, {"NULL": True}, {"M": {"B": {"S": "not bytes"}}}]},
            }
        }
    }
