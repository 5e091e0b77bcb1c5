from __future__ import annotations

import pytest

from local.gateway.routing import RouteTable
from tools.template import Route


def route(key: str) -> Route:
    method, _, path = key.partition(" ")
    return Route(key=key, method=method, path=path or key, function_id=key, throttle=None)


TABLE = RouteTable(
    map(
        route,
        [
            "$default",
            "ANY /{proxy+}",
            "GET /pets/{proxy+}",
            "GET /pets/{name}/toys",
            "GET /pets/{name}",
            "ANY /pets/cat",
            "GET /pets/cat",
            "GET /",
        ],
    )
)


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/pets/cat", "GET /pets/cat", {}),
        ("PUT", "/pets/cat", "ANY /pets/cat", {}),
        ("GET", "/pets/dog", "GET /pets/{name}", {"name": "dog"}),
        ("GET", "/pets/dog/toys", "GET /pets/{name}/toys", {"name": "dog"}),
        ("GET", "/pets/dog/food/dry", "GET /pets/{proxy+}", {"proxy": "dog/food/dry"}),
        ("PUT", "/pets/dog", "ANY /{proxy+}", {"proxy": "pets/dog"}),
        ("GET", "/", "GET /", {}),
        ("PUT", "/", "$default", {}),
    ],
)
def test_the_most_specific_route_serves(method: str, path: str, key: str, parameters: dict[str, str]) -> None:
    match = TABLE.match(method, path)
    assert match is not None
    assert (match.route.key, match.path_parameters) == (key, parameters)


@pytest.mark.parametrize(
    ("path", "value"),
    [("/things/a%20b", "a b"), ("/things/a%2Fb", "a/b"), ("/things/%D0%81", "Ё"), ("/things/a+b", "a+b")],
)
def test_path_variables_are_decoded_and_keep_their_slashes(path: str, value: str) -> None:
    match = RouteTable([route("GET /things/{id}")]).match("GET", path)
    assert match is not None
    assert match.path_parameters == {"id": value}


@pytest.mark.parametrize("path", ["/things/", "/things", "/things/a/", "//things/a", "/other/a"])
def test_a_variable_stands_for_exactly_one_segment(path: str) -> None:
    assert RouteTable([route("GET /things/{id}")]).match("GET", path) is None


def test_a_greedy_variable_does_not_stand_for_nothing() -> None:
    assert RouteTable([route("GET /things/{all+}")]).match("GET", "/things/") is None


def test_a_literal_is_compared_decoded() -> None:
    match = RouteTable([route("GET /things")]).match("GET", "/thin%67s")
    assert match is not None
