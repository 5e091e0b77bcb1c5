"""JSON schemas of bodies: every wire model once as it is read and once as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from shared.web.http.parameters import Parameter
from tools.openapi.answer_model import answer_models
from tools.openapi.defaults import members_told
from tools.openapi.merge_patches import patch_of

Json = dict[str, Any]
Model = type[BaseModel]
Mode = Literal["validation", "serialization"]


class _Generator(GenerateJsonSchema):
    """A generator that omits titles, which repeat the names of members, and requires all members of a response.

    A response may get more members within this version of the API, so its schema allows others.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def default_schema(self, schema: Any) -> Json:
        described = super().default_schema(schema)
        if self.mode == "serialization":
            described.pop("default", None)
        return described

    def field_is_required(self, field: Any, total: bool) -> bool:
        if self.mode == "serialization":
            return field.get("serialization_exclude_if") is None
        return super().field_is_required(field, total)

    def model_schema(self, schema: Any) -> Json:
        described = super().model_schema(schema)
        if self.mode == "serialization":
            described.pop("additionalProperties", None)
        return described


class Schemas:
    """The schemas that a set of routes needs."""

    def __init__(self, routes: Iterable[APIRoute]) -> None:
        wanted: dict[tuple[Model, Mode], None] = {}
        for route in routes:
            wanted |= {(model, "validation"): None for model in bodies(route).values()}
            wanted |= {(model, "serialization"): None for model in answer_models(route)}
        references, schemas = models_json_schema(
            list(wanted), schema_generator=_Generator, ref_template="#/components/schemas/{model}"
        )
        self._references: Mapping[tuple[Model, Mode], Json] = _renamed(references)
        definitions: Json = _renamed(schemas["$defs"])
        self._definitions = {name: {**schema, "title": name} for name, schema in definitions.items()}
        self.definitions = {name: members_told(schema) for name, schema in self._definitions.items()}

    def read(self, model: Model) -> Json:
        """Return a reference to a model as used in requests."""
        return self._references[model, "validation"]

    def patch(self, model: Model) -> Json:
        """Return a reference to a merge patch of a model."""
        name = model.__name__.removesuffix("In") + "Patch"
        self.definitions[name] = patch_of(self._definitions[model.__name__], title=name)
        return {"$ref": f"#/components/schemas/{name}"}

    def written(self, model: Model) -> Json:
        """Return a reference to a model as used in responses."""
        return self._references[model, "serialization"]


def bodies(route: APIRoute) -> Mapping[str, Model]:
    """Return the media types that a route accepts, and the model of each."""
    found = (getattr(dependency, "bodies", {}) for dependency in dependencies(route.dependant))
    return next(filter(None, found), {})


def parameters(route: APIRoute) -> list[Parameter]:
    """Return the parameters that a route's dependencies read from the request themselves."""
    read = (getattr(dependency, "parameters", ()) for dependency in dependencies(route.dependant))
    return [*dict.fromkeys(parameter for declared in read for parameter in declared)]


def dependencies(dependant: Dependant) -> Iterator[object]:
    """Yield everything that an endpoint depends on, directly or indirectly."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from dependencies(dependency)


def _renamed(value: Any) -> Any:
    """Rename the two sides of PhoneWire to PhoneIn and PhoneOut, also in references."""
    if isinstance(value, dict):
        return {_name(key): _renamed(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_renamed(member) for member in value]
    return _name(value)


def _name(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return re.sub(r"Wire-Output\b", "Out", re.sub(r"Wire-Input\b", "In", value))
