"""The router of endpoints: what one answers with stands in its signature, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from inspect import get_annotations
from types import UnionType
from typing import Any, Union, get_args, get_origin

from fastapi import APIRouter
from starlette.responses import Response


class Router(APIRouter):
    """FastAPI's router, which also reads the signatures of endpoints that write their answers themselves.

    - ``-> ProfileOut``, a model: FastAPI checks and writes the answer.
    - ``-> None``: the answer has no body.
    - ``-> Response``, ``-> JsonAnswer[DetailOut]``, or one of several (``|``): the answer is sent as it is.

    FastAPI takes all of the last kind but plain classes for models, and asks for ``response_model=None`` beside them.
    """

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route with FastAPI's options. Raises NameError for an annotation that nothing has imported."""
        if all(_is_response(answer) for answer in answers_of(endpoint)):
            options["response_model"] = None
        super().add_api_route(path, endpoint, **options)


def answers_of(endpoint: Callable[..., Any]) -> tuple[Any, ...]:
    """Return what an endpoint's signature says that it returns: one annotation, or those to choose from."""
    answer = get_annotations(endpoint, eval_str=True).get("return")
    return get_args(answer) if get_origin(answer) in (UnionType, Union) else (answer,)


def _is_response(answer: Any) -> bool:
    kind = get_origin(answer) or answer
    return isinstance(kind, type) and issubclass(kind, Response)
