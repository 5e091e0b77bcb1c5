"""The wire model of an endpoint's responses."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Any, ForwardRef, get_args, get_origin

from fastapi.routing import APIRoute

from shared.web.http.json_answer import JsonAnswer
from shared.web.http.router import answers_of


def answer_model(route: APIRoute) -> Any:
    """Return the model from which FastAPI writes responses, or the one in the signature's ``JsonAnswer[...]``."""
    if route.response_model is not None:
        return route.response_model
    for answer in answers_of(route.endpoint):
        if get_origin(answer) is JsonAnswer:
            (model,) = get_args(answer)
            return resolve_name(model.__forward_arg__) if isinstance(model, ForwardRef) else model
    return None
