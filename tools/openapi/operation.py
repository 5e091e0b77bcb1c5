"""One operation: a method of a path, with its input and its responses."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute

from shared.web.contacts.edits import PREFER
from shared.web.contacts.schemas.output import ContactOut
from shared.web.contacts.schemas.views import ViewOut
from shared.web.dependencies import Provider
from shared.web.http.json_body import MERGE_PATCH
from shared.web.http.parameters import Parameter
from tools.openapi import components
from tools.openapi.answer_model import answer_models
from tools.openapi.components import Components
from tools.openapi.defaults import told
from tools.openapi.examples import REQUEST_EXAMPLES, response_example
from tools.openapi.failures import failures, needs_body
from tools.openapi.pages import without_pages
from tools.openapi.parameter_examples import PARAMETER_EXAMPLES
from tools.openapi.schemas import bodies, dependencies, parameters

Json = dict[str, Any]


class Operation:
    """An operation, which completes FastAPI's description of it."""

    def __init__(self, route: APIRoute, operation: Json, shared: Components, *, example: Any) -> None:
        self._route = route
        models = answer_models(route)
        self._answer, self._others = next(iter(models), None), models[1:]
        self._operation = operation
        self._shared = shared
        self._example = example

    def complete(self) -> None:
        """Write texts, parameters, body and responses in their final form."""
        operation = self._operation
        operation["summary"] = self._route.name.replace("_", " ").capitalize()
        operation["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", operation["description"])
        for parameter in operation.get("parameters", ()):
            _simplify(parameter)
        read = [*map(_described, parameters(self._route)), *map(told, operation.get("parameters", ()))]
        operation["parameters"] = sorted(map(_with_example, read), key=_place)
        if models := bodies(self._route):
            content = {media_type: self._request(media_type, model) for media_type, model in models.items()}
            operation["requestBody"] = {"required": needs_body(self._route), "content": content}
        if operation.get("security"):
            operation["security"] = components.SECURITY
        answers = self._successes() | self._failures()
        del operation["responses"]  # which come last
        operation["responses"] = dict(sorted(answers.items()))

    def _request(self, media_type: str, model: Any) -> Json:
        schemas = self._shared.schemas
        content = {"schema": schemas.patch(model) if media_type == MERGE_PATCH else schemas.read(model)}
        example = REQUEST_EXAMPLES.get(model, self._example)
        return content if example is None else content | {"example": example}

    def _successes(self) -> Json:
        status, model = self._route.status_code or HTTPStatus.OK, self._answer
        found = self._operation["responses"][str(int(status))]
        success: Json = {
            "description": HTTPStatus(status).phrase,
            "headers": components.headers(
                "X-Request-Id", *self._version_headers(status), *self._merge_headers(), *self._limit_headers()
            ),
        }
        content = without_pages({media_type: {} for media_type in found.get("content", ())}) | self._declared(status)
        if model is not None:
            content["application/json"] = self._written(model)
        if content:
            success["content"] = content
        answers = {str(int(status)): success}
        for other in self._others:
            if status == HTTPStatus.OK:
                content["application/json"] = self._either(model, other)
            else:
                content = {"application/json": self._written(other)}
            answers["200"] = {**success, "description": HTTPStatus.OK.phrase, "content": content}
        if 304 in self._route.responses:
            answers["304"] = {
                "description": HTTPStatus.NOT_MODIFIED.phrase,
                "headers": components.headers("X-Request-Id", "ETag"),
            }
        return answers

    def _written(self, model: Any) -> Json:
        return {"schema": self._shared.schemas.written(model), "example": response_example(model)}

    def _either(self, *models: Any) -> Json:
        """Return the content of a response that is of one model or another, with an example of each."""
        return {
            "schema": {"anyOf": [self._shared.schemas.written(model) for model in models]},
            "examples": {model.__name__.removesuffix("Out"): {"value": response_example(model)} for model in models},
        }

    def _declared(self, status: int) -> Json:
        """Return the content of a response that the endpoint declares itself."""
        return without_pages(self._route.responses.get(status, {}).get("content", {}))

    def _version_headers(self, status: int) -> tuple[str, ...]:
        if status == HTTPStatus.SEE_OTHER:
            return ("Location",)
        if self._answer not in (ContactOut, ViewOut):
            return ()
        return ("ETag", "Location") if status == HTTPStatus.CREATED else ("ETag",)

    def _merge_headers(self) -> tuple[str, ...]:
        return ("Preference-Applied",) if PREFER in parameters(self._route) else ()

    def _limit_headers(self) -> tuple[str, ...]:
        names = [each.name for each in dependencies(self._route.dependant) if isinstance(each, Provider)]
        return ("RateLimit", "RateLimit-Policy") if "limiter" in names else ()

    def _failures(self) -> Json:
        found = failures(self._route)
        found.setdefault(HTTPStatus.TOO_MANY_REQUESTS, [])
        return {
            str(int(status)): self._shared.failure(status, kinds, also=self._declared(status))
            for status, kinds in found.items()
        }


def _described(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "schema": {"type": "string", **({"minLength": 1} if parameter.place == "path" else {})},
        "description": parameter.description,
    }


def _with_example(parameter: Json) -> Json:
    name = parameter["name"]
    return {**parameter, "example": PARAMETER_EXAMPLES[name]} if name in PARAMETER_EXAMPLES else parameter


def _place(parameter: Json) -> int:
    return ("path", "query", "header", "cookie").index(parameter["in"])


def _simplify(parameter: Json) -> None:
    """Remove what does not apply to a parameter: null, and the repetition of its description."""
    schema = parameter["schema"]
    for noise in ("title", "description"):
        schema.pop(noise, None)
    if "anyOf" in schema:
        (kept,) = (each for each in schema.pop("anyOf") if each != {"type": "null"})
        schema |= kept
    if "$ref" in schema:
        schema |= components.inline(schema.pop("$ref"))
    schema.pop("format", None)  # it may also be empty, which counts as omitted
    parameter["schema"] = schema
