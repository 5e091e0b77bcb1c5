"""What the page of routes promises: each route to come is one that nobody has built."""

from __future__ import annotations

from tools.docs.routes_to_come import ROUTES_TO_COME
from tools.template import Template


def test_a_route_that_is_built_is_no_longer_to_come(template: Template) -> None:
    built = {route.key for route in template.described_routes}
    assert not built & {each.key for each in ROUTES_TO_COME}


def test_a_function_that_is_built_is_no_longer_to_come(template: Template) -> None:
    built = {function.handler.removesuffix(".handler") for function in template.functions.values()}
    assert not built & {each.function for each in ROUTES_TO_COME}


def test_routes_and_functions_to_come_are_named_once() -> None:
    assert len({each.key for each in ROUTES_TO_COME}) == len({each.function for each in ROUTES_TO_COME})
    assert len(ROUTES_TO_COME) == len({each.key for each in ROUTES_TO_COME})
