"""$default."""

from __future__ import annotations

import pytest

from shared.web.http.known_routes import methods_of
from tests.support.client import Client
from tools.template import Template


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/v1/nothing-here", "/api/v2/contacts", "/api/v1/contacts/", "/docs/a/b", "/ї"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "TRACE", "FOO"])
def test_an_unknown_route_is_not_found(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.code) == (404, "route_not_found")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/contacts", "GET, HEAD, POST"),
        ("POST", "/api/v1/contacts/01JD9Z6M3K8QF5T2V7W4X0Y1R2", "DELETE, GET, HEAD, PATCH, PUT"),
        ("POST", "/docs/docs.js", "GET, HEAD"),
        ("POST", "/api/v1/auth/me", "DELETE, GET, HEAD, PATCH, PUT"),
        ("PUT", "/api/v1/auth/verify-email", "GET, HEAD, POST"),
        ("GET", "/api/v1/auth/login", "POST"),
        ("FOO", "/api/v1/contacts", "GET, HEAD, POST"),
        ("CONNECT", "/health", "GET, HEAD"),
    ],
)
def test_a_route_without_the_method_names_those_that_it_has(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.code, answer.headers["allow"]) == (405, "method_not_allowed", allowed)


@pytest.mark.parametrize(("path", "status", "allowed"), [("/nowhere", 404, None), ("/api/v1/auth/login", 405, "POST")])
def test_a_head_of_what_is_not_there_has_no_body(client: Client, path: str, status: int, allowed: str | None) -> None:
    answer = client.request("HEAD", path)
    assert (answer.status, answer.body, answer.headers.get("allow")) == (status, b"", allowed)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/docs/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_comes_to_the_door_is_led_to_the_documentation(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.headers["location"], answer.body) == (307, "/docs", b"")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/"])
def test_the_root_of_the_api_names_the_way(client: Client, path: str) -> None:
    answer = client.request("GET", path)
    assert answer.status == 200
    for address in answer.json.values():
        assert client.request("GET", address).status == 200


@pytest.mark.parametrize("path", ["/", "/docs/", "/api/v1"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "FOO"])
def test_the_door_is_for_reading(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.code, answer.headers["allow"]) == (405, "method_not_allowed", "GET, HEAD")


def test_every_route_of_the_template_is_known(template: Template) -> None:
    for route in template.routes:
        if not route.is_default:
            assert route.method in methods_of(route.path.replace("{", "").replace("}", ""))
