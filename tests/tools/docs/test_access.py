"""An endpoint says which access it needs, or nothing is written of it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from fastapi import APIRouter

from shared.web.caller import CurrentCaller, ReadingCaller, WritingCaller
from shared.web.http.entry import ANONYMOUS
from tools.docs.access import UndeclaredAccessError, access_of
from tools.template import Function, Route

FUNCTION = Function(
    logical_id="F", name="f", handler="an_endpoint.handler", timeout_seconds=1, memory_mb=1, environment={}
)
ROUTE = Route(key="GET /x", method="GET", path="/x", function_id="F", throttle=None)


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch) -> APIRouter:
    module: Any = ModuleType("an_endpoint")
    module.router = APIRouter()
    monkeypatch.setitem(sys.modules, "an_endpoint", module)
    return module.router  # type: ignore[no-any-return]


def test_the_caller_says_it(router: APIRouter) -> None:
    @router.get("/x")
    async def endpoint(caller: WritingCaller) -> None: ...

    assert access_of(ROUTE, FUNCTION) == "contacts:write"


def test_the_limits_of_an_account_do_not_change_it(router: APIRouter) -> None:
    @router.get("/x")
    async def endpoint(caller: ReadingCaller, _counted: CurrentCaller) -> None: ...

    assert access_of(ROUTE, FUNCTION) == "contacts:read"


def test_an_endpoint_for_everybody_says_so(router: APIRouter) -> None:
    @router.get("/x", openapi_extra=ANONYMOUS)
    async def endpoint() -> None: ...

    assert access_of(ROUTE, FUNCTION) == "anonymous"


def test_one_that_says_nothing_is_named_with_what_to_do(router: APIRouter) -> None:
    @router.get("/x")
    async def endpoint() -> None: ...

    with pytest.raises(UndeclaredAccessError, match=r"GET /x: let its endpoint ask for one caller .*ANONYMOUS"):
        access_of(ROUTE, FUNCTION)


def test_one_that_says_two_things_is_none_the_wiser(router: APIRouter) -> None:
    @router.get("/x", openapi_extra=ANONYMOUS)
    async def endpoint(caller: CurrentCaller) -> None: ...

    with pytest.raises(UndeclaredAccessError):
        access_of(ROUTE, FUNCTION)
