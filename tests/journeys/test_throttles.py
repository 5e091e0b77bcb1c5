"""The gateway's throttles: those of template.yaml, one bucket a route, for all callers together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import shared.wiring.process
from local.gateway import Gateway, Throttles
from local.invoker import Invoker
from tests.support.served import Answer, Server, serving
from tests.support.wiring import MemoryWiring
from tools.template import Template

REFUSED = b'{"message":"Too Many Requests"}'


class Seconds:
    """The clock of the throttles."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def server(template: Template, seconds: Seconds, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    wiring = MemoryWiring()
    monkeypatch.setattr(shared.wiring.process, "wiring", lambda: wiring)
    throttles = Throttles(template.routes, clock=seconds)
    with serving(Gateway(template, Invoker(template), throttles=throttles)) as server:
        yield server


Ask = Callable[[str], Answer]


@pytest.fixture
def ask(server: Server) -> Ask:
    """Send a request to a route, each time from another address."""
    sources = (f"127.0.{network}.{host}" for network in range(1, 200) for host in range(1, 200))

    def ask(key: str) -> Answer:
        method, path = ("GET", "/nowhere") if key == "$default" else key.split()
        return server.send(next(sources), method, path, {} if method in {"POST", "PUT"} else None)

    return ask


@pytest.mark.parametrize(
    ("key", "rate", "burst"),
    [
        ("POST /api/v1/auth/login", 5, 10),
        ("POST /api/v1/auth/register", 1, 3),
        ("POST /api/v1/auth/resend-verification", 1, 3),
        ("GET /api/v1/auth/me", 10, 20),
        ("PUT /api/v1/auth/me", 10, 20),
        ("GET /api/v1/contacts", 50, 100),
        ("GET /health", 10, 20),
        ("$default", 10, 20),
    ],
)
def test_a_route_lets_through_what_the_template_says(
    ask: Ask, seconds: Seconds, key: str, rate: int, burst: int
) -> None:
    answers = [ask(key) for _ in range(burst + 1)]
    assert 429 not in {answer.status for answer in answers[:-1]}
    refused = answers[-1]
    assert (refused.status, refused.body) == (429, REFUSED)
    assert refused.headers["content-type"] == "application/json"
    seconds.now += 1
    assert [ask(key).body == REFUSED for _ in range(rate + 1)] == [False] * rate + [True]


def test_a_route_whose_throttle_is_used_up_is_no_matter_to_the_others(ask: Ask) -> None:
    while ask("POST /api/v1/auth/login").body != REFUSED:
        pass
    for other in ("POST /api/v1/auth/register", "GET /api/v1/auth/me", "GET /health", "$default"):
        assert ask(other).body != REFUSED


def test_what_the_gateway_refuses_no_function_sees(ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        ask("POST /api/v1/auth/resend-verification")
    assert capfd.readouterr().out.count('"message":"request"') == 3
