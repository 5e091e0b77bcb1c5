from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.gateway import Gateway
from local.invoker import Invoker
from tests.support.sample_template import API, HEADER, template_of


class Caller:
    """Sends requests to a gateway as clients of 127.0.0.5 do."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def __call__(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return asyncio.run(self._send(method, path, **arguments))

    async def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._gateway, client=("127.0.0.5", 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, **arguments)

    def event(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        """The event that the function got."""
        event: dict[str, Any] = self(method, path, **arguments).json()["event"]
        return event


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def call(tmp_path: Path, calls: list[str]) -> Caller:
    template = template_of(tmp_path, API)
    return Caller(Gateway(template, Invoker(template), after_writing=lambda: calls.append("invoked")))


def test_an_event_has_the_form_of_payload_version_2(call: Caller) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    event = call.event("GET", "/things/a%20b?tag=x&tag=y%20z&empty=", headers={"X-One": "1", "User-Agent": "test"})
    assert event["version"] == "2.0"
    assert event["routeKey"] == "GET /things/{thing_id}"
    assert event["rawPath"] == "/things/a b"
    assert event["rawQueryString"] == "tag=x&tag=y%20z&empty="
    assert event["queryStringParameters"] == {"tag": "x,y z", "empty": ""}
    assert event["pathParameters"] == {"thing_id": "a b"}
    assert event["headers"]["x-one"] == "1"
    assert event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert context["http"] == {
        "method": "GET",
        "path": "/things/a b",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.5",
        "userAgent": "test",
    }
    assert (context["stage"], context["routeKey"]) == ("$default", "GET /things/{thing_id}")
    assert (context["accountId"], context["domainName"]) == ("000000000000", "127.0.0.1")
    time = datetime.strptime(context["time"], "%d/%b/%Y:%H:%M:%S %z")
    assert before <= time <= datetime.now(UTC)
    assert context["timeEpoch"] // 1000 == int(time.timestamp())


def test_what_a_request_does_not_have_is_left_out(call: Caller) -> None:
    event = call.event("GET", "/things")
    assert not {"body", "cookies", "pathParameters", "queryStringParameters", "stageVariables"} & set(event)


def test_request_ids_are_unique_and_told_to_the_client(call: Caller) -> None:
    answers = [call("GET", "/things") for _ in range(2)]
    ids = [answer.json()["event"]["requestContext"]["requestId"] for answer in answers]
    assert ids == [answer.headers["apigw-requestid"] for answer in answers]
    assert ids[0] != ids[1]


def test_repeated_headers_are_joined_and_cookies_are_apart(call: Caller) -> None:
    headers = [("X-Many", "1"), ("x-many", "2"), ("Cookie", "a=1; b=2"), ("Connection", "close")]
    event = call.event("GET", "/things", headers=headers)
    assert event["headers"]["x-many"] == "1,2"
    assert event["cookies"] == ["a=1", "b=2"]
    assert not {"cookie", "connection"} & set(event["headers"])


def test_the_callers_address_is_added_to_what_it_claims(call: Caller) -> None:
    event = call.event("GET", "/things", headers={"X-Forwarded-For": "10.0.0.1"})
    assert event["headers"]["x-forwarded-for"] == "10.0.0.1, 127.0.0.5"
    assert event["headers"]["x-forwarded-port"] == "8000"
    assert event["headers"]["x-forwarded-proto"] == "http"
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.5"


def test_the_answer_to_a_head_has_no_body(call: Caller) -> None:
    answer = call("HEAD", "/nowhere-to-be-found")
    assert answer.content == b""
    assert "content-length" not in answer.headers
    assert answer.headers["content-type"] == "application/json"


def test_a_websocket_is_refused(call: Caller, calls: list[str]) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "WebSocket", "Sec-WebSocket-Version": "13"}
    answer = call("GET", "/things", headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"message": "Bad Request"})
    assert calls == []


def test_a_percent_sign_stays_escaped_in_the_raw_path(call: Caller) -> None:
    assert call.event("GET", "/things/a%252Fb")["rawPath"] == "/things/a%252Fb"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=utf-8", "application/xml"])
def test_text_bodies_are_text(call: Caller, content_type: str) -> None:
    event = call.event("POST", "/things", content="Ёж".encode(), headers={"Content-Type": content_type})
    assert (event["body"], event["isBase64Encoded"]) == ("Ёж", False)
    assert event["headers"]["content-length"] == "4"


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "application/merge-patch+json", "image/png", None]
)
def test_other_bodies_are_base64(call: Caller, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    event = call.event("POST", "/things", content=b"\x89PNG", headers=headers)
    assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (b"\x89PNG", True)


def test_text_that_is_none_is_base64(call: Caller) -> None:
    event = call.event("POST", "/things", content=b"\xff", headers={"Content-Type": "application/json"})
    assert (event["body"], event["isBase64Encoded"]) == ("/w==", True)


def test_the_function_gets_a_lambda_context(call: Caller) -> None:
    answer = call("GET", "/things").json()
    assert (answer["function"], answer["memory"]) == ("contacts-api-local-EchoFunction", "512")


def test_the_default_route_gets_what_no_other_serves(call: Caller) -> None:
    assert call.event("DELETE", "/nowhere")["routeKey"] == "$default"


def test_without_a_default_route_the_gateway_answers_404(tmp_path: Path) -> None:
    template = template_of(tmp_path, HEADER + "Resources: {}")
    answer = Caller(Gateway(template, Invoker(template)))("GET", "/nowhere")
    assert (answer.status_code, answer.text) == (404, '{"message":"Not Found"}')


def test_the_route_of_a_throttle_answers_429_after_its_burst(call: Caller, calls: list[str]) -> None:
    answers = [call("POST", "/login") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].text == '{"message":"Too Many Requests"}'
    assert answers[-1].headers["content-type"] == "application/json"
    assert call("POST", "/things").status_code == 200
    assert len(calls) == 3


@pytest.mark.parametrize("path", ["/crash", "/malformed", "/missing", "/huge"])
def test_a_function_that_fails_is_a_500(call: Caller, path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = call("GET", path)
    assert (answer.status_code, answer.text) == (500, '{"message":"Internal Server Error"}')
    assert caplog.records


def test_a_function_that_takes_too_long_is_a_503(call: Caller) -> None:
    answer = call("GET", "/slow")
    assert (answer.status_code, answer.text) == (503, '{"message":"Service Unavailable"}')


@pytest.mark.parametrize("size", [6 * 2**20, 10 * 2**20 + 1])
def test_a_body_beyond_the_limits_of_lambda_or_api_gateway_is_a_413(call: Caller, calls: list[str], size: int) -> None:
    answer = call("POST", "/things", content=b"x" * size)
    assert (answer.status_code, answer.text) == (413, '{"message":"Request Entity Too Large"}')
    assert calls == []


def test_four_megabytes_of_binary_content_pass(call: Caller) -> None:
    assert len(call.event("POST", "/things", content=b"x" * 4 * 2**20)["body"]) > 5 * 2**20


def test_a_body_without_a_length_has_the_same_limit(call: Caller) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(22):
            yield b"x" * 2**19

    assert call("POST", "/things", content=chunks()).status_code == 413


@pytest.mark.parametrize(("method", "count"), [("POST", 1), ("GET", 0)])
def test_only_a_request_that_may_write_makes_others_look_for_records(
    call: Caller, calls: list[str], method: str, count: int
) -> None:
    assert call(method, "/things").status_code == 200
    assert calls == ["invoked"] * count


def test_a_client_that_leaves_gets_no_answer(tmp_path: Path, calls: list[str]) -> None:
    template = template_of(tmp_path, API)
    gateway = Gateway(template, Invoker(template), after_writing=lambda: calls.append("invoked"))
    half: dict[str, Any] = {"type": "http.request", "body": b"half", "more_body": True}
    messages = iter([half, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        raise AssertionError("nobody is there")

    scope = {"type": "http", "method": "POST", "path": "/things", "query_string": b"", "headers": []}
    asyncio.run(gateway(scope, receive, send))
    assert calls == []


def test_cookies_and_headers_of_a_function_reach_the_client(call: Caller) -> None:
    answer = call("POST", "/login")
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_preflight_is_answered_without_a_function(call: Caller, calls: list[str]) -> None:
    headers = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
    answer = call("OPTIONS", "/things", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert answer.headers["access-control-allow-headers"] == "authorization,if-match"
    assert calls == []


def test_options_without_an_origin_is_a_request_like_others(call: Caller) -> None:
    assert call.event("OPTIONS", "/things")["routeKey"] == "$default"


def test_answers_carry_the_apis_cors_headers_instead_of_the_functions(call: Caller) -> None:
    answer = call("POST", "/login", headers={"Origin": "http://localhost:3000"})
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert answer.headers["access-control-expose-headers"] == "etag,location"
    assert "access-control-allow-origin" not in call("POST", "/login").headers


def test_refusals_can_be_read_by_allowed_origins(call: Caller) -> None:
    for _ in range(2):
        call("POST", "/login")
    answer = call("POST", "/login", headers={"Origin": "http://localhost:3000"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (429, "http://localhost:3000")


def test_the_latest_requests_are_kept_with_the_reason_of_a_failure(tmp_path: Path) -> None:
    text = API.replace("tests.support.sample_template.echo", "tests.local.gateway.test_gateway.break_")
    template = template_of(tmp_path, text)
    gateway = Gateway(template, Invoker(template))
    call = Caller(gateway)
    answers = [call("GET", "/things?token=secret"), call("GET", "/things")]
    latest, first = gateway.traffic.latest()
    assert [latest.id, first.id] == [answer.headers["apigw-requestid"] for answer in reversed(answers)]
    assert (first.method, first.path, first.status) == ("GET", "/things", 500)
    assert "ZeroDivisionError" in first.failure
    assert "test_gateway.py" in first.failure
    assert "ZeroDivisionError" not in answers[0].text


def break_(event: dict[str, Any], context: Any) -> float:
    return 1 / 0


def test_every_invocation_has_an_event_loop_of_its_own(tmp_path: Path) -> None:
    text = API.replace("tests.support.sample_template.echo", "tests.local.gateway.test_gateway.loop_of_this_thread")
    template = template_of(tmp_path, text)
    caller = Caller(Gateway(template, Invoker(template)))
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: caller("GET", "/things").json(), range(2)))
    assert all(answer == {"running": False, "works": 42} for answer in answers)


def loop_of_this_thread(event: dict[str, Any], context: Any) -> dict[str, Any]:
    loop = asyncio.get_event_loop()
    return {"running": loop.is_running(), "works": loop.run_until_complete(asyncio.sleep(0, 42))}
