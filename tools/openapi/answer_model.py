"""The wire models of an endpoint's responses."""

from __future__ import annotations

from collections.abc import Iterator
from pkgutil import resolve_name
from typing import Any, ForwardRef, get_args, get_origin

from fastapi.routing import APIRoute

from shared.web.http.json_answer import JsonAnswer
from shared.web.http.router import answers_of


def answer_models(route: APIRoute) -> tuple[Any, ...]:
    """Return the model from which FastAPI writes responses, or those in the signature's ``JsonAnswer[...]``.

    The first one has the status of the route; a second one, of an endpoint that may also have nothing to start, 200. If
    both have the same status, a response has the form of either.
    """
    if route.response_model is not None:
        return (route.response_model,)
    return tuple(_written_models(route))


def _written_models(route: APIRoute) -> Iterator[Any]:
    for answer in answers_of(route.endpoint):
        if get_origin(answer) is JsonAnswer:
            (model,) = get_args(answer)
            yield resolve_name(model.__forward_arg__) if isinstance(model, ForwardRef) else model
