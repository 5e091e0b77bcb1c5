"""What a route makes of an endpoint's signature."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from fastapi import APIRouter, Response
from fastapi.exceptions import FastAPIError
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse

from shared.web.accounts.schemas import DetailOut
from shared.web.contacts.answers import ContactAnswer
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.router import Router, answers_of

Endpoint: TypeAlias = Callable[..., Awaitable[None]]


def returning(annotation: Any) -> Endpoint:
    """Return an endpoint with this annotation: a type, or a text as ``from __future__ import annotations`` makes it."""

    async def endpoint() -> None: ...

    endpoint.__annotations__["return"] = annotation
    return endpoint


def route(router: APIRouter, endpoint: Endpoint, **options: Any) -> APIRoute:
    router.get("/", **options)(endpoint)
    (added,) = router.routes
    assert isinstance(added, APIRoute)
    return added


@pytest.mark.parametrize(
    "annotation",
    [
        Response,
        HTMLResponse,
        JsonAnswer[DetailOut],
        "JsonAnswer[DetailOut]",
        ContactAnswer,
        JsonAnswer[DetailOut] | HTMLResponse,
        "ContactAnswer | Response",
        HTMLResponse | Response,
    ],
)
def test_an_endpoint_that_returns_a_response_writes_it_itself(annotation: Any) -> None:
    assert route(Router(), returning(annotation)).response_model is None


@pytest.mark.parametrize("annotation", [JsonAnswer[DetailOut], HTMLResponse | Response])
def test_fastapi_alone_takes_it_for_a_model(annotation: Any) -> None:
    """Once this fails, FastAPI has learnt it, and a router of ours has nothing left to do."""
    with pytest.raises(FastAPIError, match="Invalid args for response field"):
        route(APIRouter(), returning(annotation))


@pytest.mark.parametrize("annotation", [DetailOut, list[DetailOut], DetailOut | None, None])
def test_what_is_no_response_is_written_by_fastapi(annotation: Any) -> None:
    assert route(Router(), returning(annotation)).response_model == annotation


def test_a_model_or_a_response_is_refused_as_fastapi_does() -> None:
    with pytest.raises(FastAPIError, match="Invalid args for response field"):
        route(Router(), returning(DetailOut | Response))


def test_a_name_that_nothing_has_imported_is_found_at_once() -> None:
    with pytest.raises(NameError, match="Unheard"):
        route(Router(), returning("Unheard"))


def test_those_to_choose_from_are_told_one_by_one() -> None:
    assert answers_of(returning(ContactAnswer | HTMLResponse)) == (ContactAnswer, HTMLResponse)
    assert answers_of(returning("list[DetailOut]")) == (list[DetailOut],)


def test_options_are_those_of_fastapi() -> None:
    added = route(Router(tags=["names"]), returning(ContactAnswer), status_code=201, responses={304: {}})
    assert (added.status_code, added.tags, set(added.responses)) == (201, ["names"], {304})
