from __future__ import annotations

import base64
from typing import Any

import pytest

from local.gateway.response import MalformedResponseError, function_response


@pytest.mark.parametrize(
    ("returned", "body"),
    [("Hello", b"Hello"), ({"a": 1}, b'{"a": 1}'), (None, b"null"), ([1], b"[1]")],
)
def test_without_a_status_all_of_it_is_the_body(returned: Any, body: bytes) -> None:
    answer = function_response(returned)
    assert (answer.status, answer.headers, answer.body) == (200, [("content-type", "application/json")], body)


def test_status_headers_cookies_and_body_are_taken_over() -> None:
    answer = function_response(
        {
            "statusCode": "201",
            "headers": {"Location": "/a", "X-Count": 3, "X-Flag": True, "Content-Length": "999", "Content-Type": "a/b"},
            "cookies": ["a=1", "b=2"],
            "body": "text",
        }
    )
    assert answer.status == 201
    assert answer.headers == [
        ("location", "/a"),
        ("x-count", "3"),
        ("x-flag", "true"),
        ("content-type", "a/b"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
    ]
    assert answer.body == b"text"


def test_base64_bodies_are_decoded() -> None:
    body = base64.b64encode(b"\x89PNG\xff").decode()
    assert function_response({"statusCode": 200, "body": body, "isBase64Encoded": True}).body == b"\x89PNG\xff"


def test_a_body_without_a_type_is_plain_text() -> None:
    assert function_response({"statusCode": 200, "body": "a"}).headers == [("content-type", "text/plain;charset=UTF-8")]


def test_an_answer_may_have_no_body() -> None:
    answer = function_response({"statusCode": 204})
    assert (answer.headers, answer.body) == ([], b"")


@pytest.mark.parametrize(
    "returned",
    [
        {"statusCode": "ok"},
        {"statusCode": None},
        {"statusCode": 99},
        {"statusCode": 600},
        {"statusCode": 200, "headers": []} | {"headers": ["a"]},
        {"statusCode": 200, "headers": {"a": None}},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "cookies": "a=1"},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "not base64!", "isBase64Encoded": True},
    ],
)
def test_what_api_gateway_cannot_understand_is_malformed(returned: Any) -> None:
    with pytest.raises(MalformedResponseError):
        function_response(returned)
