"""GET /health."""

from __future__ import annotations

from collections.abc import Callable

from shared.web.http.headers import SECURITY_HEADERS
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

HEALTH = "/health"


def test_the_service_is_there_whatever_is_behind_it(
    client: Client, wired: MemoryWiring, requests_of: Callable[..., int]
) -> None:
    wired.keys.available = False
    answers = []
    assert requests_of(lambda: answers.append(client.request("GET", HEALTH))) == 0
    assert (answers[0].status, answers[0].json) == (200, {"status": "ok"})


def test_an_answer_carries_all_protective_headers(client: Client) -> None:
    answer = client.request("GET", HEALTH)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name.lower()] == value


def test_the_request_id_is_ours_whatever_the_client_sends(client: Client) -> None:
    for sent in ("client-1.A_b", "", "with space", "x" * 129, "a\nb", '{"a": 1}', "ї"):
        answer = client.request("GET", HEALTH, headers={"X-Request-Id": sent})
        assert answer.headers["x-request-id"].startswith("invocation-")


def test_a_host_that_is_none_is_no_reason_to_fail(client: Client) -> None:
    for host in ("[::1]:8000", "localhost:", "a:b:c", "localhost:http"):
        assert client.request("GET", HEALTH, headers={"host": host}).status == 200
