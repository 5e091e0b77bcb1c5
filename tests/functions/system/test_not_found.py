"""$default."""

from __future__ import annotations

import pytest

from shared.web.http.known_routes import methods_of
from tests.support.client import Client
from tools.template import Template


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/nothing-here", "/api/v2/contacts", "/api/v1/contacts/", "/docs/a/b", "/ї"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "TRACE", "FOO"])
def test_an_unknown_route_is_not_found(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.code) == (404, "route_not_found")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/contacts", "GET, POST"),
        ("POST", "/api/v1/contacts/01JD9Z6M3K8QF5T2V7W4X0Y1R2", "DELETE, GET, PATCH, PUT"),
        ("HEAD", "/health", "GET"),
        ("POST", "/docs/docs.js", "GET"),
        ("PATCH", "/api/v1/auth/me", "GET, PUT"),
        ("FOO", "/api/v1/contacts", "GET, POST"),
        ("CONNECT", "/health", "GET"),
    ],
)
def test_a_route_without_the_method_names_those_that_it_has(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status, answer.code, answer.headers["allow"]) == (405, "method_not_allowed", allowed)


def test_every_route_of_the_template_is_known(template: Template) -> None:
    for route in template.routes:
        if not route.is_default:
            assert route.method in methods_of(route.path.replace("{", "").replace("}", ""))
