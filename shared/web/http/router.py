"""The router of endpoints, which reads the type of a response from the signature of its endpoint."""

from __future__ import annotations

from collections.abc import Callable
from inspect import get_annotations
from types import UnionType
from typing import Any, Union, get_args, get_origin

from fastapi import APIRouter
from starlette.responses import Response


class Router(APIRouter):
    """FastAPI's router, which also accepts endpoints that return finished responses of any type.

    - ``-> ProfileOut``, a model: FastAPI validates and writes the response.
    - ``-> None``: the response has no body.
    - ``-> Response``, ``-> JsonAnswer[DetailOut]``, or a union of such types (``|``): the response is sent as it is.

    FastAPI alone takes everything of the last kind but plain classes for a model, and requires ``response_model=None``.
    """

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route with FastAPI's options. Raises NameError for an annotation that nothing has imported."""
        if all(_is_response(annotation) for annotation in answers_of(endpoint)):
            options["response_model"] = None
        super().add_api_route(path, endpoint, **options)


def answers_of(endpoint: Callable[..., Any]) -> tuple[Any, ...]:
    """Return the types that an endpoint returns according to its signature: several for a union."""
    annotation = get_annotations(endpoint, eval_str=True).get("return")
    return get_args(annotation) if get_origin(annotation) in (UnionType, Union) else (annotation,)


def _is_response(annotation: Any) -> bool:
    kind = get_origin(annotation) or annotation
    return isinstance(kind, type) and issubclass(kind, Response)
