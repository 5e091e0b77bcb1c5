"""What stands around an application."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request, Response

import shared.wiring.process
from shared.domain.errors import SecretsUnavailableError
from shared.web.caller import ReadingCaller
from shared.web.dependencies import ContactReader
from shared.web.http.entry import Handler, Router, lambda_handler
from shared.web.http.event_loops import Loop
from shared.web.http.headers import SECURITY_HEADERS
from shared.web.http.json_answer import JsonAnswer
from tests.support.wiring import MemoryWiring

EVENT: dict[str, Any] = {
    "version": "2.0",
    "routeKey": "GET /",
    "rawPath": "/",
    "rawQueryString": "",
    "headers": {},
    "requestContext": {"http": {"method": "GET", "path": "/", "sourceIp": "203.0.113.7"}},
    "isBase64Encoded": False,
}


class Context:
    def __init__(self, request_id: str = "invocation") -> None:
        self.aws_request_id = request_id


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> MemoryWiring:
    wired = MemoryWiring()
    monkeypatch.setattr(shared.wiring.process, "wiring", lambda: wired)
    return wired


def handler_of(endpoint: Any) -> Handler:
    router = Router()
    router.get("/")(endpoint)
    return lambda_handler(router)


def headers_of(answer: dict[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in answer["headers"].items()}


@pytest.mark.parametrize(
    ("media_type", "is_text"),
    [
        ("application/json", True),
        ("application/problem+json", True),
        ("application/graphql-response+json", True),
        ("text/vcard", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("application/zip", False),
    ],
)
def test_only_what_is_no_text_is_sent_in_base64(media_type: str, is_text: bool) -> None:
    async def endpoint() -> Response:
        return Response("text", media_type=media_type)

    answer = handler_of(endpoint)(EVENT, Context())
    assert (answer["isBase64Encoded"], answer["body"] == "text") == (not is_text, is_text)


def test_a_json_answer_is_sent_as_it_is() -> None:
    async def endpoint() -> JsonAnswer[None]:
        return JsonAnswer({"name": "Léa"}, 202)

    answer = handler_of(endpoint)(EVENT, Context())
    assert (answer["statusCode"], answer["body"]) == (202, '{"name":"Léa"}')
    assert headers_of(answer)["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("response", "content_type"),
    [(Response(status_code=204), None), (Response(b"", media_type="text/vcard"), "text/vcard; charset=utf-8")],
)
def test_an_answer_without_a_body_has_the_media_type_that_the_endpoint_gave(
    response: Response, content_type: str | None
) -> None:
    async def endpoint() -> Response:
        return response

    assert headers_of(handler_of(endpoint)(EVENT, Context())).get("content-type") == content_type


@pytest.mark.parametrize("event", [{"version": "2.0", "requestContext": {}}, {**EVENT, "headers": {"a": "\ud800"}}])
def test_an_event_that_is_none_is_answered_all_the_same(
    event: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    async def endpoint() -> None: ...

    answer = handler_of(endpoint)(event, Context())
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["request_id"] == "invocation"
    headers = headers_of(answer)
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-request-id"] == "invocation"
    assert {name.lower() for name in SECURITY_HEADERS} <= set(headers)
    assert "no application was reached" in capsys.readouterr().out


@pytest.mark.parametrize(
    "event",
    [
        {},
        None,
        [],
        "warmup",
        {"warmup": True},
        {"source": "serverless-plugin-warmup"},
        {"version": "0", "id": "1", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}},
    ],
)
def test_what_keeps_a_function_warm_is_answered_quietly(event: Any, capsys: pytest.CaptureFixture[str]) -> None:
    called: list[None] = []

    async def endpoint() -> None:
        called.append(None)

    answer = handler_of(endpoint)(event, Context())
    assert (answer["statusCode"], answer["body"], called) == (204, "", [])
    assert capsys.readouterr() == ("", "")


def test_a_head_is_answered_with_the_length_of_the_body_that_it_does_not_have() -> None:
    async def endpoint() -> Response:
        return Response(b"\x89PNG", media_type="image/png")

    context = {**EVENT["requestContext"], "http": {**EVENT["requestContext"]["http"], "method": "HEAD"}}
    event = {**EVENT, "routeKey": "HEAD /", "requestContext": context}
    answer = handler_of(endpoint)(event, Context())
    assert (answer["statusCode"], answer["body"], answer["isBase64Encoded"]) == (200, "", False)
    assert (headers_of(answer)["content-type"], headers_of(answer)["content-length"]) == ("image/png", "4")


@pytest.mark.parametrize("prefix", ["/prod", "/v1"])
def test_a_path_with_a_stage_or_a_mapping_key_before_it_is_no_route(prefix: str) -> None:
    async def endpoint() -> None: ...

    context = {**EVENT["requestContext"], "stage": prefix[1:]}
    context["http"] = {**context["http"], "path": f"{prefix}/"}
    answer = handler_of(endpoint)({**EVENT, "rawPath": f"{prefix}/", "requestContext": context}, Context())
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["code"]) == (404, "route_not_found")


def test_an_endpoint_may_say_other_than_the_usual_headers() -> None:
    async def endpoint() -> Response:
        return Response("", headers={"Cache-Control": "public"})

    assert headers_of(handler_of(endpoint)(EVENT, Context()))["cache-control"] == "public"


def test_several_threads_use_one_handler_at_the_same_time() -> None:
    barrier = threading.Barrier(4)

    async def endpoint(request: Request) -> Response:
        await asyncio.get_running_loop().run_in_executor(None, barrier.wait, 5)
        return Response(request.state.request_id)

    handler = handler_of(endpoint)
    answers: list[str] = []

    def invoke(number: int) -> None:
        answers.append(handler(EVENT, Context(f"request-{number}"))["body"])

    threads = [threading.Thread(target=invoke, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [f"request-{number}" for number in range(4)]


async def book_endpoint(contacts: ContactReader) -> None: ...


async def protected_endpoint(caller: ReadingCaller, contacts: ContactReader) -> None: ...


@pytest.fixture
def inside_lambda(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as environment:
        environment.setenv("AWS_LAMBDA_FUNCTION_NAME", "contacts")
        yield


def test_whoever_ran_a_loop_meanwhile_leaves_the_handler_its_own() -> None:
    loops: set[asyncio.AbstractEventLoop] = set()

    async def endpoint() -> Response:
        loops.add(asyncio.get_running_loop())
        return Response()

    async def nothing() -> None:
        pass

    handler = handler_of(endpoint)
    for _ in range(2):
        assert handler(EVENT, Context())["statusCode"] == 200
        asyncio.run(nothing())
    assert len(loops) == 1


def test_the_loop_of_a_thread_that_has_ended_is_closed_by_whoever_runs_one() -> None:
    """What goes wrong in a finalizer is raised nowhere: pytest tells."""
    loops: list[asyncio.AbstractEventLoop] = []

    def run() -> None:
        held = [Loop()]
        held[0].use()
        loops.append(asyncio.get_event_loop_policy().get_event_loop())

        async def let_go() -> None:
            held.clear()

        asyncio.run(let_go())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert loops[0].is_closed()


@pytest.mark.usefixtures("inside_lambda")
def test_inside_lambda_connections_are_opened_before_the_first_request(
    wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[set[str]] = []
    monkeypatch.setattr(wired, "open_connections", lambda: opened.append(set(wired.__dict__)))
    handler_of(protected_endpoint)
    assert len(opened) == 1
    assert {"contact_reader", "access_tokens"} <= opened[0]
    assert "sessions" not in opened[0]


def test_elsewhere_nothing_is_opened_at_import(wired: MemoryWiring) -> None:
    handler_of(book_endpoint)
    assert "contact_reader" not in wired.__dict__


@pytest.mark.usefixtures("inside_lambda")
def test_what_cannot_be_opened_yet_does_not_keep_the_function_from_starting(
    wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise SecretsUnavailableError("SSM does not answer")

    monkeypatch.setattr(wired, "open_connections", fail)
    assert handler_of(book_endpoint)(EVENT, Context())["statusCode"] == 200
    assert "connections could not be opened" in capsys.readouterr().out
