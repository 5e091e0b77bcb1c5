"""JSON bodies, read strictly, and after the caller is known: an anonymous client learns nothing about its body."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from math import isfinite
from typing import Any, NoReturn, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from shared.domain.errors import FieldProblem
from shared.web.http.content_codings import read_body
from shared.web.http.errors import MalformedRequestError, UnsupportedMediaTypeError
from shared.web.http.validation_errors import invalid_input

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
MAX_DEPTH = 32

M = TypeVar("M", bound=BaseModel)
Rules = Callable[[Any], Iterable[FieldProblem]]
"""Returns which rules of its content a body breaks; parts that do not have the form of the model count as absent."""


def no_rules(_body: Any) -> Iterable[FieldProblem]:
    """Return nothing: for a body whose form is all that matters."""
    return ()


class JsonBody:
    """The dependency that reads a body as ``model``: ``NewView = Annotated[ViewIn, json_body(ViewIn)]``.

    ``bodies`` has the model for the media type; every dependency that reads a body declares it. Without ``required``,
    no body is the same as an empty object.
    """

    def __init__(self, model: type[BaseModel], rules: Rules, *, required: bool = True) -> None:
        self.required = required
        self.bodies: Mapping[str, type[BaseModel]] = {JSON: model}
        self._model = model
        self._rules = rules
        model.model_rebuild()  # at the start of the function, not in its first request

    async def __call__(self, request: Request) -> BaseModel:
        """Return the body.

        Raises what ``read_json`` raises, and InvalidInputError.
        """
        if not self.required and not await request.body():
            return self._model()
        return validated(self._model, await read_json(request, JSON), self._rules)


@cache
def json_body(model: type[BaseModel], rules: Rules = no_rules) -> Any:
    """Return the dependency on a JSON body; endpoints declare it after the caller, since dependencies run in order.

    ``rules`` are applied only to a body that does not have the form of the model, so that all that is wrong with it is
    named at once; whoever takes the body checks its content. There is one dependency per model, so that a body that
    several dependencies need is read only once.
    """
    return Depends(JsonBody(model, rules))


def optional_json_body(model: type[BaseModel]) -> Any:
    """Return the dependency on a JSON body that may be left out, for a model all of whose members may be."""
    return Depends(JsonBody(model, no_rules, required=False))


async def read_json(request: Request, *media_types: str, accept_header: str = "Accept") -> Any:
    """Return the body as parsed JSON (RFC 8259) without duplicate names, NaN, infinity or more than 32 levels.

    A body without a Content-Type is accepted. Raises UnsupportedMediaTypeError for one that is not among the
    ``media_types``, MalformedRequestError, and what ``read_body`` raises.
    """
    if media_type_of(request) not in ("", *media_types):
        raise UnsupportedMediaTypeError(", ".join(media_types), accept_header=accept_header)
    return parse_json(await read_body(request))


def media_type_of(request: Request) -> str:
    """Return the media type of the body without parameters, in lower case; empty if there is none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_json(data: bytes) -> Any:
    """Return parsed JSON. Raises MalformedRequestError."""
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_unique_names, parse_constant=_no_constant, parse_float=_finite
        )
    except RecursionError as error:
        raise MalformedRequestError("the JSON is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise MalformedRequestError("the body is not UTF-8") from error
    except json.JSONDecodeError as error:
        reason = "it starts with a byte order mark" if data.startswith(BOM_UTF8) else error
        raise MalformedRequestError(f"the body is not JSON: {reason}") from error
    except ValueError as error:  # Python's message is advice to programmers
        raise MalformedRequestError("a number in the body has too many digits") from error
    _check_depth(value)
    return value


def validated(model: type[M], value: Any, rules: Rules = no_rules) -> M:
    """Return the value as a ``model``. Raises InvalidInputError with a JSON pointer for every invalid field.

    For a value without the form of the model, the error also names the ``rules`` that its content breaks.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise invalid_input(error, model, rules(value)) from error


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise MalformedRequestError("the body is not JSON: a name stands twice in one object")
    return members


def _no_constant(name: str) -> NoReturn:
    raise MalformedRequestError(f"the body is not JSON: {name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise MalformedRequestError("the body is not JSON: a number is too large")
    return number


def _check_depth(value: Any) -> None:
    """Raise MalformedRequestError for too deep a nesting. It goes level by level, as recursion could go too deep."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [member for part in level for member in _members(part)]
        if not level:
            return
    if any(isinstance(part, dict | list) for part in level):
        raise MalformedRequestError("the JSON is nested too deeply")


def _members(part: Any) -> Collection[Any]:
    if isinstance(part, dict):
        return part.values()
    return part if isinstance(part, list) else ()
